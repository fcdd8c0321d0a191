// Counts as the program does, from the data of the catalogue: stacks, alignments, matrices; `compass-threats.js` reads threats,
// `compass-plan.js` plans. It knows nothing of pages. The rules live in the crate `count`, the names in `questions` and `model`;
// the test program `parity` of the crate `web` compares the answers of both.
// @ts-check
/** @param {any} data */
var rhumbCount = function (data) {
  "use strict";
  var T = data.techniques,
    places = {},
    originals = {},
    decoded = [];
  T.id.forEach(function (id, at) {
    places[id] = at;
  });
  data.copies.forEach(function (pair) {
    originals[pair[0]] = pair[1];
  });
  var parents = {};
  T.id.forEach(function (id) {
    if (id.length > 5) parents[id.slice(0, 5)] = true;
  });

  /** @param {string} text */
  function plain(text) {
    return text.toLowerCase().replace(/[^\p{Alphabetic}\p{N}]+/gu, "");
  }
  /** @param {string} text */
  function small(text) {
    return text.trim().toLowerCase();
  }
  /** @param {any} one @param {any} other */
  function compare(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
  }
  /** @param {string} what @returns {never} */
  function refuse(what) {
    throw new Error(what);
  }

  /** The resources of a technique: place of the fact, and whether its mapping counts. @param {number} technique */
  function pairs(technique) {
    if (!decoded[technique]) {
      var last = 0;
      decoded[technique] = data.pairs[technique].map(function (step) {
        last += step >> 1;
        return [last, !(step & 1)];
      });
    }
    return decoded[technique];
  }

  var threats = rhumbThreats(data, { places, plain, small, compare, refuse });

  // What the defender owns.
  /** @param {string} written */
  function log(written) {
    var text = small(written),
      parts = text.split("/").map(function (part) {
        return part.trim();
      });
    return { text: text, slash: text.indexOf("/") >= 0, fields: [parts[0] || "", parts[1] || "", parts[2] || ""] };
  }
  function feeds(owned, stated) {
    var low = stated.map(function (field) {
      return field === null ? null : field.toLowerCase();
    });
    if (!owned.slash) return low.indexOf(owned.text) >= 0;
    function same(at) {
      return owned.fields[at] === "" || owned.fields[at] === low[at];
    }
    return ((low[0] === null && (low[1] !== null || low[2] !== null)) || same(0)) && same(1) && same(2);
  }
  /** A stack against the catalogue. @param {{source?: string[], platform?: string[], log?: string[]}} stack */
  function owned(stack) {
    var sources = (stack.source || []).map(small),
      platforms = (stack.platform || []).map(small),
      logs = (stack.log || []).map(log);
    sources.forEach(function (name) {
      if (
        !data.sources.some(function (known) {
          return known.toLowerCase() === name;
        })
      )
        refuse("There is no source “" + name + "” in this catalogue.");
    });
    function runsOn(list) {
      return (
        !platforms.length ||
        !list.length ||
        list.some(function (name) {
          return platforms.indexOf(name.toLowerCase()) >= 0;
        })
      );
    }
    var fits = data.platforms.map(runsOn);
    var uses = data.parts.map(function (part) {
      return !sources.length || sources.indexOf(part[0]) >= 0 || sources.indexOf(part[1]) >= 0;
    });
    var fed = data.logs.map(function (list) {
      return list.some(function (stated) {
        return logs.some(function (one) {
          return feeds(one, stated);
        });
      });
    });
    var named = data.words.map(function (list) {
      return list.some(function (word) {
        return logs.some(function (one) {
          return one.text === small(word);
        });
      });
    });
    /** What of a shape is owned: in use, and whether its log arrives (null: not known). */
    var shapes = data.shapes.map(function (shape) {
      var arrives = null;
      if (logs.length && shape[0] === 1)
        arrives = data.logs[shape[3]].length ? fed[shape[3]] : shape[4] ? named[shape[4] - 1] : null;
      return {
        kind: shape[0],
        source: data.parts[shape[1]][0],
        part: data.parts[shape[1]][1],
        fits: fits[shape[2]],
        uses: uses[shape[1]] && fits[shape[2]],
        log: arrives,
        logs: data.logs[shape[3]],
        tested: !!shape[5],
        counts: !!shape[6],
      };
    });
    return { shapes: shapes, fits: fits, sources: sources, platforms: stack.platform || [], logs: stack.log || [] };
  }

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
  function pillar(own, stack) {
    var seen = {},
      of = {},
      distinct = 0;
    function is(copy) {
      return function (fact) {
        return (originals[fact] !== undefined) === copy;
      };
    }
    own
      .filter(is(false))
      .concat(own.filter(is(true)))
      .forEach(function (fact) {
        var original = originals[fact] === undefined ? fact : originals[fact];
        if (seen[original]) return;
        seen[original] = true;
        distinct += 1;
        var source = stack.shapes[data.facts[fact]].source;
        of[source] = (of[source] || 0) + 1;
      });
    var terms = Object.keys(of)
      .sort()
      .map(function (source) {
        return { source: source, resources: of[source], points: of[source] > 5 ? 3 : of[source] > 2 ? 2 : 1 };
      });
    return {
      resources: own.length,
      distinct: distinct,
      terms: terms,
      volume: volume(
        terms.reduce(function (sum, term) {
          return sum + term.points;
        }, 0),
      ),
    };
  }
  function rung(missing, tested, fed) {
    return missing ? 1 : tested ? 3 : fed ? 2 : 1;
  }
  /** The numbers of a technique. @param {number} technique */
  function numbers(technique, stack) {
    var own = [[], [], []],
      said = { running: 0, without_log: 0, deployable: 0, rung: 0, rungs: [0, 0, 0, 0, 0] };
    pairs(technique).forEach(function (pair) {
      var shape = stack.shapes[data.facts[pair[0]]];
      if (!pair[1] || !shape.counts) return;
      if (shape.uses) own[shape.kind].push(pair[0]);
      if (shape.kind !== 1) return;
      var missing = shape.log === false;
      if (!shape.uses) {
        if (!missing) said.deployable += 1;
        return;
      }
      var on = rung(missing, shape.tested, shape.log === true);
      said.running += 1;
      if (missing) said.without_log += 1;
      said.rung = Math.max(said.rung, on);
      said.rungs[on - 1] += 1;
    });
    var three = own.map(function (facts) {
      return pillar(facts, stack);
    });
    return Object.assign(said, {
      controls: three[0],
      detections: three[1],
      tests: three[2],
      potential: potentials[three[1].volume][three[2].volume],
    });
  }
  function reason(row) {
    if (row.rung >= 4) return "proven";
    if (row.rung === 3) return "not_proven";
    if (row.running > row.without_log) return "no_test";
    if (!row.running && !row.deployable && !row.detections.resources) return "nothing_exists";
    if (!row.running && row.deployable) return "no_rule";
    return "no_log";
  }

  // One against the other.
  function row(placed, stack) {
    var at = placed.at,
      weight = placed.weight,
      one = Object.assign({ id: T.id[at], name: T.name[at] }, placed, numbers(at, stack));
    var reasoned = stack.fits[T.platforms[at]] ? reason(one) : "other_platform";
    return Object.assign(one, {
      total: one.controls.resources + one.detections.resources + one.tests.resources,
      reason: reasoned,
      gap: reasoned === "other_platform" ? 0 : weight * (1 - Math.min(one.rung, 5) / 5),
    });
  }
  function shown(list, given) {
    var tactics = (given.tactic || []).map(function (text) {
      var at = data.tactics.findIndex(function (tactic) {
        return [1, 2, 3].some(function (field) {
          return plain(tactic[field]) === plain(text);
        });
      });
      return at < 0 ? refuse("There is no tactic “" + text + "”.") : data.tactics[at][2];
    });
    return list.filter(function (one) {
      var of = T.tactics[one.at].map(function (tactic) {
        return data.tactics[tactic][2];
      });
      return (
        (!tactics.length ||
          of.some(function (tactic) {
            return tactics.indexOf(tactic) >= 0;
          })) &&
        !(given.lowest_level && parents[T.id[one.at]])
      );
    });
  }
  var columns = {
    weight: function (row) {
      return row.weight;
    },
    id: function (row) {
      return row.at;
    },
    name: function (row) {
      return row.name;
    },
    controls: function (row) {
      return row.controls.resources;
    },
    detections: function (row) {
      return row.detections.resources;
    },
    tests: function (row) {
      return row.tests.resources;
    },
    total: function (row) {
      return row.total;
    },
    potential: function (row) {
      return row.potential;
    },
    rung: function (row) {
      return row.rung;
    },
    gap: function (row) {
      return row.gap;
    },
  };
  function order(rows, by, given) {
    var value = columns[by] || columns.gap,
      front = by === "id" || by === "name",
      turn = (front ? !given.descending : given.ascending) ? 1 : -1;
    return rows.sort(function (one, other) {
      return (
        turn * (compare(value(one), value(other)) || (value === columns.gap ? compare(one.weight, other.weight) : 0)) ||
        one.at - other.at
      );
    });
  }
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
  function assumed(stack, given, left) {
    var all = [];
    if (!stack.sources.length) all.push("all sources are in use");
    if (!stack.platforms.length) all.push("all platforms are in use");
    all.push("every detection of the sources in use is taken to run");
    if (!stack.logs.length) all.push("no log source is named, so that rung 2 (its log arrives) is left out");
    all.push("rungs 4 and 5 (it fired) stay empty until evidence is recorded");
    if (!(given.tactic || []).length && !given.lowest_level) all.push("all tactics and levels of techniques are shown");
    all.push(
      "sorted by " + (given.sort || "gap") + ", " + (given.ascending ? "the smallest first" : "the largest first"),
    );
    if (left) all.push(left);
    return all;
  }
  function align(given) {
    var threat = threats.faced(given),
      stack = owned(given),
      before = threat.techniques.length,
      list = shown(threat.techniques, given);
    var rows = order(
      list.map(function (one) {
        return row(one, stack);
      }),
      given.sort || "gap",
      given,
    );
    return {
      threat: threat,
      stack: stack,
      rows: rows,
      totals: totals(rows),
      assumed: assumed(
        stack,
        given,
        list.length < before ? before - list.length + " of " + before + " techniques are left out by the filters" : "",
      ),
    };
  }
  /** Every resource behind the numbers of a technique. @param {number} technique */
  function explain(technique, stack) {
    return pairs(technique).map(function (pair) {
      var shape = stack.shapes[data.facts[pair[0]]],
        counts = pair[1] && shape.counts;
      return {
        fact: pair[0],
        kind: shape.kind,
        source: shape.source,
        counted: counts && shape.uses,
        rung: counts && shape.uses ? rung(shape.log === false, shape.tested, shape.log === true) : 0,
      };
    });
  }
  /** All techniques of a matrix, with what their sub-techniques add. @param {string} domain */
  function matrix(domain, given) {
    var stack = owned(given),
      families = {},
      list = [];
    T.id.forEach(function (id, at) {
      var family = (families[id.slice(0, 5)] = families[id.slice(0, 5)] || [{}, {}, {}]),
        here = [{}, {}, {}];
      pairs(at).forEach(function (pair) {
        var shape = stack.shapes[data.facts[pair[0]]];
        if (pair[1] && shape.counts && shape.uses) {
          family[shape.kind][pair[0]] = true;
          here[shape.kind][pair[0]] = true;
        }
      });
      if (
        T.tactics[at].some(function (tactic) {
          return data.tactics[tactic][0] === domain;
        })
      )
        list.push({ at: at, own: here });
    });
    function count(three) {
      return three.map(function (facts) {
        return Object.keys(facts).length;
      });
    }
    return shown(list, { tactic: given.tactic }).map(function (one) {
      var id = T.id[one.at];
      return Object.assign(row({ at: one.at, weight: 1 }, stack), {
        with: count(id.length > 5 ? one.own : families[id]),
        tactics: T.tactics[one.at],
      });
    });
  }

  return {
    data: data,
    align: align,
    explain: explain,
    matrix: matrix,
    matched: threats.matched,
    faced: threats.faced,
    find: threats.find,
    plan: rhumbPlan(data, pairs, rung),
    brief: threats.brief,
    asked: threats.asked,
    places: places,
    written: threats.written,
  };
};
