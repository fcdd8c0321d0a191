// A small world for tests: techniques, groups of which sources say something, and rules, tests and controls of one's own.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { program } from "./server.js";

const modified = "2030-02-03T04:05:06.789Z";

function object(type, number, name, id, more = {}) {
  return {
    type,
    id: `${type}--00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    name,
    modified,
    external_references: [{ source_name: "mitre-attack", external_id: id, url: `https://attack.mitre.org/${id}` }],
    ...more,
  };
}

/** ATT&CK with these techniques (id, name, tactic, description) and groups (id, name, techniques, description). */
function attack({ techniques, groups }) {
  const tactics = [
    object("x-mitre-tactic", 1, "Lighting Up", "TA9001", { x_mitre_shortname: "lighting-up" }),
    object("x-mitre-tactic", 2, "Going Dark", "TA9002", { x_mitre_shortname: "going-dark" }),
  ];
  const matrix = object("x-mitre-matrix", 3, "House", "house", { tactic_refs: tactics.map((tactic) => tactic.id) });
  const patterns = techniques.map(({ id, name, tactic = "lighting-up", description = "" }, at) =>
    object("attack-pattern", 100 + at, name, id, {
      description,
      kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: tactic }],
      x_mitre_platforms: ["Windows"],
      x_mitre_is_subtechnique: id.includes("."),
    }),
  );
  const sets = groups.map(({ id, name, description = "" }, at) =>
    object("intrusion-set", 200 + at, name, id, { aliases: [name], description }),
  );
  let number = 1000;
  const relation = (type, from, to) => ({
    type: "relationship",
    id: `relationship--00000000-0000-4000-8000-${String((number += 1)).padStart(12, "0")}`,
    relationship_type: type,
    source_ref: from.id,
    target_ref: to.id,
    modified,
  });
  const pattern = (id) => patterns[techniques.findIndex((one) => one.id === id)];
  const uses = groups.flatMap(({ techniques }, at) => techniques.map((id) => relation("uses", sets[at], pattern(id))));
  const below = techniques
    .filter(({ id }) => id.includes("."))
    .map(({ id }) => relation("subtechnique-of", pattern(id), pattern(id.split(".")[0])));
  return {
    type: "bundle",
    id: "bundle--00000000-0000-4000-8000-000000000000",
    objects: [...tactics, matrix, ...patterns, ...sets, ...uses, ...below],
  };
}

/** What a public source says of groups: name, motives, sectors, base, victims. */
function categories(groups) {
  const said = groups.filter((group) => group.motives);
  return said.map(({ id, name, motives, sectors = [], base = "", victims = [], techniques }) => ({
    mitre_attack_name: name,
    mitre_url: `https://attack.mitre.org/groups/${id}`,
    mitre_attack_aliases: [name],
    mitre_attack_last_modified: "2030-01-02",
    etda_name: name,
    etda_aliases: [],
    country: base,
    motivation: motives,
    victim_industries: sectors,
    victim_countries: victims,
    mitre_attack_ttps: techniques,
  }));
}

/** Builds a catalogue of it in a folder that `stop` removes. `files` lie beside `rhumb.toml`, `sources` is its text. */
export function build({ techniques, groups, files = {}, sources = "" }) {
  const folder = mkdtempSync(join(tmpdir(), "rhumb-world-"));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("attack/enterprise-attack-30.1.json", JSON.stringify(attack({ techniques, groups })));
  write("categorized/Categorized_Adversary_TTPs.json", JSON.stringify(categories(groups)));
  write("rhumb.toml", sources);
  for (const [path, text] of Object.entries(files)) write(path, text);
  const catalogue = join(folder, "world.rhumb");
  const from = ["--from", `attack=${folder}/attack`, "--from", `categorized-adversary-ttps=${folder}/categorized`];
  const done = spawnSync(program, ["build", "--config", join(folder, "rhumb.toml"), ...from, "--out", catalogue], {
    encoding: "utf8",
    cwd: folder,
    timeout: 120_000,
  });
  if (done.status !== 0) throw new Error(`build ended with ${done.status}: ${done.stderr}`);
  return { catalogue, said: done.stderr, stop: () => rmSync(folder, { recursive: true, force: true }) };
}
