// The threat model on a small world, in which motives, sectors, bases and victims are known.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./server.js";
import { rows, walk } from "./walk.js";
import { build } from "./world.js";

const techniques = [
  { id: "T9001", name: "Lamp Switching", description: "Someone switches a lamp. Twice. Then thrice." },
  { id: "T9001.001", name: "Wall Switch" },
  { id: "T9002", name: "Candle Theft", tactic: "going-dark" },
  { id: "T9003", name: "Curtain Drawing", tactic: "going-dark" },
];
const groups = [
  {
    id: "G9001",
    name: "Lamplighters",
    techniques: ["T9001", "T9002"],
    motives: ["Curiosity", "Profit"],
    sectors: ["Lighting"],
    base: "Norway",
    victims: ["Sweden"],
    description: "They light lamps. Nobody knows why.",
  },
  {
    id: "G9002",
    name: "Night Shift",
    techniques: ["T9001", "T9001.001"],
    motives: ["Curiosity"],
    sectors: ["Energy"],
    base: "Finland",
    victims: ["Sweden", "Denmark"],
  },
  {
    id: "G9003",
    name: "Moth",
    techniques: ["T9003"],
    motives: ["Profit"],
    sectors: ["Energy"],
    base: "Norway",
    victims: ["Denmark"],
  },
];
let world;
let server;
let walker;
let page;

before(async () => {
  world = build({ techniques, groups });
  server = await serve("--catalogue", world.catalogue);
  walker = await walk(server);
  page = walker.page;
});

after(async () => {
  await walker?.close();
  server?.stop();
  world?.stop();
});

/** A test that begins at a page, after which nothing may have gone wrong. */
function on(path, name, body) {
  test(name, async () => {
    await walker.open(path);
    await body();
    walker.check();
  });
}

const main = () => page.locator("main > div:last-child").innerText();
const matched = () => page.locator("section[aria-labelledby=matched] tbody tr td:first-child").allInnerTexts();

on("/threats", "motive, sector, base and victim are boxes, each with of how many it is said", async () => {
  const boxes = await page
    .locator("#choose input[type=checkbox]")
    .evaluateAll((all) => all.map((one) => [one.name, one.value, one.parentElement.lastElementChild.textContent]));
  assert.deepEqual(new Set(boxes.map(([name]) => name)), new Set(["motive", "sector", "base", "victim"]));
  for (const [name, value, count] of boxes) {
    const known = await walker.ask(`adversaries?${name}=${encodeURIComponent(value)}`);
    assert.equal(known.total, Number(count), `${name} ${value}`);
  }
});

on("/threats", "several boxes are all of, or any of; the category as a whole is modelled", async () => {
  await page.getByLabel(/^Curiosity/).check();
  await page.getByText("2 adversaries match").waitFor();
  await page.getByLabel(/^Profit/).check();
  await page.getByText("1 adversaries match").waitFor();
  assert.deepEqual(await matched(), ["Lamplighters"]);
  await page.getByLabel("Any of these").check();
  await page.getByText("3 adversaries match").waitFor();
  assert.match(await page.locator("h1").innerText(), /motive Curiosity or motive Profit/);
  const known = await walker.ask(`align${new URL(page.url()).search}`);
  const cell = page.locator('[data-grid] [data-id="T9001"]');
  const weight = known.items.find((row) => row.id === "T9001").weight;
  assert.ok((await cell.getAttribute("aria-label")).includes(`weight ${weight.toFixed(2)}`));
  assert.equal(known.threat.adversaries, 3);
  await page.goBack();
  await page.getByText("1 adversaries match").waitFor();
});

on(
  "/threats?motive=Profit&victim=Sweden&base=Finland",
  "where none matches, the page says so and offers any of",
  async () => {
    assert.match(await main(), /No adversary has all of these/);
    await page.getByRole("link", { name: "Any of them" }).click();
    await page.waitForURL(/any_of=true/);
    assert.deepEqual(await matched(), ["Lamplighters", "Moth", "Night Shift"]);
  },
);

on("/threats?threat=G9001", "an adversary has a profile, a diamond, a matrix, and leads to its alignment", async () => {
  assert.match(await page.locator("h1").innerText(), /Threat model for Lamplighters/);
  assert.match(await main(), /They light lamps/);
  const diamond = await page.locator("svg.diamond").getAttribute("aria-label");
  assert.match(diamond, /Adversary: Lamplighters[\s\S]*Capability: 2 techniques[\s\S]*Victim/);
  const named = page.locator("[data-grid] .cell:not(.s0)");
  assert.deepEqual((await named.evaluateAll((all) => all.map((one) => one.dataset.id))).sort(), ["T9001", "T9002"]);
  await page.getByRole("link", { name: "Align with my stack" }).click();
  await page.waitForURL(/alignment\?threat=G9001/);
  assert.deepEqual((await rows(page)).map((row) => row.Id).sort(), ["T9001", "T9002"]);
});

on("/threats", "a layer is pasted or taken from a file; what has no place is told", async () => {
  const layer = {
    name: "Mine",
    domain: "enterprise-attack",
    versions: { layer: "4.5" },
    techniques: [
      { techniqueID: "T9001", score: 4 },
      { techniqueID: "T9003", score: 2 },
      { techniqueID: "T8888", score: 1 },
    ],
  };
  await page.locator("summary", { hasText: "A layer of your own" }).click();
  await page.locator("textarea").fill(JSON.stringify(layer));
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/layer=/);
  await page.locator("[data-grid]").waitFor();
  const cell = page.locator('[data-grid] [data-id="T9003"]');
  assert.match(await cell.getAttribute("aria-label"), /weight 0\.50/);
  assert.match(await main(), /Lead nowhere\s*1/);
  await walker.open("/threats");
  await page.locator("summary", { hasText: "A layer of your own" }).click();
  const file = join(mkdtempSync(join(tmpdir(), "rhumb-layer-")), "mine.json");
  writeFileSync(file, JSON.stringify(layer));
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("Read mine.json").waitFor();
  assert.match(await page.locator("textarea").inputValue(), /T9001:4 T9003:2 T8888:1/);
  await page.getByRole("button", { name: "Show" }).click();
  await page.locator("[data-grid]").waitFor();
  assert.match(await cell.getAttribute("aria-label"), /weight 0\.50/);
});

on("/threats", "a layer by its address is fetched by the server alone, where it may", async () => {
  await page.locator("summary", { hasText: "A layer of your own" }).click();
  await page.locator("textarea").fill("https://lamps.example/layer.json");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("start it with `--allow-fetch`").waitFor();
  assert.match(page.url(), /threats$/);
  assert.equal(
    (
      await walker.page.request.get(`${server.address}/api/v1/align?threat=https%3A%2F%2Flamps.example%2Fl.json`)
    ).status(),
    403,
  );
});

on(
  "/threats?threat=Nobody+at+all",
  "a threat that nobody knows is refused on its page, with what is near",
  async () => {
    assert.match(await page.locator(".notice").innerText(), /Nobody at all/);
    assert.ok(await page.locator("#choose").isVisible());
    await walker.open("/threats?layer=%7Bbroken");
    assert.equal(await page.locator("h1").count(), 1);
  },
);

on("/adversaries", "all adversaries are listed and lead to their pages", async () => {
  await page.locator("table a", { hasText: "Night Shift" }).first().click();
  await page.waitForURL(/adversary\/G9002/);
  assert.match(await page.locator("main").innerText(), /Motive\s*Curiosity/);
});
