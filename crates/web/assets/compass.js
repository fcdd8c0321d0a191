// Counts as the program does, from the data of the catalogue: stacks, alignments, matrices; `compass-threats.js` reads threats,
// `compass-stack.js` stacks, `compass-plan.js` plans. It knows nothing of pages. The rules live in the crate `count`, the names in `questions` and `model`;
// the test program `parity` of the crate `web` compares the answers of both.
// @ts-check
/** @param {any} data */
var rhumbCount = function (data) {
  "use strict";
  const T = data.techniques;
  /** @type {Object<string, number>} */
  var places = {};
  /** @type {Object<number, number>} */
  var originals = {};
  /** @type {Object<string, boolean>} */
  var parents = {};
  /** @type {any[][][]} */
  var decoded = [];
  T.id.forEach(function (/** @type {string} */ id, /** @type {number} */ at) {
    places[id] = at;
    if (id.length > 5) parents[id.slice(0, 5)] = true;
  });
  data.copies.forEach(function (/** @type {number[]} */ pair) {
    originals[pair[0]] = pair[1];
  });

  /** The letters and digits of a text. @param {string} text */
  function plain(text) {
    return text.toLowerCase().replace(/[^\p{Alphabetic}\p{N}]+/gu, "");
  }
  /** @param {string} text */
  function lower(text) {
    return text.trim().toLowerCase();
  }
  /** @param {any} left @param {any} right */
  function compare(left, right) {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  /** @param {string} what @returns {never} */
  function refuse(what) {
    throw new Error(what);
  }

  /** The resources of a technique: place of the fact, and whether its mapping counts. @param {number} technique */
  function pairs(technique) {
    if (!decoded[technique]) {
      var last = 0;
      decoded[technique] = data.pairs[technique].map(function (/** @type {number} */ step) {
        last += step >> 1;
        return [last, !(step & 1)];
      });
    }
    return decoded[technique];
  }

  var threats = rhumbThreats(data, { places, plain, lower, compare, refuse });

  var stackInCatalogue = rhumbStack(data, { lower, refuse });

  // What exists, what runs, how far it is proven.
  /** @param {number} points */
  function volume(points) {
    return points > 6 ? 3 : points > 2 ? 2 : points > 0 ? 1 : 0;
  }
  var potentials = [
    [0, 1, 1, 1],
    [1, 1, 1, 1],
    [1, 2, 2, 3],
    [1, 2, 3, 3],
  ];
  /** The numbers of a pillar: copies are counted once, as their original. @param {number[]} facts @param {any} stack */
  function pillar(facts, stack) {
    /** @type {Object<number, boolean>} */
    var seen = {};
    /** @type {Object<string, number>} */
    var bySource = {};
    var distinct = 0;
    /** @param {number} fact */
    function isCopy(fact) {
      return originals[fact] !== undefined;
    }
    facts
      .filter((fact) => !isCopy(fact))
      .concat(facts.filter(isCopy))
      .forEach(function (fact) {
        var original = isCopy(fact) ? originals[fact] : fact;
        if (seen[original]) return;
        seen[original] = true;
        distinct += 1;
        var source = stack.shapes[data.facts[fact]].source;
        bySource[source] = (bySource[source] || 0) + 1;
      });
    var terms = Object.keys(bySource)
      .sort()
      .map(function (source) {
        var resources = bySource[source];
        return { source: source, resources: resources, points: resources > 5 ? 3 : resources > 2 ? 2 : 1 };
      });
    return {
      resources: facts.length,
      distinct: distinct,
      terms: terms,
      volume: volume(terms.reduce((sum, term) => sum + term.points, 0)),
    };
  }
  /** @param {boolean} logMissing @param {boolean} tested @param {boolean} logArrives */
  function rung(logMissing, tested, logArrives) {
    return logMissing ? 1 : tested ? 3 : logArrives ? 2 : 1;
  }
  /** The numbers of a technique. @param {number} technique @param {any} stack */
  function numbers(technique, stack) {
    /** @type {number[][]} */
    var facts = [[], [], []];
    var sums = { running: 0, without_log: 0, deployable: 0, rung: 0, rungs: [0, 0, 0, 0, 0] };
    pairs(technique).forEach(function (pair) {
      var shape = stack.shapes[data.facts[pair[0]]];
      if (!pair[1] || !shape.counts) return;
      if (shape.uses) facts[shape.kind].push(pair[0]);
      if (shape.kind !== 1) return;
      var logMissing = shape.log === false;
      if (!shape.uses) {
        if (!logMissing) sums.deployable += 1;
        return;
      }
      var reached = rung(logMissing, shape.tested, shape.log === true);
      sums.running += 1;
      if (logMissing) sums.without_log += 1;
      sums.rung = Math.max(sums.rung, reached);
      sums.rungs[reached - 1] += 1;
    });
    var [controls, detections, tests] = facts.map((own) => pillar(own, stack));
    return Object.assign(sums, {
      controls: controls,
      detections: detections,
      tests: tests,
      potential: potentials[detections.volume][tests.volume],
    });
  }
  /** @param {any} row */
  function reason(row) {
    if (row.rung >= 4) return "proven";
    if (row.rung === 3) return "not_proven";
    if (row.running > row.without_log) return "no_test";
    if (!row.running && !row.deployable && !row.detections.resources) return "nothing_exists";
    if (!row.running && row.deployable) return "no_rule";
    return "no_log";
  }

  // A threat against a stack.
  /** @param {any} placed A technique of a threat. @param {any} stack */
  function row(placed, stack) {
    var at = placed.at,
      row = Object.assign({ id: T.id[at], name: T.name[at] }, placed, numbers(at, stack)),
      why = stack.fits[T.platforms[at]] ? reason(row) : "other_platform";
    return Object.assign(row, {
      total: row.controls.resources + row.detections.resources + row.tests.resources,
      reason: why,
      gap: why === "other_platform" ? 0 : placed.weight * (1 - Math.min(row.rung, 5) / 5),
    });
  }
  /** The id of a tactic by its id, short name or name. @param {string} text @returns {string} */
  function tactic(text) {
    var found = data.tactics.find((/** @type {string[]} */ tactic) =>
      [1, 2, 3].some((field) => plain(tactic[field]) === plain(text)),
    );
    return found ? found[2] : refuse("There is no tactic “" + text + "”.");
  }
  /** The techniques that the filters leave. @param {any[]} list @param {any} choice */
  function filter(list, choice) {
    var tactics = (choice.tactic || []).map(tactic);
    return list.filter(function (technique) {
      /** @type {string[]} */
      var own = T.tactics[technique.at].map((/** @type {number} */ place) => data.tactics[place][2]);
      return (
        (!tactics.length || own.some((name) => tactics.indexOf(name) >= 0)) &&
        !(choice.lowest_level && parents[T.id[technique.at]])
      );
    });
  }
  /** What rows are sorted by. @type {Object<string, (row: any) => any>} */
  var columns = {
    weight: (row) => row.weight,
    id: (row) => row.at,
    name: (row) => row.name,
    controls: (row) => row.controls.resources,
    detections: (row) => row.detections.resources,
    tests: (row) => row.tests.resources,
    total: (row) => row.total,
    potential: (row) => row.potential,
    rung: (row) => row.rung,
    gap: (row) => row.gap,
  };
  /** @param {any[]} rows @param {string} by @param {any} choice */
  function sort(rows, by, choice) {
    var value = columns[by] || columns.gap,
      front = by === "id" || by === "name",
      turn = (front ? !choice.descending : choice.ascending) ? 1 : -1;
    return rows.sort(
      (left, right) =>
        turn *
          (compare(value(left), value(right)) || (value === columns.gap ? compare(left.weight, right.weight) : 0)) ||
        left.at - right.at,
    );
  }
  /** @param {any[]} rows */
  function totals(rows) {
    var sum = { techniques: rows.length, weight: 0, gap: 0, rungs: [0, 0, 0, 0, 0, 0], rules_only: 0 };
    rows.forEach(function (row) {
      sum.weight += row.weight;
      sum.gap += row.gap;
      sum.rungs[row.rung] += 1;
      if (row.detections.resources && !row.tests.resources) sum.rules_only += 1;
    });
    return sum;
  }
  /** What was taken to be so, in sentences. @param {any} stack @param {any} choice @param {string} filtered */
  function assumptions(stack, choice, filtered) {
    var all = [];
    if (!stack.sources.length) all.push("all sources are in use");
    if (!stack.platforms.length) all.push("all platforms are in use");
    all.push("every detection of the sources in use is taken to run");
    if (!stack.logs.length) all.push("no log source is named, so that rung 2 (its log arrives) is left out");
    all.push("rungs 4 and 5 (it fired) stay empty until evidence is recorded");
    if (!(choice.tactic || []).length && !choice.lowest_level)
      all.push("all tactics and levels of techniques are shown");
    all.push(
      "sorted by " + (choice.sort || "gap") + ", " + (choice.ascending ? "the smallest first" : "the largest first"),
    );
    if (filtered) all.push(filtered);
    return all;
  }
  /** What the sources in use could not map, one sentence for each. @param {any} stack @param {string[]} ids */
  function notMappable(stack, ids) {
    /** @type {Object<string, string[]>} */
    var byTitle = {};
    data.not_mappable.forEach(function (/** @type {string[]} */ [id, source, title]) {
      var inUse = !stack.sources.length || stack.sources.indexOf(source) >= 0;
      if (inUse && ids.indexOf(id) >= 0) (byTitle[title] = byTitle[title] || []).push(id);
    });
    return Object.keys(byTitle)
      .sort()
      .map((title) => byTitle[title].join(", ") + ": looked at for " + title + ", and cannot be mapped");
  }
  /** @param {any} choice */
  function align(choice) {
    var threat = threats.placedThreat(choice),
      stack = stackInCatalogue(choice),
      list = filter(threat.techniques, choice),
      all = threat.techniques.length,
      left = all - list.length,
      filtered = left ? left + " of " + all + " techniques are left out by the filters" : "";
    var rows = list.map((technique) => row(technique, stack));
    return {
      threat: threat,
      stack: stack,
      rows: sort(rows, choice.sort || "gap", choice),
      totals: totals(rows),
      assumed: assumptions(stack, choice, filtered).concat(
        notMappable(
          stack,
          rows.map((row) => row.id),
        ),
      ),
    };
  }
  /** Every resource behind the numbers of a technique. @param {number} technique @param {any} stack */
  function explain(technique, stack) {
    return pairs(technique).map(function (pair) {
      var shape = stack.shapes[data.facts[pair[0]]],
        counted = pair[1] && shape.counts && shape.uses;
      return {
        fact: pair[0],
        kind: shape.kind,
        source: shape.source,
        counted: counted,
        rung: counted ? rung(shape.log === false, shape.tested, shape.log === true) : 0,
      };
    });
  }
  /** The facts of each kind that count for a technique. @param {number} technique @param {any} stack */
  function countedFacts(technique, stack) {
    /** @type {Set<number>[]} */
    var facts = [new Set(), new Set(), new Set()];
    pairs(technique).forEach(function (pair) {
      var shape = stack.shapes[data.facts[pair[0]]];
      if (pair[1] && shape.counts && shape.uses) facts[shape.kind].add(pair[0]);
    });
    return facts;
  }
  /** All techniques of a matrix, with what their sub-techniques add. @param {string} domain @param {any} choice */
  function matrix(domain, choice) {
    var stack = stackInCatalogue(choice),
      /** @type {any[]} */
      list = [];
    /** @type {Object<string, Set<number>[]>} */
    var families = {};
    T.id.forEach(function (/** @type {string} */ id, /** @type {number} */ at) {
      var facts = countedFacts(at, stack),
        parent = id.slice(0, 5),
        family = (families[parent] = families[parent] || [new Set(), new Set(), new Set()]);
      facts.forEach((own, kind) => own.forEach((fact) => family[kind].add(fact)));
      if (T.tactics[at].some((/** @type {number} */ place) => data.tactics[place][0] === domain))
        list.push({ at: at, facts: facts });
    });
    return filter(list, { tactic: choice.tactic }).map(function (technique) {
      var id = T.id[technique.at],
        facts = id.length > 5 ? technique.facts : families[id];
      return Object.assign(row({ at: technique.at, weight: 1 }, stack), {
        with: facts.map((/** @type {Set<number>} */ own) => own.size),
        tactics: T.tactics[technique.at],
      });
    });
  }

  return {
    data: data,
    align: align,
    explain: explain,
    matrix: matrix,
    adversaries: threats.adversaries,
    plan: rhumbPlan(data, pairs, rung),
    shortLayer: threats.shortLayer,
    categories: threats.categories,
  };
};
