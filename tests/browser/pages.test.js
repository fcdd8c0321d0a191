// Every page on the real server: no finding of axe in both colour schemes, no sideways scroll, no word of the browser's
// about an error, no request to anywhere else, and all of it readable without scripts. One load serves them all.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pages, serve } from "./server.js";
import { walk } from "./walk.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [2560, 1440, 1280, 1024, 900, 761, 390, 320];
let server;
let walker;
let plain;

before(async () => {
  server = await serve();
  walker = await walk(server);
  const context = await walker.chromium.newContext({ javaScriptEnabled: false });
  plain = await context.newPage();
});

after(async () => {
  await walker?.close();
  server?.stop();
});

/** What axe finds; in the other scheme nothing but colours can differ. */
async function found(only) {
  const { violations } = await walker.page.evaluate(
    (only) => globalThis.axe.run(document, { resultTypes: ["violations"], ...(only ? { runOnly: only } : {}) }),
    only,
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => node.html)
        .join(" | ")}`,
  );
}

for (const path of pages) {
  test(`${path} is accessible and whole`, async () => {
    const { page } = walker;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    await walker.open(path);
    assert.equal(await page.locator("h1").count(), 1);
    await page.evaluate(axe);
    assert.deepEqual(await found(), []);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await found(["color-contrast"]), []);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} pixels too wide at ${width}`);
    }
    walker.check();
    const answer = await plain.goto(server.address + path);
    assert.equal(answer.status(), path === "/nothing/here" ? 404 : 200, path);
    assert.ok((await plain.locator("main").innerText()).length > 40);
    assert.ok((await plain.locator("nav a").count()) > 3);
  });
}
