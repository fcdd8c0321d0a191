// Alignments as files, in the forms that the program writes: tables and layers of the Navigator. Columns, scales and the parts
// that all layers share come from `words.js`; the test program `parity` compares whole files.
// @ts-check
/** @param {any} data @param {any} words */
var rhumbExports = function (data, words) {
  "use strict";
  var T = data.techniques,
    about = data.about,
    publish = words.publish,
    names = 8,
    longest = 2000;

  /** Four places at most; a half goes to the even neighbour. @param {number} value */
  function rounded(value) {
    var scaled = value * 10000,
      down = Math.floor(scaled);
    var text = scaled - down === 0.5 ? ((down % 2 ? down + 1 : down) / 10000).toFixed(4) : value.toFixed(4);
    return text.replace(/0+$/, "").replace(/\.$/, "");
  }
  /** @param {number} value */
  function score(value) {
    var text = rounded(value);
    return /\./.test(text) ? Math.round(value * 10000) / 10000 : Number(text);
  }
  /** Without what turns text around or shows nothing. @param {string} text */
  function clean(text) {
    return text
      .replace(
        /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu,
        " ",
      )
      .replace(/\s+/g, " ")
      .trim();
  }
  /** @param {string} text */
  function cut(text) {
    var letters = Array.from(clean(text));
    return letters.length > longest ? letters.slice(0, longest).join("") + "…" : letters.join("");
  }
  /** @param {any[][]} pairs */
  function named(pairs) {
    var all = pairs.map(function (pair) {
      return { name: cut(pair[0]), value: cut(String(pair[1])) };
    });
    return all.filter((fact) => fact.name && fact.value);
  }
  /** @param {any} row */
  function tactics(row) {
    return T.tactics[row.at].map((/** @type {number} */ place) => data.tactics[place][2]);
  }
  /** @param {any} row @returns {string[]} */
  function platforms(row) {
    return data.platforms[T.platforms[row.at]];
  }

  // Tables.
  /** What columns hold that is not a number of the row itself. @type {Object<string, (row: any) => any>} */
  var values = {
    technique: (row) => row.id,
    name: (row) => row.name,
    tactics: (row) => tactics(row).join("; "),
    platforms: (row) => platforms(row).join("; "),
    controls: (row) => row.controls.resources,
    controls_volume: (row) => words.volumes[row.controls.volume],
    detections: (row) => row.detections.resources,
    detections_volume: (row) => words.volumes[row.detections.volume],
    tests: (row) => row.tests.resources,
    tests_volume: (row) => words.volumes[row.tests.volume],
    potential: (row) => words.volumes[row.potential],
    written: (row) =>
      row.written.map((/** @type {any} */ written) => written.id + " (" + written.state + ")").join("; "),
    from: (row) => row.from.join("; "),
    comments: (row) => row.comments.join("; "),
    // Nothing is left out on purpose in a browser.
    excluded_by: () => null,
  };
  /** A column of each source of each pillar that has anything. @param {any[]} rows @returns {string[][]} */
  function sources(rows) {
    return words.pillars.flatMap(function (/** @type {any} */ pillar) {
      var terms = rows.flatMap((row) => row[pillar.id].terms),
        names = new Set(terms.map((term) => term.source));
      return Array.from(names)
        .sort()
        .map((source) => [pillar.id, source]);
    });
  }
  /** @param {any} row @param {any[]} column */
  function cell(row, column) {
    var value = values[column[0]] ? values[column[0]](row) : row[column[0]];
    return value === null || value === undefined ? "" : column[1] ? rounded(value) : String(value);
  }
  /** A spreadsheet runs what starts like a formula. @param {string} text */
  function quoted(text) {
    if (/^[=+@\t\r-]/.test(text) && (!text.trim() || isNaN(Number(text)))) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  /** The rows as `rhumb align --format csv` writes them. @param {any} aligned */
  function csv(aligned) {
    /** @type {any[][]} */
    var columns = publish.columns;
    var ofSources = sources(aligned.rows);
    /** How many resources of a source a row has. @param {any} row @param {string} pillar @param {string} source */
    function resources(row, pillar, source) {
      var term = row[pillar].terms.find((/** @type {any} */ term) => term.source === source);
      return term ? String(term.resources) : "";
    }
    var head = columns.map((column) => column[0]).concat(ofSources.map((pair) => pair.join(":"))),
      lines = aligned.rows.map((/** @type {any} */ row) =>
        columns
          .map((column) => cell(row, column))
          .concat(ofSources.map(([pillar, source]) => resources(row, pillar, source))),
      );
    return [head, ...lines].map((line) => line.map(quoted).join(",") + "\n").join("");
  }

  // Layers.
  /** The matrix of a technique, by its number and platforms. @param {any} row */
  function domain(row) {
    var all = platforms(row);
    if (/^T0/.test(row.id)) return "ics-attack";
    return all.length && all.every((name) => /^(android|ios)$/i.test(name)) ? "mobile-attack" : "enterprise-attack";
  }
  /** @param {any} row */
  function comment(row) {
    var parts = [
      "controls " +
        row.controls.resources +
        ", detections " +
        row.detections.resources +
        ", tests " +
        row.tests.resources,
    ];
    parts.push(
      row.running + " detections run" + (row.without_log ? ", " + row.without_log + " of them without their log" : ""),
    );
    if (row.deployable) parts.push(row.deployable + " more could be deployed");
    parts.push("validation potential " + words.volumes[row.potential], "rung " + row.rung + " of 5");
    parts.push(
      row.gap > 0
        ? "gap " + rounded(row.gap) + " = weight " + rounded(row.weight) + " × (1 − " + row.rung + "/5)"
        : "no gap, weight " + rounded(row.weight),
    );
    parts.push(publish.reasons[row.reason]);
    row.written.forEach(function (/** @type {any} */ written) {
      var reason = written.reason ? " (" + written.reason + ")" : "";
      parts.push(written.state.replace(/_/g, " ") + " from " + written.id + reason);
    });
    if (row.from.length)
      parts.push(
        "faced because of " +
          row.from.slice(0, names).join(", ") +
          (row.from.length > names ? " and " + (row.from.length - names) + " more" : ""),
      );
    return cut(parts.concat(row.comments).join("; "));
  }
  /** @param {any} row @param {number} value */
  function technique(row, value) {
    var counts = words.pillars.map((/** @type {any} */ pillar) => [pillar.id, row[pillar.id].resources]);
    var facts = counts.concat([
      ["running", row.running],
      ["potential", words.volumes[row.potential]],
      ["rung", row.rung],
      ["weight", rounded(row.weight)],
      ["gap", rounded(row.gap)],
      ["reason", row.reason],
    ]);
    var link = { label: row.id + " in ATT&CK", url: "https://attack.mitre.org/techniques/" + row.id.replace(".", "/") };
    return {
      techniqueID: row.id,
      score: score(value),
      enabled: row.reason !== "other_platform",
      comment: comment(row),
      metadata: named(facts),
      links: [link],
    };
  }
  /** What was asked, and of what. @param {any} aligned @param {number} count */
  function facts(aligned, count) {
    var threat = aligned.threat,
      stack = aligned.stack;
    /** @param {string[]} list @param {string} none */
    function listed(list, none) {
      return list.length ? list.join(", ") : none;
    }
    var all = [
      ["question", "align"],
      ["threat", threat.name],
    ].concat(threat.origins.map((/** @type {string} */ origin) => ["origin", origin]));
    if (threat.adversaries) all.push(["adversaries", threat.adversaries]);
    threat.unplaced.forEach(function (/** @type {any} */ unplaced) {
      var perhaps = unplaced.perhaps.length ? "; perhaps " + unplaced.perhaps.join(", ") : "";
      all.push(["unplaced", unplaced.id + ": " + unplaced.reason + perhaps]);
    });
    var own = Array.from(new Set(stack.sources)).sort();
    all.push(
      ["sources in use", listed(own, "all")],
      ["platforms in use", listed(stack.platforms, "all")],
      ["log sources", listed(stack.logs, "not considered")],
      ["running", "every rule of the sources in use"],
    );
    aligned.assumed.forEach(function (/** @type {string} */ words) {
      all.push(["assumed", words]);
    });
    all.push(
      ["rows", count < aligned.rows.length ? count + " of " + aligned.rows.length : count],
      ["ATT&CK", about.attack],
      ["catalogue read", about.date],
      ["sources in the catalogue", about.sources],
      ["resources in the catalogue", about.resources],
    );
    if (about.names_only) all.push(["catalogue", "knows this release of ATT&CK by ids, names and tactics only"]);
    if (about.facts_only) all.push(["catalogue", "holds facts only: no descriptions, queries or commands"]);
    return named(all);
  }
  /** @param {any} aligned @param {any} score @param {any[]} others */
  function description(aligned, score, others) {
    var all = [
      "Score" + (score.times > 1 ? ", in hundredths" : "") + ": " + score.explained + ".",
      "Taken from " +
        about.resources +
        " resources of " +
        about.sources +
        " sources, read until " +
        about.date +
        ", followed to ATT&CK " +
        about.attack +
        ".",
      "A number says what exists, not what is covered.",
    ];
    if (aligned.rows.some((/** @type {any} */ row) => row.reason === "other_platform"))
      all.push("Disabled techniques are left out on purpose or for other platforms.");
    if (others.length)
      all.push("Of other matrices, not in this layer: " + others.map((row) => row.id).join(", ") + ".");
    return cut(all.join(" "));
  }
  /** By platform only where the Navigator can filter by all of them. @param {string[]} names @param {string} domain */
  function filters(names, domain) {
    /** @type {string[]} */
    var known = publish.platforms[domain],
      found = names.map((name) => known.find((platform) => platform.toLowerCase() === name.toLowerCase()));
    return found.length && found.every(Boolean) ? { filters: { platforms: found } } : {};
  }
  /** The matrix of most techniques; of several, the first. @param {string[]} domains */
  function mostCommon(domains) {
    /** @param {string} domain */
    function count(domain) {
      return domains.filter((other) => other === domain).length;
    }
    return ["enterprise-attack", "mobile-attack", "ics-attack"].reduce((most, domain) =>
      count(domain) > count(most) ? domain : most,
    );
  }
  /** The rows as `rhumb align --format layer` writes them, by their gap or total. @param {any} aligned @param {"gap" | "total"} by */
  function layer(aligned, by) {
    /** @type {any[]} */
    var rows = aligned.rows;
    var score = publish.layers[by],
      shown = mostCommon(rows.map(domain)),
      inLayer = rows.filter((row) => domain(row) === shown),
      others = rows.filter((row) => domain(row) !== shown),
      name = clean(aligned.threat.name);
    var major = about.attack.replace(/^v+/, "").split(".")[0];
    return Object.assign({}, score.frame, filters(aligned.stack.platforms, shown), {
      name: (name ? "align: " + name : "align") + ", by " + by,
      versions: Object.assign({}, score.frame.versions, /^\d+$/.test(major) ? { attack: major } : {}),
      domain: shown,
      description: description(aligned, score, others),
      techniques: inLayer.map((row) => technique(row, (by === "gap" ? row.gap : row.total) * score.times)),
      metadata: facts(aligned, inLayer.length),
    });
  }

  return { csv: csv, layer: layer };
};
