// Answers every case from the data of a static site, and says where an answer differs from that of the questions.
// Arguments: the folder of the site, which holds `cases.json`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argv, exit } from "node:process";
import { runInThisContext } from "node:vm";

const folder = argv[2];
const counting = ["words", "compass-threats", "compass-stack", "compass-plan", "compass", "exports"].map(
  (name) => `assets/${name}.js`,
);
for (const file of [...counting, "data/compass.js", "data/names.js"])
  runInThisContext(readFileSync(join(folder, file), "utf8"));
const { rhumbCount, rhumbExports, rhumbWords, rhumbCompass, rhumbNames: names } = globalThis;
const counter = rhumbCount(rhumbCompass);
const exporter = rhumbExports(rhumbCompass, rhumbWords);
const volumes = ["none", "low", "medium", "high"];
const kinds = ["control", "detection", "test"];

/** Places of resources: each says how much it shares with the one before. */
let before = "";
const keys = names.place.map((place, at) => {
  before = before.slice(0, place.charCodeAt(0) - 48) + place.slice(1);
  return `${names.shapes[names.shape[at]][1]}:${before}`;
});

const pillar = ({ resources, distinct, volume, terms }) => ({
  resources,
  distinct,
  volume: volumes[volume] ?? volume,
  terms,
});
const numbers = (row) => ({
  id: row.id,
  name: row.name,
  controls: pillar(row.controls),
  detections: pillar(row.detections),
  tests: pillar(row.tests),
  potential: volumes[row.potential] ?? row.potential,
  running: row.running,
  without_log: row.without_log,
  deployable: row.deployable,
  rung: row.rung,
  rungs: row.rungs,
});
const aligned = (row) => ({
  ...numbers(row),
  weight: row.weight,
  score: row.score ?? null,
  from: row.from ?? [],
  written: (row.written ?? []).map(({ id, state, reason }) => ({ id, state, reason: reason ?? null })),
  comments: row.comments ?? [],
  gap: row.gap,
  reason: row.reason,
});
const threat = ({ name, origins, adversaries, unplaced }) => ({
  name,
  origins,
  adversaries: adversaries ?? null,
  unplaced: (unplaced ?? []).map(({ id, reason }) => ({ id, reason })),
});
const totals = ({ techniques, weight, gap, rungs }) => ({ techniques, weight, gap, rungs });
const id = (place) => rhumbCompass.techniques.id[place];

/** The browser keeps no notes of what it read. */
const withoutNotes = (layer) => ({ ...layer, metadata: layer.metadata.filter(({ name }) => name !== "note") });

/** How each question is answered in the browser, and both answers in one form. */
const questions = {
  align: {
    ask({ given, explain, csv, layer, layer_by }) {
      const answer = counter.align(given);
      const explained = counter.explain(rhumbCompass.techniques.id.indexOf(explain), answer.stack);
      return {
        threat: threat(answer.threat),
        assumed: answer.assumed,
        totals: totals(answer.totals),
        items: answer.rows.map(aligned),
        csv: csv && exporter.csv(answer).split("\n"),
        layer: layer && withoutNotes(exporter.layer(answer, layer_by)),
        explained: explained.map((one) => ({
          key: keys[one.fact],
          title: names.title[one.fact],
          kind: kinds[one.kind],
          source: one.source,
          counted: one.counted,
          rung: one.kind === 1 ? one.rung : 0,
        })),
      };
    },
    expected: (answer, { csv, layer }) => ({
      csv: csv && csv.split("\n"),
      layer: layer && withoutNotes(JSON.parse(layer)),
      threat: threat(answer.threat),
      assumed: answer.assumed,
      totals: totals(answer.totals),
      items: answer.items.map(aligned),
      explained: (answer.explained ?? []).map(({ key, title, kind, source, counted, rung }) => ({
        key,
        title,
        kind,
        source,
        counted,
        rung: counted ? (rung ?? 0) : 0,
      })),
    }),
  },
  matrix: {
    ask: ({ given, domain }) => ({
      items: counter
        .matrix(domain, given)
        .map((row) => ({
          ...numbers(row),
          with: row.with,
          tactics: row.tactics.map((place) => rhumbCompass.tactics[place][2]),
        })),
    }),
    expected: ({ items }) => ({
      items: items.map((row) => ({
        ...numbers(row),
        with: kinds.map((kind) => row.with_sub_techniques[`${kind}s`]),
        tactics: row.tactics,
      })),
    }),
  },
  plan: {
    ask({ given, budget }) {
      const { gap, left, steps } = counter.plan(counter.align(given), budget);
      return {
        gap,
        left,
        steps: steps.map(({ action, what, closes, left, raises }) => ({
          action,
          what: action === "test" ? keys[what] : what,
          closes,
          left,
          raises: Object.fromEntries(raises.map(([place, rung]) => [id(place), rung])),
        })),
      };
    },
    expected: ({ gap, left, steps }) => ({
      gap,
      left,
      steps: steps.map(({ action, what, closes, left, raises }) => ({ action, what, closes, left, raises })),
    }),
  },
  adversaries: {
    ask: ({ given }) => ({
      items: counter
        .adversaries(given)
        .map(({ actor, statements, techniques }) => ({
          name: rhumbCompass.actors.name[actor],
          said: statements,
          techniques,
        })),
    }),
    expected: ({ items }) => ({
      items: items.map(({ name, said, techniques }) => ({
        name,
        said: [...new Set(said.map(({ what }) => what))].sort(),
        techniques,
      })),
    }),
  },
};

/** The first place where two values differ; nothing where they are alike. Sums may differ by what floats cannot hold. */
function difference(expected, found, path = "") {
  if (
    typeof expected === "number" &&
    typeof found === "number" &&
    Math.abs(expected - found) <= 1e-9 * Math.max(1, Math.abs(expected))
  )
    return null;
  if (expected === null || found === null || typeof expected !== "object" || typeof found !== "object") {
    return Object.is(expected, found)
      ? null
      : `${path || "."} is ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const here = difference(expected[key], found[key], `${path}.${key}`);
    if (here) return here;
  }
  return null;
}

function answer(one) {
  try {
    return questions[one.question].ask(one);
  } catch (error) {
    return error instanceof TypeError || error instanceof ReferenceError
      ? { broken: error.stack }
      : { refused: error.message };
  }
}

function check(one) {
  const found = answer(one);
  if (one.expected === null) return found.refused ? null : "is answered, and the question refuses";
  if (found.refused) return `is refused: ${found.refused}`;
  if (found.broken) return found.broken;
  // An answer has a page of rows at most.
  if (found.items)
    found.items = found.items.slice(0, Math.max(one.expected.items.length, one.expected.next ? 0 : found.items.length));
  return difference(questions[one.question].expected(one.expected, one), found);
}

const cases = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"));
const wrong = cases.map((one) => [one.name, check(one)]).filter(([, why]) => why);
const answered = cases.filter(({ expected }) => expected !== null).length;
for (const [name, why] of wrong.slice(0, 20)) console.log(`${name}\n  ${why}`);
console.log(`${cases.length} cases, ${answered} of them answered, ${wrong.length} differ`);
exit(wrong.length ? 1 : 0);
