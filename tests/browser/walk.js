// One page that tests share, and what went wrong on it.

import assert from "node:assert/strict";
import { browser } from "./server.js";

/** Opens a browser with one page; `check` says what went wrong since it was last asked. */
export async function walk(server, options = {}) {
  const chromium = await browser();
  const context = await chromium.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  let wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    // That a page is missing or refused is what its own address says.
    if (message.type() === "error" && !/40[034]/.test(message.text())) wrong.push(message.text());
  });
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("response", (response) => {
    if (response.status() >= 500) wrong.push(`${response.status()} ${response.url().slice(0, 200)}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.address) && !url.startsWith("blob:")) wrong.push(`asks for ${url.slice(0, 200)}`);
  });
  return {
    page,
    chromium,
    /** Opens a page of the server. */
    open: (path) => page.goto(server.address + path, { waitUntil: "load" }),
    /** An answer of the server, whole. */
    get: async (path) => {
      const answer = await context.request.get(path.startsWith("http") ? path : server.address + path);
      assert.equal(answer.status(), 200, path);
      return answer;
    },
    /** An answer of a question. */
    ask: async (path) => (await context.request.get(`${server.address}/api/v1/${path}`)).json(),
    check() {
      const told = wrong;
      wrong = [];
      assert.deepEqual(told, []);
    },
    close: () => chromium.close(),
  };
}

/** What the cells of the rows of the table of techniques say. */
export function rows(page) {
  return page.evaluate(() => {
    const table = document.querySelector("table[data-rows]");
    const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.innerText.replace(/[↑↓]/g, "").trim());
    const lines = Array.from(table.querySelectorAll("tbody tr:not(.opened):not(.group)"));
    return lines.map((line) => {
      const row = {};
      Array.from(line.cells).forEach((cell, at) => {
        const ladder = cell.querySelector(".ladder");
        row[heads[at]] = ladder ? Number(ladder.getAttribute("aria-label").match(/\d/)[0]) : cell.innerText.trim();
      });
      return row;
    });
  });
}

/** A number as a table prints it. */
export const read = (text) => (text === "–" ? 0 : Number(text.replaceAll(",", "")));
