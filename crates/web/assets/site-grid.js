// The matrix, whole or compact, of a page that the browser computes. Its markup is the template `part-grid` of the page.
// @ts-check
var rhumbGrid = (function () {
  "use strict";
  const { part, take, set } = rhumbMarkup;
  const { faces, views, short_volumes } = rhumbWords;
  /** Where the value of a view is among those of a cell. */
  const places = { controls: 0, detections: 1, tests: 2, potential: 6, evidence: 7, gap: 8, weight: 9 };

  /** The rows of a threat by technique; a technique of which only sub-techniques are in it shows the one with the largest gap. */
  function byTechnique(threat) {
    var faced = {};
    threat.forEach(function (row) {
      faced[row.id] = row;
    });
    threat.forEach(function (row) {
      var parent = row.id.slice(0, 5),
        known = faced[parent];
      if (row.id !== parent && (!known || (known.id !== parent && known.gap < row.gap))) faced[parent] = row;
    });
    return faced;
  }
  /** The values of a cell, one of each view and more. */
  function values(row, of) {
    var own = faces.map(function (face) {
      return row[face[0]].resources;
    });
    function cent(value) {
      return Math.round(value * 100);
    }
    return row["with"].concat(own, [row.potential, row.rung, of ? cent(of.gap) : "", of ? cent(of.weight) : ""]);
  }
  function printed(view, value) {
    if (!value) return "–";
    if (view === "potential") return short_volumes[value];
    if (view !== "gap" && view !== "weight") return value;
    return value >= 100 ? "1" : "." + ("0" + value).slice(-2);
  }
  /** What a cell says to those who do not see it. */
  function said(view, row, of, below, print) {
    var subs = !below ? "" : below === 1 ? " with its sub-technique" : " with " + below + " sub-techniques";
    if (view === "controls") return row["with"][0] + " controls" + subs;
    if (view === "tests") return row["with"][2] + " tests" + subs;
    if (view === "potential") return "validation potential " + print;
    if (view !== "gap" && view !== "weight") return row["with"][1] + " rules" + subs;
    return of ? "gap " + of.gap.toFixed(2) + ", weight " + of.weight.toFixed(2) : "not in the threat";
  }
  /** Fills the cell of a technique, and tells its step. @param {Element} item @param {number} below */
  function square(item, view, row, of, below) {
    var all = values(row, of),
      value = Number(all[places[view]]) || 0,
      print = printed(view, value),
      step = views[view].bounds.filter(function (bound) {
        return value >= bound;
      }).length;
    var cell = item.querySelector(".cell"),
      words = cell.querySelector("span"),
      more = take(words, "small"),
      name = row.name + (below ? " +" + below : "");
    set(cell, {
      class: "cell s" + step,
      href: rhumbFind.technique(row.id),
      "aria-label":
        name + ", " + row.id + ": " + said(view, row, of, below, print) + "; evidence " + row.rung + " of 5",
      "data-id": row.id,
      "data-v": all.join(","),
    });
    words.textContent = "";
    row.name.split(/(?<=\/)/).forEach(function (piece, at) {
      words.append(at ? document.createElement("wbr") : "", piece);
    });
    more.textContent = "+" + below;
    if (below) words.append(" ", more);
    set(cell.querySelector("i"), { class: "l" + row.rung });
    item.querySelector("b").textContent = print;
    return step;
  }
  /** The techniques of a tactic by name, each with its sub-techniques there. @param {number} tactic */
  function within(families, tactic) {
    var cells = [];
    Object.keys(families).forEach(function (id) {
      var rows = families[id].filter(function (row) {
          return row.tactics.indexOf(tactic) >= 0;
        }),
        parent = rows.find(function (row) {
          return row.id === id;
        });
      if (parent)
        cells.push({
          parent: parent,
          below: rows.filter(function (row) {
            return row !== parent;
          }),
        });
    });
    return cells.sort(function (one, other) {
      return one.parent.name < other.parent.name ? -1 : one.parent.name > other.parent.name ? 1 : 0;
    });
  }
  /** Fills the column of a tactic with as many items as there are cells. @param {Element} section */
  function column(section, tactic, items, drawn) {
    var id = "tactic-" + tactic[2];
    set(section, { "aria-labelledby": id });
    set(section.querySelector("h2"), { id: id }).textContent = tactic[3];
    section.querySelector("p").textContent = drawn + " of " + items.length;
    set(section.querySelector("svg").lastElementChild, { width: Math.floor((100 * drawn) / items.length) });
    section.querySelector("ol").append(...items);
  }

  return function (rows, threat, view, domain, more) {
    var faced = byTechnique(threat || []),
      families = {},
      whole = part("grid"),
      blank = { section: take(whole, "section"), item: null, sub: null, subs: null };
    blank.item = take(blank.section, "li");
    blank.sub = take(blank.item, "li");
    blank.subs = take(blank.item, "ol");
    rows.forEach(function (row) {
      (families[row.id.slice(0, 5)] = families[row.id.slice(0, 5)] || []).push(row);
    });
    rhumbSite.counter.data.tactics.forEach(function (tactic, place) {
      var drawn = 0,
        section = blank.section.cloneNode(true);
      if (tactic[0] !== domain) return;
      var items = within(families, place).map(function (cell) {
        var item = blank.item.cloneNode(true),
          subs = blank.subs.cloneNode(true);
        if (square(item, view, cell.parent, faced[cell.parent.id], cell.below.length)) drawn += 1;
        cell.below.forEach(function (row) {
          var sub = blank.sub.cloneNode(true);
          square(sub, view, row, faced[row.id], 0);
          subs.append(sub);
        });
        if (cell.below.length) item.append(subs);
        return item;
      });
      if (!items.length) return;
      column(section, tactic, items, drawn);
      whole.append(section);
    });
    return set(whole, {
      class: "grid " + view + "-v n" + whole.children.length + (more || ""),
      "aria-label": "Matrix by " + view,
      "data-view": view,
    });
  };
})();
