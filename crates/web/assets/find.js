// Search on a static site: names and places are read when somebody searches, and looked through in the browser.
// @ts-check
var rhumbFind = (function () {
  "use strict";
  var form = document.querySelector("form[data-suggest]");
  var base = form instanceof HTMLElement ? (form.dataset.suggest || "").replace(/data\/names\.js$/, "") : "";
  /** @type {Object<string, Promise<any>>} */
  var reading = {};
  /** @type {any[] | null} */
  var all = null;

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

  /** Places are written as what they add to the one before. */
  function unpacked(names) {
    if (names.places) return names;
    var before = "";
    names.places = names.place.map(function (text) {
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
  /** The page of an adversary, software, campaign or incident. */
  function actor(actors, at) {
    var key = actors.key[at];
    if (key) return resource(key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1));
    return actors.with_page.indexOf(actors.part[at]) >= 0 && actors.id[at]
      ? base + folders[actors.kind[at]] + "/" + slug(actors.id[at]) + ".html"
      : null;
  }
  var kinds = ["control", "detection", "test", "knowledge"];

  /** Everything that can be found. */
  function gather(parts) {
    var compass = parts[0],
      names = parts[1];
    if (all) return all;
    all = compass.techniques.id.map(function (id, at) {
      return {
        id: id.toLowerCase(),
        title: compass.techniques.name[at].toLowerCase(),
        rest: "",
        found: { technique: { id: id, name: compass.techniques.name[at] }, href: technique(id) },
      };
    });
    names.title.forEach(function (title, at) {
      var shape = names.shapes[names.shape[at]],
        id = names.id[at] || "",
        known = names.adversaries[shape[2]];
      all.push({
        id: id.toLowerCase(),
        title: title.toLowerCase(),
        alias: (names.aliases[at] || []).join("\n").toLowerCase(),
        rest: names.places[at].toLowerCase() + "\n" + shape[1],
        found: {
          resource: {
            id: id,
            key: shape[1] + ":" + names.places[at],
            title: title,
            source: shape[1],
            kind: kinds[shape[0]],
            place: names.places[at],
          },
          href:
            known !== undefined && id
              ? base + folders[known] + "/" + slug(id) + ".html"
              : resource(shape[1], names.places[at]),
        },
      });
    });
    return all;
  }
  /** How good a match is, the smaller the better; nothing where it is none. */
  function rank(one, whole, words) {
    if (one.id === whole) return [0, "id"];
    if (one.title === whole) return [1, "title"];
    if (one.alias && one.alias.split("\n").indexOf(whole) >= 0) return [2, "alias"];
    var named = one.id + " " + one.title,
      where = "title";
    for (var at = 0; at < words.length; at += 1) {
      if (named.indexOf(words[at]) >= 0) continue;
      if (one.alias && one.alias.indexOf(words[at]) >= 0) where = "alias";
      else if (one.rest.indexOf(words[at]) >= 0) where = "path";
      else return null;
    }
    var first = one.title.indexOf(words[0]);
    return [
      where === "path"
        ? 7
        : where === "alias"
          ? 6
          : one.title.indexOf(whole) === 0
            ? 3
            : first === 0 || (first > 0 && /\W/.test(one.title.charAt(first - 1)))
              ? 4
              : 5,
      where,
    ];
  }
  /** What words find, the best first: in the form of the server's answer, with addresses. @param {string} text */
  function search(text) {
    return Promise.all([compass(), names()])
      .then(gather)
      .then(function (all) {
        var whole = text.trim().toLowerCase().replace(/\s+/g, " "),
          words = whole.split(" ").filter(Boolean),
          found = [];
        if (!words.length) return [];
        all.forEach(function (one, at) {
          var ranked = rank(one, whole, words);
          if (ranked) found.push([ranked[0], at, ranked[1]]);
        });
        found.sort(function (one, other) {
          return one[0] - other[0] || one[1] - other[1];
        });
        return found.map(function (hit) {
          return Object.assign({ found_in: hit[2] }, all[hit[1]].found);
        });
      });
  }

  document.addEventListener("submit", function (event) {
    var form =
      event.target instanceof HTMLFormElement && event.target.getAttribute("role") === "search" ? event.target : null;
    if (!form) return;
    event.preventDefault();
    var input = /** @type {HTMLInputElement} */ (form.querySelector("input[name=words]")),
      words = input.value.trim();
    var id = /^t\d{4}(\.\d{3})?$/i.test(words) ? words.toUpperCase() : "";
    compass()
      .then(function (compass) {
        return id && compass.techniques.id.indexOf(id) >= 0;
      })
      .catch(function () {
        return false;
      })
      .then(function (is) {
        location.href = is
          ? technique(id)
          : form.getAttribute("action") + (words ? "#words=" + encodeURIComponent(words) : "");
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
