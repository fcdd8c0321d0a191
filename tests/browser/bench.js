// How fast the matrix is drawn and filtered, with all sub-techniques open: `npm run bench -- [OPTIONS OF SERVE]`.
// The median of seven runs; other work on the machine shows in the figures.

import { browser, serve } from "./server.js";

const RUNS = 7;
/** Milliseconds in which what was asked before is done. */
const REST = 200;
const [server, chromium] = await Promise.all([serve(...process.argv.slice(2)), browser()]);
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** A change of a page at rest, from the key or the click to the frame that shows it. */
async function change(page, act) {
  await page.waitForTimeout(REST);
  return page.evaluate(async (act) => {
    const field = document.querySelector("[data-filter]");
    const began = performance.now();
    if (act === "filter") {
      field.value = field.value ? "" : "credential";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      document.dispatchEvent(new KeyboardEvent("keydown", { key: act, bubbles: true }));
    }
    // Style and layout are done when the next frame's callbacks run; a message after it follows the paint.
    await new Promise((resolve) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
      }),
    );
    return performance.now() - began;
  }, act);
}

// The server keeps pages that it has made: this one is made now.
await (await fetch(`${server.address}/matrix?subs=1`)).text();

const figures = {
  "first paint": [],
  "first contentful paint": [],
  "document, KB": [],
  filter: [],
  "view by key": [],
  "fold and unfold all": [],
};
for (let run = 0; run < RUNS; run += 1) {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.address}/healthz`);
  await page.goto(`${server.address}/matrix?subs=1`, { waitUntil: "load" });
  await page.waitForFunction(() => performance.getEntriesByType("paint").length === 2);
  const paints = await page.evaluate(() =>
    Object.fromEntries(performance.getEntriesByType("paint").map((one) => [one.name, one.startTime])),
  );
  figures["first paint"].push(paints["first-paint"]);
  figures["first contentful paint"].push(paints["first-contentful-paint"]);
  figures["document, KB"].push(
    await page.evaluate(() => performance.getEntriesByType("navigation")[0].decodedBodySize / 1024),
  );
  figures.filter.push(await change(page, "filter"), await change(page, "filter"));
  figures["view by key"].push(await change(page, "1"), await change(page, "3"));
  figures["fold and unfold all"].push(await change(page, "s"), await change(page, "s"));
  await context.close();
}
for (const [name, values] of Object.entries(figures))
  console.log(
    `${name}: ${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`,
  );
await chromium.close();
server.stop();
