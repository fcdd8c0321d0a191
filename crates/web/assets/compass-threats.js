// Threats as the program reads them: adversaries by name, categories, layers; placed in the release of the catalogue. The rules
// live in the crates `questions` and `count`; `compass.js` counts with what this makes.
// @ts-check
/** A technique of a threat as it was written, and a threat before it is placed.
 * @typedef {{ id: string, score?: number, from?: string[], comment?: string }} ThreatTechnique
 * @typedef {{ name: string, origins?: string[], adversaries?: number, actor?: number, techniques: ThreatTechnique[] }} Threat */
/** @param {any} data @param {any} shared What `compass.js` counts with too. */
var rhumbThreats = function (data, shared) {
  "use strict";
  const { places, plain, lower, compare, refuse } = shared;
  const T = data.techniques,
    A = data.actors;

  /** @param {string} text */
  function words(text) {
    return text
      .toLowerCase()
      .split(/[^\p{Alphabetic}\p{N}]+/u)
      .filter(Boolean);
  }
  /** The id of a technique from what people write. @param {string} text */
  function techniqueId(text) {
    var found = /^(?:.*attack\.mitre\.org.*techniques\/)?[tT](\d{4})(?:[./](\d{1,3}))?$/.exec(
      text.trim().replace(/\/+$/, ""),
    );
    return found ? "T" + found[1] + (found[2] ? "." + ("00" + found[2]).slice(-3) : "") : null;
  }
  /** Adds it where it is not yet among them. @template V @param {V[]} list @param {V | undefined} value */
  function add(list, value) {
    if (value && list.indexOf(value) < 0) list.push(value);
  }

  // Placing: where ids lead in the release.
  /** @param {string | null} id @returns {any[][]} */
  function leads(id) {
    if (!id) return [];
    return data.leads[id] || (places[id] !== undefined ? [[id, "as_written", null]] : []);
  }
  /** @param {any[]} lead */
  function counts(lead) {
    return lead[1] !== "ambiguous" && lead[1] !== "deprecated" && lead[1] !== "unknown";
  }
  /** Why an id leads to no technique. @param {ThreatTechnique} technique @param {string | null} id @param {any[][]} all Its leads. */
  function notPlaced(technique, id, all) {
    var reasons = all.map((lead) => lead[2]).filter(Boolean);
    return {
      id: technique.id,
      perhaps: all.map((lead) => lead[0]).filter(Boolean),
      reason: !id
        ? "is no technique id"
        : reasons.length
          ? reasons.join("; ")
          : all.length && all[0][1] === "deprecated"
            ? "was withdrawn without successor"
            : "is unknown in ATT&CK " + data.about.attack,
    };
  }
  /** The highest score of a threat, by which its weights are shares. @param {Threat} threat */
  function highest(threat) {
    return threat.adversaries || threat.techniques.reduce((most, { score }) => Math.max(most, score || 0), 0);
  }
  /** @param {ThreatTechnique} technique @param {number} most */
  function weightOf(technique, most) {
    if (!most) return 1;
    return typeof technique.score === "number" ? Math.min(1, Math.max(0, technique.score / most)) : 0;
  }
  /** Adds what a threat says of a technique. @param {any} placed @param {ThreatTechnique} technique @param {string} id @param {any[]} lead @param {boolean} alone */
  function addStatement(placed, technique, id, lead, alone) {
    // Scores of different threats are on different scales.
    if (alone && typeof technique.score === "number")
      placed.score = placed.score === null ? technique.score : Math.max(placed.score, technique.score);
    (technique.from || []).forEach((name) => add(placed.from, name));
    add(placed.comments, technique.comment);
    if (id !== lead[0] && !placed.written.some((/** @type {any} */ known) => known.id === technique.id))
      placed.written.push({ id: technique.id, state: lead[1], reason: lead[2] });
  }
  /** Several threats as one, in the release. @param {Threat[]} threats */
  function place(threats) {
    /** @type {Object<number, any>} */
    var placed = {};
    // Ids are as people write them: `constructor` must not be found where nothing was put.
    /** @type {Object<string, any>} */
    var unplaced = Object.create(null);
    threats.forEach(function (threat) {
      var most = highest(threat);
      /** @type {Object<string, number>} */
      var weights = {};
      threat.techniques.forEach(function (technique) {
        var id = techniqueId(technique.id),
          all = leads(id),
          lead = all.find(counts),
          at = lead && lead[0] ? places[lead[0]] : undefined;
        if (!id || !lead || at === undefined) {
          unplaced[technique.id] = unplaced[technique.id] || notPlaced(technique, id, all);
          return;
        }
        placed[at] = placed[at] || { at: at, weight: 0, score: null, from: [], written: [], comments: [] };
        weights[at] = Math.max(weights[at] || 0, weightOf(technique, most));
        addStatement(placed[at], technique, id, lead, threats.length === 1);
      });
      Object.keys(weights).forEach(function (at) {
        placed[Number(at)].weight += weights[at] / threats.length;
      });
    });
    return {
      name: threats.map((threat) => threat.name).join(" + "),
      origins: threats.flatMap((threat) => threat.origins || []),
      adversaries: threats.reduce((sum, threat) => sum + (threat.adversaries || 0), 0) || null,
      techniques: Object.keys(placed)
        .map(Number)
        .sort((left, right) => left - right)
        .map((at) => placed[at]),
      unplaced: Object.keys(unplaced)
        .sort()
        .map((id) => unplaced[id]),
    };
  }

  // Adversaries by name.
  /** The place of the actor of this id, name or other name. @param {string} text */
  function findActor(text) {
    var wanted = plain(text),
      low = lower(text),
      all = Object.keys(A.name).map(Number);
    /** @param {(at: number) => boolean} test */
    function first(test) {
      return all.find(test);
    }
    return (
      first((at) => low !== "" && (A.id[at].toLowerCase() === low || (A.key[at] || "").toLowerCase() === low)) ??
      first((at) => plain(A.name[at]) === wanted) ??
      first((at) => (A.aliases[at] || []).some((/** @type {string} */ name) => plain(name) === wanted))
    );
  }
  /** Places of the techniques that an actor uses, each with who of it, its software and campaigns does.
   * @param {number} actor @param {boolean} withSoftware */
  function uses(actor, withSoftware) {
    var users = [actor];
    /** @type {Object<string, string[]>} */
    var all = {};
    if (withSoftware) {
      users = users.concat(A.software[actor] || []);
      (A.campaigns[actor] || []).forEach(function (/** @type {number} */ campaign) {
        users.push(campaign);
        users = users.concat(A.software[campaign] || []);
      });
    }
    users.forEach(function (user, at) {
      if (users.indexOf(user) < at) return;
      var name = A.name[actor] + (user === actor ? "" : " by " + A.name[user]);
      (A.uses[user] || []).forEach(function (/** @type {number} */ technique) {
        (all[technique] = all[technique] || []).push(name);
      });
    });
    return all;
  }
  const KINDS = ["group", "software", "campaign", "incident"];
  /** @returns {Threat} */
  function everyTechnique() {
    return {
      name: "all techniques",
      origins: ["every technique of ATT&CK " + data.about.attack],
      techniques: T.id.map((/** @type {string} */ id) => ({ id: id })),
    };
  }
  /** @returns {Threat} */
  function topTechniques() {
    return {
      name: "CTID Top Techniques",
      origins: ["CTID Top Techniques, by their weights"],
      techniques: data.top.map((/** @type {any[]} */ pair) => ({
        id: pair[0],
        score: pair[1] === null ? undefined : pair[1],
      })),
    };
  }
  /** The threat of a name. @param {string} text @param {boolean} withSoftware @returns {Threat} */
  function named(text, withSoftware) {
    var low = lower(text);
    if (low === "all") return everyTechnique();
    if (low === "top" && data.top) return topTechniques();
    var at = findActor(text);
    if (at === undefined)
      return refuse("No adversary, software, campaign or incident is called “" + text + "” in this catalogue.");
    var used = uses(at, withSoftware),
      techniques = Object.keys(used).map(Number),
      kind = A.kind[at];
    if (!techniques.length)
      refuse(
        A.name[at] +
          " is known, but its source names no technique that it uses" +
          (withSoftware ? "." : "; its software may."),
      );
    var reach = withSoftware ? ", with its software and campaigns" : ", what it is said to use itself",
      id = A.id[at] ? " (" + A.id[at] + ")" : "",
      part = A.parts[A.part[at]].replace(/_/g, " ");
    return {
      name: A.name[at],
      actor: at,
      origins: [KINDS[kind] + " " + A.name[at] + id + " of " + part + (kind === 1 || kind === 3 ? "" : reach)],
      techniques: techniques.map((technique) => ({ id: T.id[technique], from: used[technique] })),
    };
  }

  // Adversaries by what sources state about them.
  const RELATIONS = [
    ["motive", "motive "],
    ["sector", "victims in "],
    ["base", "based in "],
    ["victim", "victims in "],
  ];
  /** @typedef {{ relation: number, words: string, name: string }} Category */
  /** The categories that are chosen. @param {any} choice */
  function categories(choice) {
    return RELATIONS.flatMap(([argument, prefix], relation) =>
      (choice[argument] || []).map(
        /** @returns {Category} */ (/** @type {string} */ text) => ({
          relation: relation,
          words: text,
          name: prefix + text,
        }),
      ),
    );
  }
  /** @param {string} text */
  function country(text) {
    return A.countries[lower(text)] || plain(text);
  }
  /** Whether a statement is of a category. @param {Category} category @param {any[]} statement */
  function isOf(category, statement) {
    if (statement[0] !== category.relation) return false;
    if (category.relation > 1) return country(category.words) === country(statement[1]);
    var stated = words(statement[1]),
      wanted = words(category.words);
    return wanted.length > 0 && wanted.every((word) => stated.indexOf(word) >= 0);
  }
  /** What of the statements about an actor is of the categories. @param {any[][]} statements @param {boolean[][]} matches */
  function matchOf(statements, matches) {
    var answered = new Set(),
      texts = new Set(),
      by = new Set();
    statements.forEach(function ([statement, part]) {
      matches[statement].forEach(function (is, at) {
        if (!is) return;
        answered.add(at);
        texts.add(A.words[statement][1]);
        by.add(A.parts[part]);
      });
    });
    return { categories: answered.size, statements: Array.from(texts).sort(), by: Array.from(by) };
  }
  /** The groups of which all, or any, of the categories is stated. @param {any} choice */
  function adversaries(choice) {
    var all = categories(choice);
    if (!A.words.length) refuse("This catalogue holds nothing of motives, victims and bases: it has facts only.");
    /** @type {boolean[][]} */
    var matches = A.words.map((/** @type {any[]} */ statement) => all.map((category) => isOf(category, statement)));
    all.forEach(function (category, at) {
      if (!matches.some((match) => match[at])) refuse("Of nobody is said: " + category.name + ".");
    });
    return Object.keys(A.said)
      .map(Number)
      .map((actor) => ({ actor: actor, ...matchOf(A.said[actor], matches), techniques: (A.uses[actor] || []).length }))
      .filter((match) => (choice.any_of ? match.categories > 0 : match.categories === all.length))
      .sort(
        (left, right) =>
          compare(A.name[left.actor].toLowerCase(), A.name[right.actor].toLowerCase()) || left.actor - right.actor,
      );
  }
  /** The techniques of all groups of the categories, by how many use each. @param {any} choice @returns {Threat} */
  function category(choice) {
    var found = adversaries(choice),
      name = categories(choice)
        .map((category) => category.name)
        .join(choice.any_of ? " or " : " and "),
      by = new Set();
    if (!found.length) refuse("No adversary is said to be all of it: " + name + ".");
    /** @type {Object<string, string[]>} */
    var users = {};
    found.forEach(function (adversary) {
      Object.keys(uses(adversary.actor, choice.with_software)).forEach(function (technique) {
        (users[technique] = users[technique] || []).push(A.name[adversary.actor]);
      });
      adversary.by.forEach((part) => by.add(part.replace(/_/g, " ")));
    });
    var reach = choice.with_software ? "with their software and campaigns" : "what they are said to use themselves",
      sources = Array.from(by).sort().join(", ");
    return {
      name: name,
      adversaries: found.length,
      origins: [found.length + " groups of ATT&CK, " + name + ", as " + sources + " say; " + reach],
      techniques: Object.keys(users).map((technique) => ({
        id: T.id[Number(technique)],
        score: users[technique].length,
        from: users[technique],
      })),
    };
  }

  // Layers.
  /** Ids with weights. @param {string} text @param {string} [name] @returns {Threat} */
  function weightedIds(text, name) {
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
  /** Whether an entry of a layer says that its technique is used. @param {any} entry */
  function isUsed(entry) {
    if (!entry || typeof entry.techniqueID !== "string" || !techniqueId(entry.techniqueID)) return false;
    if (entry.enabled === false || entry.score === 0) return false;
    return !(entry.showSubtechniques === true && typeof entry.score !== "number" && !entry.comment && !entry.color);
  }
  /** A Navigator layer, or ids with weights. @param {string} text @param {string} [name] @returns {Threat} */
  function layer(text, name) {
    if (text.trim().charAt(0) !== "{") return weightedIds(text, name);
    var file;
    try {
      file = JSON.parse(text);
    } catch (error) {
      refuse("The layer cannot be read: " + /** @type {Error} */ (error).message);
    }
    if (!Array.isArray(file.techniques)) refuse("This is no layer of ATT&CK Navigator: it lists no techniques.");
    var entries = file.techniques.filter(isUsed);
    if (!entries.length) refuse("This layer names no technique.");
    var own = typeof file.name === "string" && file.name.trim(),
      version = String((file.versions || {}).layer || file.version || "").trim();
    return {
      name: name || own || "My threat intelligence",
      origins: ["layer `" + (own || "layer") + "` of Navigator" + (version && " " + version) + " (file layer.json)"],
      techniques: entries.map((/** @type {any} */ entry) => ({
        id: entry.techniqueID.trim(),
        score: typeof entry.score === "number" ? entry.score : undefined,
        comment: typeof entry.comment === "string" ? entry.comment.trim() : "",
      })),
    };
  }
  /** A layer short enough for an address. @param {string} text */
  function shortLayer(text) {
    var { name, techniques } = layer(text),
      ids = techniques.map(({ id, score }) => id + (score === undefined ? "" : ":" + score));
    return { name: name, text: Array.from(new Set(ids)).join(" ") };
  }

  /** Everything that is chosen as one threat, placed in the release. @param {any} choice */
  function placedThreat(choice) {
    /** @type {Threat[]} */
    var threats = (choice.threat || []).map((/** @type {string} */ text) => named(text, choice.with_software));
    (choice.layer || []).forEach(function (/** @type {string} */ text) {
      threats.push(layer(text, choice.name));
    });
    if (categories(choice).length) threats.push(category(choice));
    if (!threats.length) refuse("No threat is given.");
    var placed = place(threats);
    if (!placed.techniques.length && placed.unplaced.length)
      refuse(
        "None of the " +
          placed.unplaced.length +
          " ids of “" +
          placed.name +
          "” leads to a technique of ATT&CK " +
          data.about.attack +
          ": " +
          placed.unplaced[0].id +
          " " +
          placed.unplaced[0].reason +
          ".",
      );
    return Object.assign(placed, { actor: threats.length === 1 ? threats[0].actor : undefined });
  }

  return { adversaries, placedThreat, shortLayer, categories };
};
