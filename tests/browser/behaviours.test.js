// The table of behaviours names tests that exist, and leaves no behaviour without a test or a reason.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = join(root, "tests/browser");

/** The text of all files below a folder that end so. */
function texts(folder, end) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(end) && !path.includes("node_modules"))
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
}

test("every named test exists", () => {
  const titles = new Set(
    Array.from(texts(here, ".test.js").matchAll(/^(?:on\(\s*"[^"]*",\s*|test\(\s*)"([^"]+)"/gm), (found) => found[1]),
  );
  const functions = new Set(
    Array.from(texts(join(root, "crates"), ".rs").matchAll(/\n\s*#\[test\][\s\S]*?fn (\w+)\(/g), (found) => found[1]),
  );
  const rows = readFileSync(join(root, "docs/behaviours.md"), "utf8")
    .split("\n")
    .filter((line) => /^\| (?!It |---)/.test(line));
  assert.ok(rows.length > 40);
  const missing = [];
  for (const row of rows) {
    const shown = row.split("|")[2] ?? "";
    const names = Array.from(shown.matchAll(/`([^`]+)`/g), (found) => found[1]);
    if (!names.length && shown.trim().split(" ").length < 6) missing.push(row);
    for (const name of names) {
      const known = titles.has(name) || functions.has(name) || (name.includes("/") && existsSync(join(root, name)));
      const word = !/[ _/]/.test(name) || name.startsWith("rhumb ");
      if (!known && !word) missing.push(name);
    }
  }
  assert.deepEqual(missing, []);
});
