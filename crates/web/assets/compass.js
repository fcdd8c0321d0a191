// Counts as the program does, from the data of the catalogue: threats, stacks, alignments, matrices, plans. It knows nothing
// of pages. The rules live in the crate `count`, the names in `questions` and `model`; the test program `parity` of the crate
// `web` compares the answers of both.
// @ts-check
/** @param {any} data */
var rhumbCount = function (data) {
  "use strict";
  var T = data.techniques,
    A = data.actors,
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
  function words(text) {
    return text
      .toLowerCase()
      .split(/[^\p{Alphabetic}\p{N}]+/u)
      .filter(Boolean);
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

  // Whom the defender faces.
  /** An id as people write it. @param {string} text */
  function written(text) {
    var found = /^(?:.*attack\.mitre\.org.*techniques\/)?[tT](\d{4})(?:[./](\d{1,3}))?$/.exec(
      text.trim().replace(/\/+$/, ""),
    );
    return found ? "T" + found[1] + (found[2] ? "." + ("00" + found[2]).slice(-3) : "") : null;
  }
  function counts(state) {
    return state !== "ambiguous" && state !== "deprecated" && state !== "unknown";
  }
  /** Adds it where it is not yet among them. @param {any[]} list @param {any} one */
  function add(list, one) {
    if (one && list.indexOf(one) < 0) list.push(one);
  }
  function leads(id) {
    return data.leads[id] || (places[id] !== undefined ? [[id, "as_written", null]] : []);
  }
  function place(threats) {
    // Ids are as people write them: `constructor` must not be found where nothing was put.
    var placed = {},
      unplaced = Object.create(null);
    threats.forEach(function (threat) {
      var most =
        threat.adversaries ||
        threat.techniques.reduce(function (most, one) {
          return Math.max(most, one.score || 0);
        }, 0);
      var weights = {};
      threat.techniques.forEach(function (one) {
        var scored = typeof one.score === "number";
        var weight = !most ? 1 : scored ? Math.min(1, Math.max(0, one.score / most)) : 0;
        var id = written(one.id),
          all = id ? leads(id) : [];
        var lead = all.find(function (lead) {
          return counts(lead[1]);
        });
        if (id && lead && lead[0] && places[lead[0]] !== undefined) {
          var at = places[lead[0]],
            here = (placed[at] = placed[at] || { at: at, weight: 0, score: null, from: [], written: [], comments: [] });
          weights[at] = Math.max(weights[at] || 0, weight);
          // Scores of different threats are on different scales.
          if (threats.length === 1 && scored)
            here.score = here.score === null ? one.score : Math.max(here.score, one.score);
          (one.from || []).forEach(function (who) {
            add(here.from, who);
          });
          add(here.comments, one.comment);
          if (
            id !== lead[0] &&
            !here.written.some(function (known) {
              return known.id === one.id;
            })
          )
            here.written.push({ id: one.id, state: lead[1], reason: lead[2] });
          return;
        }
        var why = all
          .map(function (lead) {
            return lead[2];
          })
          .filter(Boolean);
        unplaced[one.id] = unplaced[one.id] || {
          id: one.id,
          perhaps: all
            .map(function (lead) {
              return lead[0];
            })
            .filter(Boolean),
          reason: !id
            ? "is no technique id"
            : why.length
              ? why.join("; ")
              : all.length && all[0][1] === "deprecated"
                ? "was withdrawn without successor"
                : "is unknown in ATT&CK " + data.about.attack,
        };
      });
      Object.keys(weights).forEach(function (at) {
        placed[at].weight += weights[at] / threats.length;
      });
    });
    var adversaries = threats.reduce(function (sum, threat) {
      return sum + (threat.adversaries || 0);
    }, 0);
    return {
      name: threats
        .map(function (threat) {
          return threat.name;
        })
        .join(" + "),
      origins: [].concat.apply(
        [],
        threats.map(function (threat) {
          return threat.origins || [];
        }),
      ),
      adversaries: adversaries || null,
      techniques: Object.keys(placed)
        .map(Number)
        .sort(function (one, other) {
          return one - other;
        })
        .map(function (at) {
          return placed[at];
        }),
      unplaced: Object.keys(unplaced)
        .sort()
        .map(function (id) {
          return unplaced[id];
        }),
    };
  }
  /** The place of the actor of this id, name or other name. @param {string} text */
  function find(text) {
    var wanted = plain(text),
      low = small(text),
      count = A.name.length,
      at;
    for (at = 0; at < count; at += 1)
      if (low && (A.id[at].toLowerCase() === low || (A.key[at] || "").toLowerCase() === low)) return at;
    for (at = 0; at < count; at += 1) if (plain(A.name[at]) === wanted) return at;
    for (at = 0; at < count; at += 1)
      if (
        (A.aliases[at] || []).some(function (name) {
          return plain(name) === wanted;
        })
      )
        return at;
    return -1;
  }
  /** Places of the techniques that an actor uses, each with who of it, its software and campaigns does. @param {number} actor @param {boolean} more */
  function uses(actor, more) {
    var of = [actor],
      all = {};
    if (more) {
      of = of.concat(A.software[actor] || []);
      (A.campaigns[actor] || []).forEach(function (campaign) {
        of.push(campaign);
        of = of.concat(A.software[campaign] || []);
      });
    }
    of.forEach(function (one, at) {
      if (of.indexOf(one) < at) return;
      var says = A.name[actor] + (one === actor ? "" : " by " + A.name[one]);
      (A.uses[one] || []).forEach(function (technique) {
        (all[technique] = all[technique] || []).push(says);
      });
    });
    return all;
  }
  var kinds = ["group", "software", "campaign", "incident"];
  function named(text, more) {
    var low = small(text);
    if (low === "all")
      return {
        name: "all techniques",
        origins: ["every technique of ATT&CK " + data.about.attack],
        techniques: T.id.map(function (id) {
          return { id: id };
        }),
      };
    if (low === "top" && data.top)
      return {
        name: "CTID Top Techniques",
        origins: ["CTID Top Techniques, by their weights"],
        techniques: data.top.map(function (one) {
          return { id: one[0], score: one[1] === null ? undefined : one[1] };
        }),
      };
    var at = find(text);
    if (at < 0) refuse("No adversary, software, campaign or incident is called “" + text + "” in this catalogue.");
    var used = uses(at, more),
      techniques = Object.keys(used).map(Number),
      kind = A.kind[at];
    if (!techniques.length)
      refuse(
        A.name[at] + " is known, but its source names no technique that it uses" + (more ? "." : "; its software may."),
      );
    var reach =
      kind === 1 || kind === 3 ? "" : more ? ", with its software and campaigns" : ", what it is said to use itself";
    return {
      name: A.name[at],
      actor: at,
      origins: [
        kinds[kind] +
          " " +
          A.name[at] +
          (A.id[at] ? " (" + A.id[at] + ")" : "") +
          " of " +
          A.parts[A.part[at]].replace(/_/g, " ") +
          reach,
      ],
      techniques: techniques.map(function (technique) {
        return { id: T.id[technique], from: used[technique] };
      }),
    };
  }
  var asks = [
    ["motive", ""],
    ["sector", "victims in "],
    ["base", "based in "],
    ["victim", "victims in "],
  ];
  function asked(category) {
    var all = [];
    asks.forEach(function (ask, relation) {
      (category[ask[0]] || []).forEach(function (text) {
        all.push({ relation: relation, words: text, name: (ask[1] || "motive ") + text });
      });
    });
    return all;
  }
  function country(text) {
    return A.countries[small(text)] || plain(text);
  }
  function says(one, word) {
    if (word[0] !== one.relation) return false;
    if (one.relation > 1) return country(one.words) === country(word[1]);
    var said = words(word[1]),
      wanted = words(one.words);
    return (
      wanted.length > 0 &&
      wanted.every(function (word) {
        return said.indexOf(word) >= 0;
      })
    );
  }
  /** The groups of which all, or any, of it is said. */
  function matched(category) {
    var all = asked(category),
      found = [];
    if (!A.words.length) refuse("This catalogue holds nothing of motives, victims and bases: it has facts only.");
    var means = A.words.map(function (word) {
      return all.map(function (one) {
        return says(one, word);
      });
    });
    all.forEach(function (one, at) {
      if (
        !means.some(function (mean) {
          return mean[at];
        })
      )
        refuse("Of nobody is said: " + one.name + ".");
    });
    Object.keys(A.said)
      .map(Number)
      .forEach(function (actor) {
        var answered = {},
          said = {},
          by = {};
        A.said[actor].forEach(function (pair) {
          means[pair[0]].forEach(function (is, at) {
            if (is) {
              answered[at] = true;
              said[A.words[pair[0]][1]] = true;
              by[A.parts[pair[1]]] = true;
            }
          });
        });
        var count = Object.keys(answered).length;
        if (category.any_of ? count : count === all.length)
          found.push({
            actor: actor,
            said: Object.keys(said).sort(),
            by: Object.keys(by),
            techniques: (A.uses[actor] || []).length,
          });
      });
    return found.sort(function (one, other) {
      return compare(A.name[one.actor].toLowerCase(), A.name[other.actor].toLowerCase()) || one.actor - other.actor;
    });
  }
  function category(arguments_) {
    var found = matched(arguments_),
      name = asked(arguments_)
        .map(function (one) {
          return one.name;
        })
        .join(arguments_.any_of ? " or " : " and ");
    if (!found.length) refuse("No adversary is said to be all of it: " + name + ".");
    var users = {},
      by = {};
    found.forEach(function (one) {
      Object.keys(uses(one.actor, arguments_.with_software)).forEach(function (technique) {
        (users[technique] = users[technique] || []).push(A.name[one.actor]);
      });
      one.by.forEach(function (part) {
        by[part.replace(/_/g, " ")] = true;
      });
    });
    return {
      name: name,
      adversaries: found.length,
      origins: [
        found.length +
          " groups of ATT&CK, " +
          name +
          ", as " +
          Object.keys(by).sort().join(", ") +
          " say; " +
          (arguments_.with_software ? "with their software and campaigns" : "what they are said to use themselves"),
      ],
      techniques: Object.keys(users).map(function (technique) {
        return { id: T.id[Number(technique)], score: users[technique].length, from: users[technique] };
      }),
    };
  }
  /** A Navigator layer, or ids with weights. @param {string} text @param {string} [name] */
  function layer(text, name) {
    if (text.trim().charAt(0) !== "{") {
      return {
        name: name || "My threat intelligence",
        techniques: text
          .split(/[ ,;\s]+/)
          .filter(Boolean)
          .map(function (part) {
            var pair = part.split(":"),
              score = pair[1] === undefined || pair[1] === "" ? NaN : Number(pair[1]);
            return { id: pair[0], score: isFinite(score) && score >= 0 ? score : undefined };
          }),
      };
    }
    var read;
    try {
      read = JSON.parse(text);
    } catch (error) {
      refuse("The layer cannot be read: " + /** @type {Error} */ (error).message);
    }
    if (!Array.isArray(read.techniques)) refuse("This is no layer of ATT&CK Navigator: it lists no techniques.");
    var techniques = read.techniques.filter(function (one) {
      if (
        !one ||
        typeof one.techniqueID !== "string" ||
        !written(one.techniqueID) ||
        one.enabled === false ||
        one.score === 0
      )
        return false;
      return !(one.showSubtechniques === true && typeof one.score !== "number" && !one.comment && !one.color);
    });
    if (!techniques.length) refuse("This layer names no technique.");
    var own = typeof read.name === "string" && read.name.trim(),
      version = String((read.versions || {}).layer || read.version || "").trim();
    return {
      name: name || own || "My threat intelligence",
      origins: ["layer `" + (own || "layer") + "` of Navigator" + (version && " " + version) + " (file layer.json)"],
      techniques: techniques.map(function (one) {
        return {
          id: one.techniqueID.trim(),
          score: typeof one.score === "number" ? one.score : undefined,
          comment: typeof one.comment === "string" ? one.comment.trim() : "",
        };
      }),
    };
  }
  /** The same short enough for an address. @param {string} text */
  function brief(text) {
    var read = layer(text),
      seen = {};
    read.techniques.forEach(function (one) {
      seen[one.id + (one.score === undefined ? "" : ":" + one.score)] = true;
    });
    return { name: read.name, text: Object.keys(seen).join(" ") };
  }
  /** All that is given as one threat in the release. */
  function faced(given) {
    var threats = (given.threat || []).map(function (text) {
      return named(text, given.with_software);
    });
    (given.layer || []).forEach(function (text) {
      threats.push(layer(text, given.name));
    });
    if (asked(given).length) threats.push(category(given));
    if (!threats.length) refuse("No threat is given.");
    var faced = place(threats);
    if (!faced.techniques.length && faced.unplaced.length)
      refuse(
        "None of the " +
          faced.unplaced.length +
          " ids of “" +
          faced.name +
          "” leads to a technique of ATT&CK " +
          data.about.attack +
          ": " +
          faced.unplaced[0].id +
          " " +
          faced.unplaced[0].reason +
          ".",
      );
    return Object.assign(faced, { actor: threats.length === 1 ? threats[0].actor : undefined });
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
    var threat = faced(given),
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

  // What to do next: whatever closes most of the gap goes first.
  /** @param {any} aligned @param {number} budget */
  function plan(aligned, budget) {
    var faces = aligned.rows.filter(function (row) {
        return row.gap > 0;
      }),
      weights = faces.map(function (row) {
        return row.weight;
      });
    var at = {},
      rules = {},
      tests = {},
      logs = [],
      stack = aligned.stack,
      rungs = faces.map(function () {
        return 0;
      });
    faces.forEach(function (row, place) {
      at[row.at] = place;
    });
    faces
      .map(function (row) {
        return row.at;
      })
      .sort(function (one, other) {
        return one - other;
      })
      .forEach(function (technique) {
        pairs(technique).forEach(function (pair) {
          var shape = stack.shapes[data.facts[pair[0]]];
          if (!pair[1] || !shape.counts || !shape.uses) return;
          if (shape.kind === 1) {
            var rule = rules[pair[0]];
            if (!rule) {
              var missing = shape.log === false;
              rule = rules[pair[0]] = {
                techniques: [],
                missing: missing,
                fed: shape.log !== null,
                tested: shape.tested,
                logs: !missing
                  ? []
                  : shape.logs.map(function (log) {
                      var name = logName(log),
                        known = logs.indexOf(name);
                      return known < 0 ? logs.push(name) - 1 : known;
                    }),
              };
            }
            rule.techniques.push(at[technique]);
          } else if (shape.kind === 2)
            (tests[pair[0]] = tests[pair[0]] || { techniques: [] }).techniques.push(at[technique]);
        });
      });
    function on(rule, missing) {
      return rung(missing, rule.tested, rule.fed);
    }
    function each(all, visit) {
      Object.keys(all).forEach(function (fact) {
        visit(all[fact], Number(fact));
      });
    }
    function gap(place, rung) {
      return weights[place] * (1 - rung / 5);
    }
    function whole() {
      return rungs.reduce(function (sum, rung, place) {
        return sum + gap(place, rung);
      }, 0);
    }
    each(rules, function (rule) {
      rule.techniques.forEach(function (place) {
        rungs[place] = Math.max(rungs[place], on(rule, rule.missing));
      });
    });
    var before = whole(),
      left = before,
      steps = [];
    while (steps.length < budget) {
      var fires = {},
        best = null;
      each(rules, function (rule) {
        if (!rule.missing)
          rule.techniques.forEach(function (place) {
            fires[place] = true;
          });
      });
      var offer = function (action, what, raised) {
        var closes = Object.keys(raised)
          .map(Number)
          .reduce(function (sum, place) {
            return sum + (gap(place, rungs[place]) - gap(place, raised[place]));
          }, 0);
        if (closes > (best ? best.closes : 0) + 1e-9)
          best = { action: action, what: what, closes: closes, raises: raised };
      };
      var raise = function (raised, place, rung) {
        if (rung > rungs[place]) raised[place] = Math.max(raised[place] || 0, rung);
      };
      var fed = logs.map(function () {
        return {};
      });
      each(rules, function (rule) {
        if (rule.missing)
          rule.logs.forEach(function (log) {
            rule.techniques.forEach(function (place) {
              raise(fed[log], place, on(rule, false));
            });
          });
      });
      fed.forEach(function (raised, log) {
        offer("switch_on", log, raised);
      });
      each(tests, function (test, fact) {
        var raised = {};
        if (!test.done)
          test.techniques.forEach(function (place) {
            if (fires[place]) raise(raised, place, 5);
          });
        offer("test", fact, raised);
      });
      if (!best) break;
      Object.keys(best.raises).forEach(function (place) {
        rungs[Number(place)] = best.raises[place];
      });
      if (best.action === "test") tests[best.what].done = true;
      else
        each(rules, function (rule) {
          if (rule.logs.indexOf(best.what) >= 0) rule.missing = false;
        });
      left -= best.closes;
      steps.push({
        action: best.action,
        what: best.action === "test" ? best.what : logs[best.what],
        closes: best.closes,
        left: left,
        raises: Object.keys(best.raises)
          .map(Number)
          .map(function (place) {
            return [faces[place].at, best.raises[place]];
          }),
      });
    }
    return { gap: before, left: whole(), steps: steps };
  }
  function logName(log) {
    var some = log.slice(0, 3).filter(function (field) {
      return field !== null;
    });
    if (!some.length) return log[3] || "";
    if (some.length === 1) return some[0];
    return [log[0] || "", log[1] || ""].concat(log[2] === null ? [] : [log[2]]).join("/");
  }

  return {
    data: data,
    align: align,
    explain: explain,
    matrix: matrix,
    matched: matched,
    faced: faced,
    find: find,
    plan: plan,
    brief: brief,
    asked: asked,
    places: places,
    written: written,
  };
};
