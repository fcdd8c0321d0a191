// Search on a static site: names and places are read when somebody searches, and looked through in the browser.
// @ts-check
var rhumbFind = (function () {
  "use strict";
  var form = document.querySelector("form[data-suggest]");
  var base = form instanceof HTMLElement ? (form.dataset.suggest || "").replace(/data\/names\.js$/, "") : "";
  /** @type {Object<string, Promise<any>>} */
  var reading = {};

  /** The data of this name: a script that sets a variable, for browsers fetch nothing beside a file. @param {string} name @param {string} variable */
  function read(name, variable) {
    if (!reading[name])
      reading[name] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = base + "data/" + name + ".js";
        script.onload = function () {
          resolve(/** @type {any} */ (window)[variable]);
        };
        script.onerror = function () {
          delete reading[name];
          reject(new Error("data/" + name + ".js cannot be read"));
        };
        document.head.appendChild(script);
      });
    return reading[name];
  }
  function compass() {
    return read("compass", "rhumbCompass");
  }
  function names() {
    return read("names", "rhumbNames").then(unpacked);
  }

  /** Places are written as what they add to the one before. @param {any} names */
  function unpacked(names) {
    if (names.places) return names;
    var before = "";
    names.places = names.place.map(function (/** @type {string} */ text) {
      before = before.slice(0, text.charCodeAt(0) - 48) + text.slice(1);
      return before;
    });
    return names;
  }

  /** A text as part of a file name, as the files of the site are named. @param {string} text */
  function slug(text) {
    var name = "",
      sum = 0x811c9dc5,
      odd = false;
    new TextEncoder().encode(text).forEach(function (byte) {
      var letter = String.fromCharCode(byte);
      sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
      if (/[A-Z]/.test(letter)) odd = true;
      name +=
        /[A-Za-z0-9_-]/.test(letter) || (letter === "." && name)
          ? letter.toLowerCase()
          : "~" + ("0" + byte.toString(16)).slice(-2);
    });
    var stem = name.split(".")[0];
    if (name.length > 120 || odd || /^(con|prn|aux|nul|(com|lpt).)$/.test(stem))
      name = name.slice(0, 120) + "~-" + ("0000000" + sum.toString(16)).slice(-8);
    return name;
  }
  var folders = ["adversary", "software", "campaign"];
  /** The page of a resource, by its source and place. @param {string} source @param {string} place */
  function resource(source, place) {
    return !rhumbSizes.resources
      ? base + "source/" + slug(source) + ".html"
      : base + "resource/" + slug(source) + "/" + slug(place) + ".html";
  }
  /** The page of a technique. @param {string} id */
  function technique(id) {
    return base + "technique/" + id + ".html";
  }
  /** The page of an adversary, software, campaign or incident, where it has one. @param {any} actors @param {number} at */
  function actor(actors, at) {
    var key = actors.key[at];
    if (key) return resource(key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1));
    return actors.with_page.indexOf(actors.part[at]) >= 0 && actors.id[at]
      ? base + folders[actors.kind[at]] + "/" + slug(actors.id[at]) + ".html"
      : null;
  }
  var kinds = ["control", "detection", "test", "knowledge"];

  /** Something that can be found: its texts in small letters, and what the answer says of it.
   * @typedef {{ id: string, title: string, alias?: string, rest: string, hit: any }} Entry */
  /** @param {any} compass @returns {Entry[]} */
  function techniqueEntries({ techniques }) {
    return techniques.id.map((/** @type {string} */ id, /** @type {number} */ at) => ({
      id: id.toLowerCase(),
      title: techniques.name[at].toLowerCase(),
      rest: "",
      hit: { technique: { id: id, name: techniques.name[at] }, href: technique(id) },
    }));
  }
  /** @param {any} names @returns {Entry[]} */
  function resourceEntries(names) {
    return names.title.map(function (/** @type {string} */ title, /** @type {number} */ at) {
      var [kind, source, part] = names.shapes[names.shape[at]],
        id = names.id[at] || "",
        place = names.places[at],
        folder = folders[names.adversaries[part]];
      return {
        id: id.toLowerCase(),
        title: title.toLowerCase(),
        alias: (names.aliases[at] || []).join("\n").toLowerCase(),
        rest: place.toLowerCase() + "\n" + source,
        hit: {
          resource: {
            id: id,
            key: source + ":" + place,
            title: title,
            source: source,
            kind: kinds[kind],
            place: place,
          },
          href: folder && id ? base + folder + "/" + slug(id) + ".html" : resource(source, place),
        },
      };
    });
  }
  /** Everything that can be found. @type {Promise<Entry[]> | null} */
  var entries = null;
  function allEntries() {
    entries =
      entries ||
      Promise.all([compass(), names()]).then(([compass, names]) =>
        techniqueEntries(compass).concat(resourceEntries(names)),
      );
    return entries.catch(function (error) {
      entries = null;
      throw error;
    });
  }
  /** How good a match is, the smaller the better, and where it is; nothing where there is none.
   * @param {Entry} entry @param {string} text @param {string[]} words @returns {[number, string] | null} */
  function rank(entry, text, words) {
    if (entry.id === text) return [0, "id"];
    if (entry.title === text) return [1, "title"];
    if (entry.alias && entry.alias.split("\n").indexOf(text) >= 0) return [2, "alias"];
    var named = entry.id + " " + entry.title,
      where = "title";
    for (var word of words) {
      if (named.indexOf(word) >= 0) continue;
      if (entry.alias && entry.alias.indexOf(word) >= 0) where = "alias";
      else if (entry.rest.indexOf(word) >= 0) where = "path";
      else return null;
    }
    if (where === "path") return [7, where];
    if (where === "alias") return [6, where];
    if (entry.title.indexOf(text) === 0) return [3, where];
    var first = entry.title.indexOf(words[0]),
      beginsWord = first === 0 || (first > 0 && /\W/.test(entry.title.charAt(first - 1)));
    return [beginsWord ? 4 : 5, where];
  }
  /** What words find, the best first: in the form of the server's answer, with addresses. @param {string} words */
  function search(words) {
    return allEntries().then(function (entries) {
      var text = words.trim().toLowerCase().replace(/\s+/g, " "),
        list = text.split(" ").filter(Boolean);
      /** @type {[number, number, string][]} */
      var found = [];
      if (!list.length) return [];
      entries.forEach(function (entry, at) {
        var ranked = rank(entry, text, list);
        if (ranked) found.push([ranked[0], at, ranked[1]]);
      });
      found.sort((left, right) => left[0] - right[0] || left[1] - right[1]);
      return found.map(([, at, where]) => Object.assign({ found_in: where }, entries[at].hit));
    });
  }

  /** Whether there is a technique of this id; no data, no technique. @param {string} id */
  function isTechnique(id) {
    return compass().then(
      (compass) => compass.techniques.id.indexOf(id) >= 0,
      () => false,
    );
  }
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.getAttribute("role") !== "search") return;
    event.preventDefault();
    var input = /** @type {HTMLInputElement} */ (form.querySelector("input[name=words]")),
      words = input.value.trim(),
      id = words.toUpperCase(),
      page = form.getAttribute("action") + (words ? "#words=" + encodeURIComponent(words) : "");
    (/^T\d{4}(\.\d{3})?$/.test(id) ? isTechnique(id) : Promise.resolve(false)).then(function (is) {
      location.href = is ? technique(id) : page;
    });
  });

  return {
    base: base,
    compass: compass,
    names: names,
    search: search,
    slug: slug,
    resource: resource,
    technique: technique,
    actor: actor,
  };
})();
