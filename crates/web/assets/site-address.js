// What is chosen on a page that the browser computes: it stands behind the `#` of the address and nowhere else.
// @ts-check
var rhumbAddress = (function () {
  "use strict";
  /** Names whose values are lists with commas, names whose values may hold commas, and names that are on or off. */
  const LISTS = ["source", "platform", "tactic", "log"],
    TEXTS = ["threat", "layer", "motive", "sector", "base", "victim"],
    FLAGS = ["any_of", "with_software", "lowest_level", "ascending", "descending"];

  function parameters() {
    return new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : location.search.slice(1));
  }
  function choice() {
    var query = parameters();
    /** @type {any} */
    var choice = {};
    LISTS.concat(TEXTS).forEach(function (name) {
      var values = query.getAll(name);
      if (LISTS.indexOf(name) >= 0) values = values.join(",").split(",");
      choice[name] = values.map((value) => value.trim()).filter(Boolean);
    });
    FLAGS.forEach(function (name) {
      choice[name] = /^(true|1|on)$/.test(query.get(name) || "");
    });
    ["name", "sort", "explain", "part", "view", "subs", "dense", "words"].forEach(function (name) {
      choice[name] = query.get(name) || "";
    });
    return choice;
  }
  /** The address of what is chosen with another value of one name. @param {string} name @param {string | null} value @param {string} [page] */
  function addressWith(name, value, page) {
    var query = parameters();
    query.delete(name);
    if (value !== null) query.append(name, value);
    return (page ? rhumbFind.base + page : "") + "#" + (query.toString() || "all=");
  }

  return { LISTS, TEXTS, FLAGS, parameters, choice, addressWith };
})();
