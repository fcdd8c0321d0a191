// The five features on the real server, end to end: looking up, the matrix, a threat, an alignment, the controls; by
// mouse, by keyboard and without scripts. Numbers are held against the answers of the questions, never against constants.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serve } from "./server.js";
import { read, rows, walk } from "./walk.js";

let server;
let walker;
let page;

before(async () => {
  server = await serve();
  walker = await walk(server);
  page = walker.page;
});

after(async () => {
  await walker?.close();
  server?.stop();
});

/** A test on the shared page, after which nothing may have gone wrong. */
function on(path, name, body) {
  test(name, async () => {
    await walker.open(path);
    // The first page gives its search the focus a moment after it is there.
    if (path === "/") await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
    await body();
    walker.check();
  });
}

const text = (selector) => page.locator(selector).first().innerText();
const focused = (attribute) => page.evaluate((attribute) => document.activeElement.getAttribute(attribute), attribute);

// Looking up.

on("/", "the search box of the first page has the focus and suggests while one types", async () => {
  assert.equal(await focused("name"), "words");
  await page.keyboard.type("kerberoas");
  const options = page.locator(".big [role=option]");
  await options.first().waitFor();
  assert.match(await options.first().innerText(), /T1558\.003 Kerberoasting/);
  assert.equal(await page.locator(".big input").getAttribute("aria-expanded"), "true");
  const groups = await page
    .locator(".big [role=group]")
    .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  assert.ok(groups.includes("Techniques") && groups.includes("Rules") && groups.includes("Tests"), groups.join());
  const counts = await page
    .locator(".big [role=group]")
    .evaluateAll((all) => all.map((one) => one.querySelectorAll("a").length));
  assert.ok(Math.max(...counts) <= 5);
});

on("/", "arrows and Enter choose a suggestion; Escape closes them", async () => {
  await page.keyboard.type("powershell");
  await page.locator(".big [role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  const chosen = page.locator('.big [aria-selected="true"]');
  assert.equal(await chosen.count(), 1);
  assert.equal(await focused("aria-activedescendant"), await chosen.getAttribute("id"));
  await page.keyboard.press("Escape");
  assert.ok(await page.locator(".big .hits").isHidden());
  await page.keyboard.type(" ");
  await page.keyboard.type("profile");
  await page.locator(".big [role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/technique\/T1546\.013|resource/);
});

on("/", "an id, in any spelling, opens its technique; a name finds it", async () => {
  await page.keyboard.type("t1027");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/technique/T1027");
  await page.keyboard.press("/");
  await page.keyboard.type("OS Credential Dumping");
  await page.locator(".find [role=option]").first().waitFor();
  assert.match(await text(".find [role=option]"), /T1003 OS Credential Dumping/);
});

on("/", "what nobody is named says so and asks whether another was meant", async () => {
  await page.keyboard.type("zzqqxxyy");
  await page.locator(".hits p").waitFor();
  assert.match(await text(".hits p"), /Nothing named “zzqqxxyy”/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/search/);
  assert.match(await text("main"), /Try an id \(T1021\)/);
  await walker.open("/search?words=kerberosting");
  assert.match(await text("main"), /Nothing is named “kerberosting”. These are for “kerberoasting”/);
  await page.locator("header input").fill("kerberosting");
  await page.locator(".hits p").waitFor();
  assert.match(await text(".hits p"), /Did you mean “kerberoasting”\?/);
});

on("/", "five ways in lead to the five features, each for a role", async () => {
  const links = await page.locator(".ways a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.equal(links.length, 5);
  for (const link of links) await walker.get(link);
  assert.match(
    await text(".ways"),
    /Threat intelligence[\s\S]*Detection engineering[\s\S]*Purple and red team[\s\S]*Governance[\s\S]*SOC lead/,
  );
});

// A technique.

on("/technique/T1059.001", "a technique shows its numbers, volumes, potential and their terms", async () => {
  const known = await walker.ask("technique?id=T1059.001");
  const numbers = await page.locator(".stats .number").allInnerTexts();
  assert.deepEqual(
    numbers.map(read),
    known.pillars.map((pillar) => pillar.with_sub_techniques),
  );
  assert.match(await text(".stats"), /(No|Low|Medium|High) volume/);
  assert.match(await text(".potential"), /N\/A|Low|Medium|High/);
  await page.locator("#counting > summary").click();
  const sums = await page.locator(".sums table").evaluateAll((all) =>
    all.map((table) => {
      const cells = Array.from(table.querySelectorAll("tbody tr"), (row) =>
        Array.from(row.querySelectorAll("td"), (cell) => Number(cell.textContent.replaceAll(",", ""))),
      );
      const sum = cells.pop();
      return cells.every((row) => row.length === 2) && cells.reduce((all, row) => all + row[1], 0) === sum[1];
    }),
  );
  assert.deepEqual(sums, [true, true, true]);
});

on(
  "/technique/T1059.001",
  "its rows are filtered by words, level and platform, opened in place and copied",
  async () => {
    const section = page.locator("section[aria-labelledby=detections]");
    const field = section.locator("[data-sift]");
    const shown = () => section.locator("table.stack tbody tr:not(.group):not([hidden])").count();
    const all = await shown();
    await field.fill("sigma high");
    const some = await shown();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    assert.match(await section.locator("h2").innerText(), new RegExp(`${some} of ${all}`));
    const fold = section.locator("tr:not([hidden]) button.fold").first();
    await fold.click();
    const opened = section.locator("tr.opened").first();
    await opened.waitFor();
    assert.match(await opened.innerText(), /Source[\s\S]*File[\s\S]*Licence/);
    assert.equal(await fold.getAttribute("aria-expanded"), "true");
    await fold.click();
    assert.equal(await section.locator("tr.opened").count(), 0);
    await page.locator(".acts .copy").first().click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  },
);

on("/technique/T1021#detections", "each section of a technique has an address of its own", async () => {
  const top = () => page.evaluate(() => document.getElementById("detections").getBoundingClientRect().top);
  assert.ok((await top()) < 200, `${await top()}`);
  const ids = await page.locator(".rail a").evaluateAll((all) => all.map((one) => one.getAttribute("href").slice(1)));
  const missing = await page.evaluate((ids) => ids.filter((id) => !document.getElementById(id)), ids);
  assert.deepEqual(missing, []);
  assert.ok(ids.length > 8);
});

test("on a phone the contents of a technique are one select", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await walker.open("/technique/T1021");
  const select = page.getByRole("combobox", { name: "On this page" });
  assert.ok(await select.isVisible());
  assert.ok(await page.locator(".rail ul").first().isHidden());
  await select.selectOption("#tests");
  assert.match(page.url(), /#tests$/);
  await page.setViewportSize({ width: 1440, height: 900 });
  walker.check();
});

on("/technique/T1086", "a revoked id leads to the technique that took its place", async () => {
  assert.match(await text("main"), /T1059\.001/);
  const link = page.locator('.notice a[href="/technique/T1059.001"]');
  await link.click();
  await page.waitForURL("**/technique/T1059.001");
});

// The matrix.

/** Waits for what a script leaves for when there is time. */
function idle() {
  return page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 400 })));
}

on("/matrix", "views of the matrix change by key and by click, and stay in the address", async () => {
  const numbers = await walker.ask("matrix?limit=2000");
  const t1021 = numbers.items.find((row) => row.id === "T1021");
  const cell = page.locator('[data-id="T1021"]').first();
  for (const [key, view, count] of [
    ["1", "controls", "controls"],
    ["3", "tests", "tests"],
    ["2", "detections", "detections"],
  ]) {
    await page.keyboard.press(key);
    await idle();
    assert.match(page.url(), new RegExp(`view=${view}`));
    assert.equal(Number(await cell.locator("+ b").innerText()), t1021.with_sub_techniques[count]);
    assert.match(
      await cell.getAttribute("aria-label"),
      new RegExp(
        `Remote Services \\+8, T1021: ${t1021.with_sub_techniques[count]} .*with 8 sub-techniques; evidence ${t1021.rung} of 5`,
      ),
    );
  }
  await page.keyboard.press("4");
  await idle();
  assert.match(await cell.getAttribute("aria-label"), /validation potential (–|Low|Med|High)/);
  await page.keyboard.press("5");
  await idle();
  assert.equal(await cell.locator("+ b").innerText(), t1021.rung ? String(t1021.rung) : "–");
  assert.equal(await page.locator("[data-legend] li").count(), 6);
  const live = await page.evaluate(() =>
    document.querySelector("[data-grid]").outerHTML.replace(/ (data-ready|tabindex)="[^"]*"/g, ""),
  );
  await page.reload();
  const again = await page.evaluate(() =>
    document.querySelector("[data-grid]").outerHTML.replace(/ (data-ready|tabindex)="[^"]*"/g, ""),
  );
  assert.equal(live, again, "the script and the server draw the same");
});

on("/matrix?threat=S0266", "with a threat, the sixth view colours by gap", async () => {
  await page.keyboard.press("6");
  await idle();
  assert.match(page.url(), /view=gap/);
  const aligned = await walker.ask("align?threat=S0266&limit=500");
  const some = aligned.items.find((row) => !row.id.includes(".") && row.gap > 0);
  const label = await page.locator(`[data-id="${some.id}"]`).first().getAttribute("aria-label");
  assert.match(label, new RegExp(`gap ${some.gap.toFixed(2)}, weight ${some.weight.toFixed(2)}`));
});

on("/matrix", "sub-techniques open one by one or all, the matrix goes compact, the filter keeps places", async () => {
  const child = page.locator('[data-id="T1021.001"]').first();
  assert.ok(await child.isHidden());
  await page.locator('[data-id="T1021"] small').first().click();
  assert.ok(await child.isVisible());
  await page.keyboard.press("s");
  assert.ok(await page.locator('[data-id="T1059.001"]').first().isVisible());
  assert.match(page.url(), /subs=1/);
  await page.keyboard.press("s");
  await page.keyboard.press("d");
  assert.match(page.url(), /dense=1/);
  assert.ok((await page.evaluate(() => document.documentElement.scrollHeight)) < 1300);
  const field = page.getByLabel("Filter the matrix");
  const before = await page.locator('[data-id="T1003"]').first().boundingBox();
  await field.fill("credential dumping");
  await page.locator('[data-id="T1021"].away').first().waitFor({ state: "attached" });
  assert.ok(
    await page
      .locator('[data-id="T1003"]')
      .first()
      .evaluate((cell) => !cell.classList.contains("away")),
  );
  assert.deepEqual(await page.locator('[data-id="T1003"]').first().boundingBox(), before);
  assert.match(await text("[data-said]"), /\d+ techniques/);
});

on("/matrix", "platform, source, kind and tactic filter the matrix on the server", async () => {
  await page.locator("details.pick summary").filter({ hasText: "Platform" }).click();
  await page.getByLabel("macOS", { exact: true }).check();
  await page.locator("details.pick[open] button").click();
  await page.waitForURL(/platform=macOS/);
  const narrowed = await walker.ask("matrix?platform=macOS&limit=2000");
  assert.ok(narrowed.items.length > 0);
  const shown = await page
    .locator("[data-grid] [data-id]")
    .evaluateAll((all) => new Set(all.map((one) => one.dataset.id)).size);
  assert.equal(shown, narrowed.items.length);
  await walker.open("/matrix");
  await page.locator("details.pick summary").filter({ hasText: "Source" }).click();
  await page.locator(".kinds a").filter({ hasText: "Tests" }).click();
  await page.waitForURL(/source=art/);
  assert.doesNotMatch(page.url(), /source=sigma/);
  await walker.open("/matrix?tactic=exfiltration");
  assert.equal(await page.locator("[data-grid] section").count(), 1);
});

on("/matrix", "arrows walk the matrix, i opens a card, x selects, the selection is exported as a layer", async () => {
  const first = page.locator("[data-grid] .cell").first();
  await first.focus();
  assert.equal(await page.locator('[data-grid] .cell[tabindex="0"]').count(), 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  const second = page.locator("[data-grid] section").nth(1);
  assert.ok(await second.evaluate((section) => section.contains(document.activeElement)));
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("i");
  const card = page.locator("#card");
  const id = await focused("data-id");
  assert.match(
    await card.innerText(),
    new RegExp(`${id}[\\s\\S]*Controls[\\s\\S]*Detection rules[\\s\\S]*Tests[\\s\\S]*Best evidence`),
  );
  await page.keyboard.press("Escape");
  assert.ok(await card.isHidden());
  await page.keyboard.press("x");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  assert.match(await text("#tray"), /2 selected/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#tray button", { hasText: "Export" }).click(),
  ]);
  const layer = JSON.parse(await (await download.createReadStream()).reduce((text, part) => text + part, ""));
  assert.equal(layer.techniques.length, 2);
  assert.ok(layer.techniques.some((one) => one.techniqueID === id));
  await page.locator("#tray a", { hasText: "Align" }).click();
  await page.waitForURL(/alignment\?name=Selection/);
  assert.match(await text("h1"), /Selection against all sources/);
  assert.equal((await rows(page)).length, 2);
});

on(
  "/matrix",
  "a drag over cells selects them, a mouse over one opens its card, the legend keeps one step",
  async () => {
    const cells = page.locator("[data-grid] section").nth(3).locator("ol:not(.grid-sub) > li > .cell");
    const from = await cells.nth(0).boundingBox();
    const to = await cells.nth(2).boundingBox();
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.locator("#card").waitFor();
    const card = await page.locator("#card").boundingBox();
    assert.ok(card.x >= from.x + from.width || card.x + card.width <= from.x, "the card is beside the cell");
    await page.mouse.down();
    await page.mouse.move(to.x + 8, to.y + 8, { steps: 8 });
    await page.mouse.up();
    assert.match(page.url(), /matrix$/);
    assert.match(await text("#tray"), /3 selected/);
    await page.locator("#tray button", { hasText: "Clear" }).click();
    assert.equal(await page.locator("#tray").count(), 0);
    await page.locator("[data-legend] .s5").click();
    // What is not on the screen follows when there is time.
    await page.waitForFunction(() =>
      [...document.querySelectorAll("[data-grid] .cell:not(.away)")].every((one) => one.classList.contains("s5")),
    );
    assert.ok(await page.locator("[data-grid] .cell:not(.away)").count());
  },
);

on("/matrix?part=table&sort=tests", "the matrix is also a table that sorts by every number", async () => {
  const known = await walker.ask("matrix?sort=tests&limit=2000");
  const shown = await rows(page);
  assert.deepEqual(
    shown.map((row) => row.Id),
    known.items.map((row) => row.id),
  );
  await page.locator("th a", { hasText: "Controls" }).click();
  await page.waitForURL(/sort=controls/);
  assert.equal(
    await page
      .locator("th[aria-sort=descending]")
      .innerText()
      .then((words) => /Controls/.test(words)),
    true,
  );
});

on("/matrix?view=tests", "the matrix is exported as picture, layer, tables and JSON", async () => {
  await valid(await exported());
});

/** The exports that a page offers, by what they are called. */
async function exported() {
  const links = await page
    .locator(".acts details")
    .filter({ hasText: "Export" })
    .locator("a")
    .evaluateAll((all) => all.map((one) => [one.textContent, one.getAttribute("href")]));
  const answers = {};
  for (const [words, href] of links) answers[words] = await (await walker.get(href)).body();
  return answers;
}

function valid(exports) {
  const as = (words) => exports[Object.keys(exports).find((one) => one.includes(words))]?.toString() ?? "";
  assert.ok(/^<svg[\s\S]*<\/svg>\s*$/.test(as("SVG")), "a whole picture");
  const layer = JSON.parse(as("Navigator"));
  assert.equal(layer.versions.layer, "4.5");
  assert.ok(layer.techniques.length > 0 && layer.techniques.every((one) => /^T\d{4}(\.\d{3})?$/.test(one.techniqueID)));
  assert.ok(/^technique,[^\n]+\n/.test(as("CSV")) && /\nT\d{4}/.test(as("CSV")), "a table of techniques");
  assert.equal(as("XLSX").slice(0, 2), "PK");
  assert.ok(JSON.parse(as("JSON")).items.length > 0);
}

// Alignment.

on("/alignment", "without a threat, TrickBot is there and the first click works", async () => {
  assert.equal(await page.getByLabel(/A group, software or campaign/).inputValue(), "TrickBot");
  await page.getByRole("button", { name: "Align" }).click();
  await page.waitForURL(/threat=TrickBot/);
  const known = await walker.ask("align?threat=TrickBot&limit=500");
  await page.locator("table[data-rows]").waitFor();
  assert.equal((await rows(page)).length, known.total);
  assert.match(await text("h1"), /^TrickBot against all sources/);
});

on("/alignment?threat=S0266", "every head of an alignment sorts both ways, and says which", async () => {
  for (const [head, sort, of] of [
    ["Controls", "controls", (row) => row.controls.resources],
    ["Detections", "detections", (row) => row.detections.resources],
    ["Tests", "tests", (row) => row.tests.resources],
    ["Weight", "weight", (row) => row.weight],
    ["Evidence", "rung", (row) => row.rung],
    ["Gap", "gap", (row) => row.gap],
    ["Id", "id", (row) => row.id],
    ["Technique", "name", (row) => row.name],
  ]) {
    for (let turn = 0; turn < 2; turn += 1) {
      await page.locator("th a").filter({ hasText: head }).first().click();
      const around = ["id", "name"].includes(sort) ? "descending" : "ascending";
      await page.waitForURL(
        (url) => url.searchParams.get("sort") === sort && url.searchParams.has(around) === (turn === 1),
      );
      const known = await walker.ask(`align?threat=S0266&limit=500&sort=${sort}${turn ? `&${around}=true` : ""}`);
      assert.deepEqual(
        (await rows(page)).map((row) => row.Id),
        known.items.map((row) => row.id),
        `${head} ${turn}`,
      );
      const values = known.items.map(of);
      const rising = (await page.locator("th[aria-sort]").getAttribute("aria-sort")) === "ascending";
      const pairs = values.slice(1).map((value, at) => [values[at], value]);
      assert.ok(
        pairs.every(([one, other]) => (rising ? one <= other : one >= other)),
        `${head} is ${rising ? "rising" : "falling"}`,
      );
    }
  }
});

on(
  "/alignment?threat=S0266",
  "a box counts again in place: focus, scroll and folds stay, the address holds it, Back works",
  async () => {
    const whole = await rows(page);
    const sigma = page.locator('[data-all] input[value="sigma"]');
    assert.ok(await sigma.isChecked(), "all sources count until some are chosen");
    const many = sigma.locator("xpath=ancestor::div[@data-all]");
    await sigma.scrollIntoViewIfNeeded();
    const scrolled = await many.evaluate((box) => box.scrollTop);
    await sigma.uncheck();
    await page.waitForURL(/source=/);
    await page.waitForFunction(() => document.querySelector("h1").textContent.includes("my stack"));
    assert.doesNotMatch(page.url(), /source=sigma/);
    assert.equal(await focused("value"), "sigma");
    assert.equal(await many.evaluate((box) => box.scrollTop), scrolled);
    assert.match(await page.locator("[aria-live=polite]").last().textContent(), /\d+ rows/);
    const less = await rows(page);
    assert.notDeepEqual(
      less.map((row) => row.Detections),
      whole.map((row) => row.Detections),
    );
    const query = new URL(page.url()).search;
    const known = await walker.ask(`align${query}&limit=500`);
    assert.deepEqual(
      less.map((row) => read(row.Detections)),
      known.items.map((row) => row.detections.resources),
    );
    const other = await walker.chromium.newContext();
    const fresh = await other.newPage();
    await fresh.goto(page.url());
    assert.deepEqual(await rows(fresh), less, "the address restores the state");
    await other.close();
    await page.goBack();
    await page.waitForFunction(() => document.querySelector("h1").textContent.includes("all sources"));
    assert.deepEqual(await rows(page), whole);
  },
);

on("/alignment?threat=S0266", "all boxes of a group are ticked and unticked together", async () => {
  await page.getByRole("button", { name: "None: Tests" }).click();
  await page.waitForFunction(() => document.querySelector("h1").textContent.includes("my stack"));
  assert.ok((await rows(page)).every((row) => row.Tests === "–"));
  await page.getByRole("button", { name: "None: Controls" }).click();
  await page.getByRole("button", { name: "None: Detections" }).click();
  await page.getByText("No source is ticked").waitFor();
  for (const group of ["Controls", "Detections", "Tests"])
    await page.getByRole("button", { name: `All: ${group}` }).click();
  await page.waitForFunction(() => document.querySelector("h1").textContent.includes("all sources"));
  assert.doesNotMatch(page.url(), /source=/);
});

on("/alignment?threat=S0266", "lowest level and tactics narrow the list", async () => {
  await page.getByLabel("Lowest level only").check();
  await page.waitForURL(/lowest_level=true/);
  const lowest = await walker.ask("align?threat=S0266&lowest_level=true&limit=500");
  await page.waitForFunction(
    (count) => document.querySelectorAll("table[data-rows] tbody tr").length === count,
    lowest.total,
  );
  await page.locator("summary", { hasText: "Tactics" }).click();
  await page.getByLabel("Discovery", { exact: true }).check();
  await page.waitForURL(/tactic=discovery/);
  const narrow = await walker.ask("align?threat=S0266&lowest_level=true&tactic=discovery&limit=500");
  await page.waitForFunction(
    (count) => document.querySelectorAll("table[data-rows] tbody tr").length === count,
    narrow.total,
  );
  assert.ok(narrow.total < lowest.total);
});

on("/alignment?threat=S0266", "a row opens to the concrete controls, rules and tests behind its numbers", async () => {
  const row = page.locator("table[data-rows] tbody tr", { hasText: "T1059.001" }).first();
  const counts = await row.locator(".n a").allInnerTexts();
  await row.locator(".fold").click();
  const opened = page.locator("tr.opened");
  await opened.waitFor();
  const lists = await opened
    .locator(".three > div")
    .evaluateAll((all) =>
      all.map((one) => ({
        items: one.querySelectorAll("li").length,
        more: Number(
          (one.querySelector("p")?.textContent.match(/and ([\d,]+) more/) ?? ["", "0"])[1].replaceAll(",", ""),
        ),
        links: one.querySelectorAll('li a[href^="/resource?"]').length,
      })),
    );
  assert.deepEqual(
    lists.map((list) => list.items + list.more),
    counts.map(read),
  );
  assert.ok(lists.every((list) => list.links === list.items));
  await opened.locator("li a").first().click();
  await page.waitForURL(/resource\?key=/);
  assert.match(await text("main"), /Source[\s\S]*File[\s\S]*Techniques/);
});

on("/alignment?threat=S0266&part=plan", "the plan names steps that close the gap, the most first", async () => {
  const known = await walker.ask("plan?threat=S0266");
  const steps = await page.locator("table[data-rows] tbody tr").count();
  assert.equal(steps, known.steps.length);
  const closes = known.steps.map((step) => step.closes);
  assert.ok(steps > 0 && closes.every((value, at) => at === 0 || value <= closes[at - 1] + 1e-9));
});

on("/alignment?threat=S0266", "an alignment is exported in every form, and nowhere says null", async () => {
  const exports = await exported();
  valid(exports);
  assert.ok(Object.keys(exports).some((words) => words.includes("Markdown")));
  assert.doesNotMatch(await text("main"), /\b(null|undefined|NaN)\b/);
});

// The look-up by controls.

on(
  "/controls",
  "the look-up by controls holds every technique, the largest total first, and sorts by every number",
  async () => {
    const shown = await rows(page);
    const totals = shown.map((row) => read(row.Total));
    assert.ok(totals.every((value, at) => at === 0 || value <= totals[at - 1]));
    assert.equal(
      await page
        .locator("th[aria-sort=descending]")
        .innerText()
        .then((words) => words.trim()),
      "Total ↓",
    );
    const parts = shown.every((row) => read(row.Total) === read(row.Controls) + read(row.Detections) + read(row.Tests));
    assert.ok(parts, "the total is the sum of its pillars");
    const matrix = await walker.ask("align?threat=all&limit=2000");
    assert.equal(shown.length, matrix.total);
  },
);

on("/", "techniques with rules but no test are a list, as long as the first page says", async () => {
  const line = page.locator("section[aria-labelledby=attention] li", { hasText: "rules but no test" });
  const count = read(await line.locator("strong").innerText());
  await line.locator("a").click();
  await page.waitForURL(/show=untested/);
  const shown = await rows(page);
  assert.equal(shown.length, count);
  assert.ok(shown.every((row) => row.Tests === "–" && row.Detections !== "–"));
  assert.match(await text(".notice"), /rules but no test/);
  await page.locator(".notice a").click();
  await page.waitForFunction((count) => document.querySelectorAll("table[data-rows] tbody tr").length > count, count);
});

// The knowledge centre.

on("/sources", "each source says what it is, on which terms, how fresh, and what could not be read", async () => {
  const known = await walker.ask("sources");
  const linked = await page.locator('table a[href^="/source/"]').count();
  assert.equal(linked, known.sources.length);
  await walker.open("/source/sigma");
  const words = await text("main");
  for (const fact of ["Repository", "Licence", "Commit", "Read", "How it maps", "Drift", "Problems"])
    assert.match(words, new RegExp(fact));
  await walker.open("/sources#sigma");
  assert.ok(await page.locator("#sigma").isVisible());
  assert.match(await text("main"), /How to|Threat modelling|Alignment/);
});

on("/drift", "drift, problems and changes are lists with places", async () => {
  const drift = await walker.ask("drift?limit=1");
  assert.match(await text("main"), new RegExp(drift.total.toLocaleString("en")));
  assert.match(await text("table[data-rows] tbody"), /T\d{4}/);
  await walker.open("/problems");
  const problems = await walker.ask("problems?limit=1");
  assert.equal(await page.locator("table[data-rows] tbody tr:not(.group)").count(), Math.min(problems.total, 500));
  await walker.open("/changed");
  assert.ok((await page.locator("table[data-rows] tbody tr").count()) > 20);
});

on("/threats", "incidents that reports describe are modelled by a click", async () => {
  const link = page.locator("section[aria-labelledby=incidents] a").first();
  const name = await link.innerText();
  await link.click();
  await page.waitForURL(/threat=/);
  assert.equal(await text("h1"), `Threat model for ${name}`);
  assert.ok((await page.locator("[data-grid] .cell:not(.s0)").count()) > 0);
});

on("/technique/T1053.005", "the numbers of a row by source are those of its own kind", async () => {
  const known = await walker.ask("technique?id=T1053.005");
  const aligned = await walker.ask("align?threat=all&explain=T1053.005&limit=1");
  for (const pillar of known.pillars) {
    const counted = aligned.explained.filter((one) => one.counted && one.kind === pillar.kind);
    for (const { source, resources } of pillar.terms)
      assert.equal(counted.filter((one) => one.source === source).length, resources, `${pillar.kind} of ${source}`);
    assert.equal(counted.length, pillar.own);
  }
  assert.ok(known.pillars[2].terms.length > 2);
});

on("/", "every page ends with the dataset, the licences and what changed", async () => {
  const links = await page.locator("footer a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  for (const part of ["compass.csv", "compass.json", "/source/notices", "/changed", "openapi.json"]) {
    const link = links.find((one) => one.includes(part));
    assert.ok(link, part);
    await walker.get(link);
  }
});

// By keyboard alone, and without scripts.

on("/matrix", "keys lead to every feature; they are listed and can be switched off", async () => {
  for (const [key, path] of [
    ["t", "/threats"],
    ["a", "/alignment"],
    ["c", "/controls"],
    ["s", "/sources"],
    ["m", "/matrix"],
  ]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.waitForURL(`**${path}`);
  }
  await page.keyboard.press("?");
  assert.match(await text("#keys"), /search[\s\S]*matrix/);
  await page.locator("#keys button").click();
  await page.keyboard.press("s");
  assert.doesNotMatch(page.url(), /subs/);
  await page.keyboard.press("?");
  await page.locator("#keys button").click();
  await walker.open("/alignment?threat=S0266");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await page.locator("tr.opened").waitFor();
  await walker.open("/matrix");
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to the content/);
});

test("without scripts, forms, sorting and folds are links that answer", async () => {
  const context = await walker.chromium.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${server.address}/alignment`);
  await plain.getByRole("button", { name: "Align" }).click();
  assert.match(await plain.locator("h1").innerText(), /TrickBot/);
  await plain.getByRole("link", { name: /Tests/ }).first().click();
  assert.match(plain.url(), /sort=tests/);
  await plain.locator("a.fold").first().click();
  assert.equal(await plain.locator("tr.opened").count(), 1);
  await plain.goto(`${server.address}/matrix`);
  await plain.locator(".segment a", { hasText: "Tests" }).click();
  assert.match(plain.url(), /view=tests/);
  await plain.goto(`${server.address}/`);
  await plain.getByRole("searchbox").fill("T1059");
  await plain.keyboard.press("Enter");
  await plain.waitForURL(/technique\/T1059$/);
  await context.close();
});

test("a finger opens a sheet first, and the page from there", async () => {
  const context = await walker.chromium.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const phone = await context.newPage();
  await phone.goto(`${server.address}/matrix`);
  await phone.locator('[data-id="T1595"]').first().tap();
  const sheet = phone.locator("#card.sheet");
  await sheet.waitFor();
  assert.match(await sheet.innerText(), /T1595[\s\S]*Controls[\s\S]*Open the page/);
  await sheet.getByRole("link", { name: "Open the page" }).tap();
  await phone.waitForURL(/technique\/T1595/);
  await context.close();
});
