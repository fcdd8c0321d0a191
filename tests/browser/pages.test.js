// Every page on the real server: no finding of axe in both colour schemes, no sideways scroll, no word of the browser's
// about an error, no request to anywhere else, and all of it readable without scripts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { browser, pages, serve } from "./server.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// An experimental rule: the name of a cell is a sentence, which holds its numbers in another order than the cell shows them.
const rules = { "label-content-name-mismatch": { enabled: false } };
const widths = [320, 390, 761, 900, 1024, 1280, 1440, 2560];
let server;
let chromium;

before(async () => {
  [server, chromium] = await Promise.all([serve(), browser()]);
});

after(async () => {
  await chromium?.close();
  server?.stop();
});

/** Opens a page and keeps what went wrong on it. */
async function open(path, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    // That a page is missing is what its own address says.
    if (message.type() === "error" && !message.text().includes("404")) wrong.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(server.address)) wrong.push(`asks for ${request.url()}`);
  });
  await page.goto(server.address + path, { waitUntil: "load" });
  return { context, page, wrong };
}

for (const path of pages) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${path} is accessible, ${colorScheme}`, async () => {
      const { context, page, wrong } = await open(path, { colorScheme });
      await page.evaluate(axe);
      const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { rules }), rules);
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
      assert.deepEqual(told, []);
      assert.deepEqual(wrong, []);
      assert.equal(await page.locator("h1").count(), 1);
      await context.close();
    });
  }

  test(`${path} never scrolls sideways`, async () => {
    const { context, page } = await open(path);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} pixels too wide at ${width}`);
    }
    await context.close();
  });

  test(`${path} can be read without scripts`, async () => {
    const { context, page } = await open(path, { javaScriptEnabled: false });
    assert.ok((await page.locator("main").innerText()).length > 40);
    assert.ok((await page.locator("nav a").count()) > 3);
    await context.close();
  });
}
