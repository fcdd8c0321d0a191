// The static site: from a folder, and below a path of a plain web host. Pages are accessible, ask nobody for anything, and
// count as the program does.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { ask, browser, host, site, small } from "./server.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let folder, hosted, chromium, base;

/** A small catalogue of fixtures, which says what the built-in one does not: motives, sectors, countries. */
const fixture = { base: "", options: [] };

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "rhumb-site-"));
  // Without its forty thousand pages of single resources; the small one has them.
  site(join(folder, "out"), "--no-resources");
  base = pathToFileURL(join(folder, "out")).href + "/";
  fixture.options = ["--catalogue", join(folder, "small.rhumb")];
  small(fixture.options[1]);
  site(join(folder, "small"), ...fixture.options);
  fixture.base = pathToFileURL(join(folder, "small")).href + "/";
  [hosted, chromium] = await Promise.all([host(join(folder, "out"), "/security/compass/"), browser()]);
});

after(async () => {
  await chromium?.close();
  hosted?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page of the site and keeps what went wrong on it. */
async function open(path, options = {}, from = base) {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(from) && !request.url().startsWith("blob:")) wrong.push(`asks for ${request.url()}`);
  });
  page.setDefaultTimeout(15_000);
  await page.goto(from + path, { waitUntil: "load" });
  return { context, page, wrong };
}

/** The same rows as the program tells them. */
function told(args, options) {
  const answer = ask(["align", ...args, "--limit", "1000"], ...options);
  const volume = (word) => ({ none: "N/A", low: "Low", medium: "Medium", high: "High" })[word];
  return {
    unplaced: (answer.threat.unplaced ?? []).map(({ id }) => id),
    items: answer.items.map((row) => ({
      id: row.id,
      name: row.name,
      weight: row.weight,
      controls: row.controls.resources,
      detections: row.detections.resources,
      tests: row.tests.resources,
      controls_volume: volume(row.controls.volume),
      detections_volume: volume(row.detections.volume),
      tests_volume: volume(row.tests.volume),
      potential: volume(row.potential),
      rung: row.rung,
      gap: row.gap,
      reason: row.reason,
    })),
  };
}

/** Opens an alignment of the site and compares it with the program's. */
async function same(fragment, args, from = { base, options: [] }) {
  const { context, page, wrong } = await open(`alignment.html#${fragment}`, {}, from.base);
  await page.locator("table[data-rows] tbody tr[id]").first().waitFor();
  const download = page.waitForEvent("download");
  await page.getByText("Export", { exact: true }).click();
  await page.locator('a[download="alignment.json"]').click();
  const shown = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  const expected = told(args, from.options);
  assert.ok(expected.items.length > 1, "the program has rows to compare");
  assert.deepEqual(shown.items, expected.items);
  assert.deepEqual(
    shown.unplaced.map(({ id }) => id),
    expected.unplaced,
  );
  const ids = await page.locator("table[data-rows] tbody tr[id]").evaluateAll((rows) => rows.map(({ id }) => id));
  assert.deepEqual(
    ids,
    expected.items.map(({ id }) => id),
  );
  const first = await page.locator("table[data-rows] tbody tr[id]").first().innerText();
  const digits = first.replace(/[^\d.,–]+/g, " ");
  for (const number of [expected.items[0].weight.toFixed(2), expected.items[0].gap.toFixed(2)])
    assert.ok(digits.includes(number), `${digits} shows ${number}`);
  assert.deepEqual(wrong, []);
  await context.close();
}

// Long lists take axe long, and pages.test.js walks them on the server.
const walked = [
  "index.html",
  "matrix-ics.html",
  "technique/T1021.007.html",
  "threats.html",
  "threats.html#threat=nobody",
  "alignment.html",
  "alignment.html#threat=S0266&explain=T1082",
  "alignment.html#threat=S0266&part=plan",
  "controls.html#source=sigma&sort=detections&tactic=exfiltration",
  "frameworks.html",
  "framework/engage.html",
  "adversary/g0016~-1743e6e9.html",
  "sources.html",
  "source/sigma.html",
  "source/notices.html",
  "problems.html",
  "changed.html",
  "search.html#words=kerberoasting",
  "adversaries.html",
  "search.html",
];

for (const path of walked) {
  test(`${path} is accessible and asks nobody`, async () => {
    const { context, page, wrong } = await open(path);
    if (path.includes("#"))
      await page.waitForFunction(
        () =>
          document.querySelector("main .stats, main [role=note], main table") &&
          !document.querySelector("[role=status]"),
      );
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} pixels too wide at ${width}`);
    }
    assert.equal(await page.locator("h1").count(), 1);
    assert.deepEqual(wrong, []);
    await page.evaluate(axe);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      // What the page loads is known by now, and axe must not ask for it again.
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { preload: false }));
      assert.deepEqual(
        violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map((node) => node.html)
              .join(" | ")}`,
        ),
        [],
      );
    }
    await context.close();
  });
}

test("software against all sources counts as the program does", () => same("threat=S0266", ["S0266"]));

test("a group against a stack of three sources and a platform counts as the program does", () =>
  same("threat=G0016&source=sigma&source=art&source=mapex-nist-800-53-r5&platform=Windows", [
    "G0016",
    "--source",
    "sigma,art,mapex-nist-800-53-r5",
    "--platform",
    "Windows",
  ]));

test("options, logs and turned order count as the program does", () =>
  same(
    "threat=G0016&log=windows%2Fprocess_creation&lowest_level=true&tactic=execution&tactic=persistence&sort=detections&ascending=true&with_software=true",
    [
      "G0016",
      "--lowest-level",
      "--tactic",
      "execution,persistence",
      "--sort",
      "detections",
      "--ascending",
      "--with-software",
      "--stack",
      stackOf("windows/process_creation"),
    ],
  ));

test("a category counts as the program does, all of it and any of it", async () => {
  await same("motive=Curiosity&sector=Lighting", ["--motive", "Curiosity", "--sector", "Lighting"], fixture);
  await same(
    "motive=Curiosity&base=XX&any_of=true&with_software=true",
    ["--motive", "Curiosity", "--base", "XX", "--any-of", "--with-software"],
    fixture,
  );
});

test("adversaries are found by what is said of them", async () => {
  const { context, page, wrong } = await open("threats.html", {}, fixture.base);
  await page.locator('input[name=motive][value="Curiosity"]').check();
  await page.getByRole("heading", { name: "1 adversary matches" }).waitFor();
  await page.getByRole("link", { name: "Lamplighters" }).first().click();
  assert.match(await page.locator("h1").innerText(), /Lamplighters/);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a layer with scores and ids that are unknown counts as the program does", () => {
  const layer = join(folder, "layer.json");
  const techniques = [
    ["T1059.001", 3],
    ["T1086", 1],
    ["T1021", 2.5],
    ["T1566.001", 0],
    ["T9999", 1],
    ["T1003", undefined],
    ["T9998.001", 2],
    ["T1105", 1],
  ];
  const entries = techniques.map(([techniqueID, score]) => ({ techniqueID, score, enabled: true }));
  writeFileSync(
    layer,
    JSON.stringify({
      name: "Mine",
      versions: { layer: "4.5", attack: "18" },
      domain: "enterprise-attack",
      techniques: entries,
    }),
  );
  const address = techniques
    .filter(([, score]) => score !== 0)
    .map(([id, score]) => (score === undefined ? id : `${id}:${score}`));
  return same(`name=Mine&layer=${encodeURIComponent(address.join(" "))}`, [layer]);
});

/** A stack that says which log arrives. */
function stackOf(log) {
  const file = join(tmpdir(), `rhumb-stack-${process.pid}.toml`);
  writeFileSync(file, `log_sources = ["${log}"]\n`);
  return file;
}

test("home finds a technique", async () => {
  for (const from of [base, hosted.address]) {
    const { context, page, wrong } = await open("index.html", {}, from);
    const field = page.locator("form.big input");
    await field.fill("kerberoast");
    await page
      .getByRole("option", { name: /T1558.003/ })
      .first()
      .waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/technique\/T1558\.003\.html$/);
    assert.match(await page.locator("h1").innerText(), /Kerberoasting/);
    await page.locator("form.find input").fill("t1021.002");
    await page.keyboard.press("Enter");
    await page.waitForURL(/technique\/T1021\.002\.html$/);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});

test("the matrix counts anew for sources, platforms and tactics", async () => {
  const { context, page, wrong } = await open("matrix.html");
  const cell = page.locator('.cell[data-id="T1021"]').first();
  const before = await cell.getAttribute("data-v");
  await page
    .locator("details.pick", { has: page.locator("input[name=source]") })
    .locator("summary")
    .click();
  await page.locator('input[name=source][value="sigma"]').check();
  await page.locator("details.pick[open] button").click();
  await page.waitForFunction((before) => document.querySelector('.cell[data-id="T1021"]').dataset.v !== before, before);
  assert.match(page.url(), /#.*source=sigma/);
  const answer = ask(["matrix", "--source", "sigma", "--limit", "1000"]);
  const row = answer.items.find(({ id }) => id === "T1021"),
    three = row.with_sub_techniques;
  const rung = row.rung;
  assert.equal(
    await cell.getAttribute("data-v"),
    [
      three.controls,
      three.detections,
      three.tests,
      row.controls.resources,
      row.detections.resources,
      row.tests.resources,
      ["none", "low", "medium", "high"].indexOf(row.potential),
      rung,
      "",
      "",
    ].join(","),
  );
  await page.locator("[data-views]").getByRole("link", { name: "Tests", exact: true }).click();
  await page.waitForFunction(() => document.querySelector("[data-grid]").dataset.view === "tests");
  assert.match(page.url(), /view=tests/);
  await page.goto(base + "matrix.html#threat=S0266&view=gap");
  await page.locator(".grid.gap-v").waitFor();
  assert.match(await page.locator('.cell[data-id="T1082"]').first().getAttribute("aria-label"), /gap \d/);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("an alignment keeps its state in the address, and Back works", async () => {
  const { context, page, wrong } = await open("alignment.html#threat=S0266", {}, hosted.address);
  await page.getByRole("heading", { level: 1, name: /TrickBot against all sources/ }).waitFor();
  await page.locator('input[name=source][value="sigma"]').first().uncheck();
  await page.getByRole("heading", { level: 1, name: /TrickBot against my stack/ }).waitFor();
  assert.match(page.url(), /#threat=S0266&.*source=art/);
  assert.doesNotMatch(page.url(), /source=sigma(&|$)/);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: /TrickBot against all sources/ }).waitFor();
  assert.equal(await page.locator('input[name=source][value="sigma"]').first().isChecked(), true);
  await page.locator("a.fold").first().click();
  await page.locator("tr.opened li").first().waitFor();
  assert.match(await page.locator("tr.opened").innerText(), /Gap: \d\.\d\d × \(1 − \d\/5\) = /);
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains("fold")), "focus stays");
  const link = await page.locator("tr.opened li a").first().getAttribute("href");
  await page.goto(new URL(link, page.url()).href);
  assert.equal(await page.locator("h1").count(), 1);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("controls are looked up by stack", async () => {
  const { context, page, wrong } = await open("controls.html");
  for (const group of ["Detections", "Tests", "Controls"])
    await page.getByRole("button", { name: `None: ${group}` }).click();
  await page.getByText("No source is ticked").waitFor();
  await page.locator('input[name=source][value="mapex-nist-800-53-r5"]').first().check();
  await page.locator("th[aria-sort] >> text=Total").waitFor();
  await page.waitForFunction(
    () =>
      location.hash.includes("mapex-nist-800-53-r5") &&
      document.querySelectorAll("table[data-rows] tbody tr").length > 100,
  );
  const answer = ask(["align", "all", "--source", "mapex-nist-800-53-r5", "--sort", "total", "--limit", "1000"]);
  const ids = await page.locator("table[data-rows] tbody tr[id]").evaluateAll((rows) => rows.map(({ id }) => id));
  assert.deepEqual(
    ids,
    answer.items.map(({ id }) => id),
  );
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a threat is modelled from a name and from a layer that is pasted", async () => {
  const { context, page, wrong } = await open("threats.html");
  await page.locator("input[name=threat]").fill("Wizard Spider");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("heading", { level: 1, name: "Threat model for Wizard Spider" }).waitFor();
  await page.getByRole("link", { name: "Align with my stack" }).click();
  await page.getByRole("heading", { level: 1, name: /Wizard Spider against all sources/ }).waitFor();
  await page.goto(base + "threats.html");
  await page.locator("details", { hasText: "A layer of your own" }).locator("summary").click();
  const hostile = JSON.stringify({
    name: "<img src=x onerror=alert(1)>",
    techniques: [
      { techniqueID: "T1021", score: 2 },
      { techniqueID: "<b>T1</b>", score: 1 },
    ],
  });
  await page.locator("textarea[name=layer]").fill(hostile);
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("heading", { level: 1, name: /Threat model for <img/ }).waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a threat that nobody knows is refused in words", async () => {
  const { context, page, wrong } = await open(
    `alignment.html#threat=${encodeURIComponent("<script>alert(1)</script>")}`,
  );
  await page.getByRole("note").waitFor();
  assert.match(await page.getByRole("note").innerText(), /is called/);
  assert.deepEqual(wrong, []);
  await context.close();
});
