// Hostile words in titles, descriptions, paths, ids, queries, names of layers, search terms and addresses: nothing of
// them runs, asks anybody, breaks a page or brings the server down.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serve } from "./server.js";
import { walk } from "./walk.js";
import { build } from "./world.js";

// Each would set a mark, open a dialog or ask another host if it became more than words.
const evil = [
  "<script>window.ran=1;alert(1)</script>",
  '"><img src=x onerror="window.ran=1;alert(1)">',
  "' onmouseover='window.ran=1' x='",
  "<svg/onload=window.ran=1><animate onbegin=window.ran=1>",
  "<math><mtext><table><mglyph><style><img src=x onerror=window.ran=1>",
  "</title></textarea></style></script><iframe src=https://evil.example/>",
  '[click](javascript:window.ran=1) ![x](https://evil.example/pixel.png) <a href="java\tscript:window.ran=1">x</a>',
  "\u202Egpj.exe\u2066\u200B\uFEFF\u0000\u001B[31m",
  "'; DROP TABLE resource; -- \" OR 1=1 NEAR(a b, 5) AND * ^ title:",
  "${{7*7}} {{7*7}} {% raw %} %s %n \\u003cscript\\u003e",
];
const long = "A".repeat(1_000_000);
const quoted = (text) => JSON.stringify(text.replaceAll("\u0000", ""));

const rule = (title, at) => `title: ${quoted(title)}
id: 00000000-0000-4000-8000-${String(at).padStart(12, "0")}
description: ${quoted(`${title}\n\n${evil.join("\n\n")}`)}
author: ${quoted(title)}
references: [${quoted(evil[6])}, "javascript:window.ran=1", "https://evil.example/\\"onmouseover=window.ran=1"]
level: high
logsource: { product: ${quoted(evil[1])}, category: ${quoted(evil[3])} }
detection: { selection: { CommandLine: ${quoted(title)} }, condition: selection }
tags: [attack.t9001, ${quoted(`attack.${evil[0]}`)}]
`;

const files = {
  "layers/evil.json": JSON.stringify({
    name: evil[1],
    domain: "enterprise-attack",
    versions: { layer: "4.5" },
    description: evil[0],
    techniques: [{ techniqueID: "T9001", score: 3, comment: evil[3] }],
  }),
  "controls.csv": `Control ID,Title,Techniques,Description\n${evil.map((text, at) => `"${at} ${text.replaceAll('"', '""').replaceAll("\u0000", "")}","${text.replaceAll('"', '""').replaceAll("\u0000", "")}",T9001,"${evil[0]}"`).join("\n")}\n`,
  "rules/long.yml": rule(long, 900).replaceAll(long, (found, at) => (at < 50 ? long : "long")),
  "rules/damaged.yml": `title: ${evil[0]}\n  - "unclosed\n\t<script>window.ran=1</script>`,
};
evil.forEach((text, at) => {
  files[`rules/${at}.yml`] = rule(text, at);
});
files["rules/<img src=x onerror=window.ran=1>.yml"] = rule("A name of a file", 800);
files['rules/"><script>window.ran=1<&>.yml'] = rule("Another name of a file", 801);

const sources = `
[[source]]
id = "evil-rules"
title = ${quoted(evil[0])}
format = "sigma"
path = "rules"
licence = ${quoted(evil[1])}

[[source]]
id = "evil-layers"
format = "navigator"
kind = "control"
path = "layers"

[[source]]
id = "evil-controls"
title = ${quoted(evil[3])}
format = "mapping-table"
path = "controls.csv"
`;

const techniques = [
  { id: "T9001", name: evil[1], description: evil.join("\n\n") },
  { id: "T9001.001", name: evil[0], description: `${evil[6]} (Citation: ${evil[0]})` },
  { id: "T9002", name: evil[7], tactic: "going-dark", description: long },
];
const groups = evil.map((text, at) => ({
  id: `G9${100 + at}`,
  name: text.replaceAll("\u0000", ""),
  techniques: ["T9001", "T9002"],
  motives: [text],
  sectors: [evil[0]],
  base: evil[1],
  victims: [text],
  description: text,
}));

let world;
let server;
let walker;
let page;

before(async () => {
  world = build({ techniques, groups, files, sources });
  server = await serve("--catalogue", world.catalogue);
  walker = await walk(server);
  page = walker.page;
});

after(async () => {
  await walker?.close();
  server?.stop();
  world?.stop();
});

/** The page stands, and nothing of it ran. */
async function stands(path) {
  const state = await page.evaluate(() => ({
    ran: "ran" in window,
    heads: document.querySelectorAll("h1").length,
    links: document.querySelectorAll("header nav a").length,
    foreign: Array.from(
      document.querySelectorAll("iframe, object, embed, base, math, animate, img, style, body script:not([src])"),
      (one) => one.outerHTML.slice(0, 120),
    ),
    handlers: Array.from(document.querySelectorAll("*"))
      .filter((one) =>
        Array.from(one.attributes).some(
          (attribute) => /^on/i.test(attribute.name) || /^\s*(javascript|data|vbscript):/i.test(attribute.value),
        ),
      )
      .map((one) => one.outerHTML.slice(0, 120)),
    turned: /[\u202A-\u202E\u2066-\u2069\u0000\u001B]/.test(document.body.innerText),
  }));
  assert.deepEqual(
    state,
    { ran: false, heads: 1, links: state.links, foreign: [], handlers: [], turned: false },
    path.slice(0, 200),
  );
  assert.ok(state.links > 3, path.slice(0, 200));
}

async function visit(path) {
  const answer = await walker.open(path);
  // Letters that command have no place in a path: such an address is refused before any page is made.
  if (answer?.status() === 400 && /problem\+json/.test(answer.headers()["content-type"]))
    assert.match(path, /^\/[^?]*%(0|1|25|5C)/);
  else await stands(path);
}

test("a catalogue full of hostile words is built, and what cannot be read is a problem", async () => {
  const problems = await walker.ask("problems");
  assert.ok(
    problems.items.some((one) => one.path === "damaged.yml"),
    JSON.stringify(problems).slice(0, 300),
  );
  const found = await walker.ask("resources?source=evil-rules&limit=100");
  assert.ok(found.total >= evil.length, JSON.stringify(found).slice(0, 300));
});

test("every page of such a catalogue stands", async () => {
  for (const path of [
    "/",
    "/matrix?subs=1",
    "/technique/T9001",
    "/technique/T9001.001",
    "/technique/T9002",
    "/threats",
    "/alignment?threat=all",
    "/controls",
    "/sources",
    "/source/evil-rules",
    "/source/evil-layers",
    "/problems",
    "/drift",
    "/changed",
    "/adversaries",
    "/framework/evil-controls",
    "/source/notices",
    "/adversary/G9100",
    "/adversary/G9107",
  ])
    await visit(path);
  walker.check();
});

test("every resource of such a catalogue stands, its text folded, opened and copied", async () => {
  const found = await walker.ask("resources?limit=200");
  const own = found.items.filter((one) => one.source.startsWith("evil"));
  assert.ok(own.length > 15);
  for (const one of own) await visit(`/resource?key=${encodeURIComponent(one.key)}`);
  await walker.open("/technique/T9001");
  for (const fold of await page.locator("button.fold").all()) await fold.click();
  await page.locator("tr.opened").first().waitFor();
  await stands("opened in place");
  await walker.open("/alignment?threat=all&explain=T9001");
  await stands("explained");
  walker.check();
});

test("hostile words in every part of an address stay words", async () => {
  const places = [
    "/search?words=",
    "/technique/",
    "/resource?key=",
    "/control/",
    "/framework/",
    "/source/",
    "/adversary/",
    "/log-source?name=",
    "/threats?threat=",
    "/threats?motive=",
    "/threats?layer=",
    "/alignment?threat=all&log=",
    "/alignment?name=",
    "/alignment?threat=all&sort=",
    "/matrix?platform=",
    "/matrix?view=",
    "/matrix?domain=",
    "/drift?source=",
    "/nothing/",
  ];
  for (const [at, place] of places.entries()) {
    for (const text of [evil[at % evil.length], evil[(at + 3) % evil.length]])
      await visit(place + encodeURIComponent(text));
  }
  for (const fragment of [
    "#<img src=x onerror=window.ran=1>",
    "#javascript:window.ran=1",
    '#detections"><script>window.ran=1</script>',
  ])
    await visit(`/technique/T9001${fragment}`);
  walker.check();
});

test("hostile search terms suggest words, and nothing else", async () => {
  await walker.open("/");
  for (const text of evil) {
    await page.locator(".big input").fill(text.replaceAll("\u0000", ""));
    await page.waitForTimeout(150);
    await stands("suggestions");
  }
  await page.locator(".big input").fill("window.ran");
  await page.locator(".big .hits").waitFor();
  await page.keyboard.press("ArrowDown");
  await stands("suggestions");
  walker.check();
});

test("hostile layers are pasted and stay words, however long", async () => {
  for (const layer of [
    JSON.stringify({
      name: evil[0],
      domain: evil[1],
      techniques: [
        { techniqueID: evil[3], score: 1 },
        { techniqueID: "T9001", score: "1<script>" },
      ],
    }),
    `T9001:${evil[1]} ${evil[0]}`,
    "{".repeat(5_000),
    JSON.stringify({
      name: "many",
      techniques: Array.from({ length: 2_000 }, () => ({ techniqueID: "T9001", comment: evil[0] })),
    }),
  ]) {
    await walker.open("/threats");
    await page.locator("summary", { hasText: "A layer of your own" }).click();
    await page.locator("textarea").fill(layer);
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForTimeout(400);
    await page.waitForLoadState();
    await stands(`layer ${layer.slice(0, 60)}`);
  }
  walker.check();
});

test("an address of a megabyte is refused without harm", async () => {
  const status = (answer) => answer.status;
  const answers = await Promise.all(
    [`/search?words=${long}`, `/alignment?threat=${long}`, `/${long}`].map((path) =>
      fetch(server.address + path).then(status, () => 0),
    ),
  );
  assert.ok(
    answers.every((one) => one < 500),
    answers.join(),
  );
  await visit("/");
  walker.check();
});
