// Stacks as the program reads them: words for platforms and log sources, and what of the catalogue is in use.
// @ts-check
/** @typedef {{ units: Set<number>, words: Set<string>, products: Set<string> }} ArrivingLogs What arrives where rules run: units of logs,
 * the words that name them, the products that come with them. */
/** @param {any} data @param {{ lower: (text: string) => string, refuse: (what: string) => never }} tools */
var rhumbStack = function (data, tools) {
  "use strict";
  var lower = tools.lower,
    refuse = tools.refuse;

  /** @param {string} text */
  function fold(text) {
    return text.trim().replace(/\s+/gu, " ").toLowerCase();
  }
  /** The words of `azure-ad` and `CredentialAccess` apart. @param {string} text */
  function apart(text) {
    return fold(text.replace(/(\p{Lowercase})(?=\p{Uppercase})/gu, "$1 ").replace(/[_-]/g, " "));
  }
  /** @param {Object<string, any>} table @param {string} word */
  function whole(table, word) {
    return Object.prototype.hasOwnProperty.call(table, word) ? table[word] : undefined;
  }
  /** What stands for all words that begin as this one does: the longest beginning. @param {Object<string, any>} table @param {string} word */
  function beginning(table, word) {
    for (var length = word.length; length > 0; length -= 1) {
      var found = whole(table, word.slice(0, length) + "*");
      if (found !== undefined) return found;
    }
    return undefined;
  }
  /** The names of platforms that a word stands for; none for all of them, `undefined` where nobody knows it.
   * @param {string} word @returns {string[] | undefined} */
  function platformNames(word) {
    var table = data.platform_words.words,
      spellings = [fold(word), apart(word)];
    for (var look of [whole, beginning])
      for (var spelling of spellings) {
        var found = look(table, spelling);
        if (found !== undefined) return found;
      }
    return undefined;
  }
  /** Words of rules that no table knows. */
  var wordsOfRules = new Set(data.logs.own_words);

  /** @param {string[]} words @returns {ArrivingLogs} */
  function arrivingLogs(words) {
    /** @type {ArrivingLogs} */
    var logs = { units: new Set(), words: new Set(), products: new Set() };
    words.forEach(function (word) {
      var folded = fold(word),
        set = whole(data.logs.words, folded);
      if (set === undefined) set = beginning(data.logs.words, folded);
      if (set === undefined && !wordsOfRules.has(folded))
        refuse("No table and no rule knows the log source “" + word + "”.");
      logs.words.add(folded);
      (set === undefined ? [] : data.logs.sets[set]).forEach(function (/** @type {number} */ unit) {
        logs.units.add(unit);
        if (data.logs.products[unit] !== null) logs.products.add(data.logs.products[unit]);
      });
    });
    return logs;
  }
  /** @param {string[]} names */
  function checkSources(names) {
    var known = data.sources.map((/** @type {string} */ source) => source.toLowerCase());
    names.forEach(function (name) {
      if (known.indexOf(name) < 0) refuse("There is no source “" + name + "” in this catalogue.");
    });
  }
  /** Whether something for these platforms is for one of those in use. @param {string[]} inUse @param {string[]} platforms */
  function runsOn(inUse, platforms) {
    var stated = platforms.flatMap((word) => platformNames(word) || []);
    if (!inUse.length || !stated.length) return true;
    return inUse.some((own) => stated.some((name) => data.platform_words.matches[own].indexOf(name) >= 0));
  }
  /** Whether one of the logs arrives; null: not known. @param {ArrivingLogs} logs @param {null | (string | number)[]} read */
  function arrives(logs, read) {
    if (!logs.words.size || read === null) return null;
    if (typeof read[0] === "string") return read.some((word) => logs.words.has(String(word))) || null;
    return read.some((unit) => logs.units.has(Number(unit)));
  }
  /** A stack against the catalogue. @param {{source?: string[], platform?: string[], log?: string[]}} stack */
  function stackInCatalogue(stack) {
    var sources = (stack.source || []).map(lower),
      logs = arrivingLogs(stack.log || []),
      names = (stack.platform || []).flatMap(
        (word) => platformNames(word) || refuse("There is no platform “" + word + "”."),
      ),
      platforms = Array.from(new Set(names));
    checkSources(sources);
    var fits = data.platforms.map((/** @type {string[]} */ list) => runsOn(platforms, list));
    var uses = data.parts.map(
      (/** @type {string[]} */ part) =>
        !sources.length || sources.indexOf(part[0]) >= 0 || sources.indexOf(part[1]) >= 0,
    );
    var arriving = data.logs.read.map((/** @type {any} */ read) => arrives(logs, read));
    var canHave = data.logs.units.map(function (/** @type {string} */ _, /** @type {number} */ unit) {
      var product = data.logs.products[unit];
      return runsOn(platforms, data.logs.platforms[unit]) && (product === null || logs.products.has(product));
    });
    /** The logs of which each would do: those that could be switched on, or else all of them. @param {number[]} read */
    function missing(read) {
      var offered = read.filter((unit) => canHave[unit]);
      return (offered.length ? offered : read).map((unit) => data.logs.units[unit]);
    }
    var shapes = data.shapes.map(function (/** @type {any[]} */ shape) {
      var log = shape[0] === 1 ? arriving[shape[3]] : null;
      return {
        kind: shape[0],
        source: data.parts[shape[1]][0],
        part: data.parts[shape[1]][1],
        fits: fits[shape[2]],
        uses: uses[shape[1]] && fits[shape[2]],
        log: log,
        logs: log === false ? missing(data.logs.read[shape[3]]) : [],
        tested: !!shape[4],
        counts: !!shape[5],
      };
    });
    return { shapes: shapes, fits: fits, sources: sources, platforms: platforms, logs: stack.log || [] };
  }

  return stackInCatalogue;
};
