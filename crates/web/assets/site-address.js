// What is chosen on a page that the browser computes: it stands behind the `#` of the address and nowhere else.
// @ts-check
var rhumbAddress = (function () {
  "use strict";
  var lists = ["source", "platform", "tactic", "log"],
    whole = ["threat", "layer", "motive", "sector", "base", "victim"],
    flags = ["any_of", "with_software", "lowest_level", "ascending", "descending"];
  function parameters() {
    return new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : location.search.slice(1));
  }
  function chosen() {
    var query = parameters();
    /** @type {any} */
    var given = {};
    lists.concat(whole).forEach(function (name) {
      var values = query.getAll(name);
      if (lists.indexOf(name) >= 0) values = values.join(",").split(",");
      given[name] = values
        .map(function (value) {
          return value.trim();
        })
        .filter(Boolean);
    });
    flags.forEach(function (name) {
      given[name] = /^(true|1|on)$/.test(query.get(name) || "");
    });
    ["name", "sort", "explain", "part", "view", "subs", "dense", "words"].forEach(function (name) {
      given[name] = query.get(name) || "";
    });
    return given;
  }
  /** The address of what is chosen with another value of one name. @param {string} name @param {string | null} value @param {string} [page] */
  function turned(name, value, page) {
    var query = parameters();
    query.delete(name);
    if (value !== null) query.append(name, value);
    return (page ? rhumbFind.base + page : "") + "#" + (query.toString() || "all=");
  }

  return { lists, whole, flags, parameters, chosen, turned };
})();
