// A saved layer: the page, the command and the programming interface find the same rows and numbers.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { program, serve } from "./server.js";
import { read, rows, walk } from "./walk.js";

const file = fileURLToPath(new URL("fixtures/saved.layer.json", import.meta.url));
const layer = JSON.parse(readFileSync(file, "utf8"));
let server;
let walker;

before(async () => {
  server = await serve();
  walker = await walk(server);
});

after(async () => {
  await walker?.close();
  server?.stop();
});

/** What is compared of a row. */
const compared = (row) => [
  row.id,
  row.weight.toFixed(2),
  row.controls.resources,
  row.detections.resources,
  row.tests.resources,
  row.rung,
  row.gap.toFixed(2),
];

test("the layer has some sixty entries, two that nobody knows and one that was revoked", () => {
  assert.ok(layer.techniques.length >= 60);
});

test("page, command and interface find the same rows, numbers and order for a saved layer", async () => {
  const command = spawnSync(program, ["align", file, "--format", "json"], {
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 64_000_000,
  });
  assert.equal(command.status, 0, command.stderr);
  const said = JSON.parse(command.stdout);
  const asked = await fetch(`${server.address}/api/v1/align`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ threat: [layer], limit: 500 }),
  });
  const answer = await asked.json();
  assert.equal(asked.status, 200, JSON.stringify(answer).slice(0, 400));
  await walker.open("/threats");
  await walker.page.locator("summary", { hasText: "A layer of your own" }).click();
  await walker.page.locator("textarea").fill(JSON.stringify(layer));
  await walker.page.getByRole("button", { name: "Show" }).click();
  await walker.page.locator("[data-grid]").waitFor();
  await walker.page.getByRole("link", { name: "Align with my stack" }).click();
  await walker.page.waitForURL(/alignment/);
  const shown = (await rows(walker.page)).map((row) => [
    row.Id,
    row.Weight,
    read(row.Controls),
    read(row.Detections),
    read(row.Tests),
    row.Evidence,
    row["Gap"] === "–" ? "0.00" : row.Gap,
  ]);
  assert.deepEqual(said.items.map(compared), answer.items.map(compared));
  assert.deepEqual(shown, answer.items.map(compared));
  assert.ok(shown.length > 50);
  const unplaced = (all) => all.threat.unplaced.map((one) => one.id).sort();
  assert.deepEqual(unplaced(said), ["T8888", "T9999.001"]);
  assert.deepEqual(unplaced(answer), unplaced(said));
  for (const id of unplaced(said)) assert.ok((await walker.page.locator("main").innerText()).includes(id));
  assert.ok(
    said.items.some((row) => row.id === "T1059.001"),
    "what was revoked counts where it went",
  );
  walker.check();
});
