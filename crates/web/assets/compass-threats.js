// Threats as the program reads them: adversaries by name, categories, layers; placed in the release of the catalogue. The rules
// live in the crates `questions` and `count`; `compass.js` counts with what this makes.
// @ts-check
/** @param {any} data @param {any} shared What `compass.js` counts with too. */
var rhumbThreats = function (data, shared) {
  "use strict";
  const { places, plain, small, compare, refuse } = shared;
  var T = data.techniques,
    A = data.actors;

  /** @param {string} text */
  function words(text) {
    return text
      .toLowerCase()
      .split(/[^\p{Alphabetic}\p{N}]+/u)
      .filter(Boolean);
  }
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

  return { matched, faced, find, brief, asked, written };
};
