// The matrix, whole or compact, of a page that the browser computes.
// @ts-check
var rhumbGrid = (function () {
  "use strict";
  const { query, clone, take, set } = rhumbTemplates;
  const { pillars, views, short_volumes } = rhumbWords;
  /** Where the value of a view is among those of a cell. @type {Object<string, number>} */
  const PLACES = { controls: 0, detections: 1, tests: 2, potential: 6, evidence: 7, gap: 8, weight: 9 };

  /** The rows of a threat by technique; a technique of which only sub-techniques are in it shows the one with the largest gap.
   * @param {any[]} threat */
  function byTechnique(threat) {
    /** @type {Object<string, any>} */
    var rows = {};
    threat.forEach(function (row) {
      rows[row.id] = row;
    });
    threat.forEach(function (row) {
      var parent = row.id.slice(0, 5),
        known = rows[parent];
      if (row.id !== parent && (!known || (known.id !== parent && known.gap < row.gap))) rows[parent] = row;
    });
    return rows;
  }
  /** @param {number} share */
  function hundredths(share) {
    return Math.round(share * 100);
  }
  /** The values of a cell, one of each view and more. @param {any} row @param {any} threat */
  function values(row, threat) {
    var own = pillars.map((/** @type {any} */ pillar) => row[pillar.id].resources);
    return row["with"].concat(own, [
      row.potential,
      row.rung,
      threat ? hundredths(threat.gap) : "",
      threat ? hundredths(threat.weight) : "",
    ]);
  }
  /** The value as the cell shows it. @param {string} view @param {number} value */
  function display(view, value) {
    if (!value) return "–";
    if (view === "potential") return short_volumes[value];
    if (view !== "gap" && view !== "weight") return value;
    return value >= 100 ? "1" : "." + ("0" + value).slice(-2);
  }
  /** What a cell says to those who do not see it. @param {string} view @param {any} row @param {any} threat @param {number} below */
  function label(view, row, threat, below) {
    var subs = !below ? "" : below === 1 ? " with its sub-technique" : " with " + below + " sub-techniques";
    if (view === "controls") return row["with"][0] + " controls" + subs;
    if (view === "tests") return row["with"][2] + " tests" + subs;
    if (view === "potential") return "validation potential " + display(view, row.potential);
    if (view !== "gap" && view !== "weight") return row["with"][1] + " rules" + subs;
    return threat ? "gap " + threat.gap.toFixed(2) + ", weight " + threat.weight.toFixed(2) : "not in the threat";
  }
  /** Fills the name of a technique, which may break behind a slash. @param {Element} words @param {any} row @param {number} below */
  function fillName(words, row, below) {
    var more = take(words, "small");
    words.textContent = "";
    row.name.split(/(?<=\/)/).forEach(function (/** @type {string} */ piece, /** @type {number} */ at) {
      words.append(at ? document.createElement("wbr") : "", piece);
    });
    more.textContent = "+" + below;
    if (below) words.append(" ", more);
  }
  /** Fills the cell of a technique, and returns its step.
   * @param {Element} item @param {string} view @param {any} row @param {any} threat @param {number} below */
  function fillCell(item, view, row, threat, below) {
    var all = values(row, threat),
      value = Number(all[PLACES[view]]) || 0,
      step = views[view].bounds.filter((/** @type {number} */ bound) => value >= bound).length,
      name = row.name + (below ? " +" + below : ""),
      cell = query(item, ".cell");
    set(cell, {
      class: "cell s" + step,
      href: rhumbFind.technique(row.id),
      "aria-label": name + ", " + row.id + ": " + label(view, row, threat, below) + "; evidence " + row.rung + " of 5",
      "data-id": row.id,
      "data-v": all.join(","),
    });
    fillName(query(cell, "span"), row, below);
    set(query(cell, "i"), { class: "l" + row.rung });
    query(item, "b").textContent = display(view, value);
    return step;
  }
  /** The techniques of a tactic by name, each with its sub-techniques there. @param {Object<string, any[]>} families @param {number} tactic */
  function inTactic(families, tactic) {
    /** @type {{ parent: any, below: any[] }[]} */
    var cells = [];
    Object.keys(families).forEach(function (id) {
      var rows = families[id].filter((row) => row.tactics.indexOf(tactic) >= 0),
        parent = rows.find((row) => row.id === id);
      if (parent) cells.push({ parent: parent, below: rows.filter((row) => row !== parent) });
    });
    return cells.sort(function (left, right) {
      return left.parent.name < right.parent.name ? -1 : left.parent.name > right.parent.name ? 1 : 0;
    });
  }
  /** Fills the column of a tactic. @param {Element} section @param {any[]} tactic @param {Element[]} items @param {number} coloured */
  function column(section, tactic, items, coloured) {
    var id = "tactic-" + tactic[2];
    set(section, { "aria-labelledby": id });
    set(query(section, "h2"), { id: id }).textContent = tactic[3];
    query(section, "p").textContent = coloured + " of " + items.length;
    set(query(section, "svg").lastElementChild, { width: Math.floor((100 * coloured) / items.length) });
    query(section, "ol").append(...items);
    return section;
  }
  /** The template in its pieces: the grid, a column, a technique, a sub-technique and the list of these. */
  function pieces() {
    var grid = clone("grid"),
      column = take(grid, "section"),
      item = take(column, "li"),
      sub = take(item, "li");
    return { grid: grid, column: column, item: item, sub: sub, subs: take(item, "ol") };
  }
  /** Techniques by the id of the parent. @param {any[]} rows */
  function byParent(rows) {
    /** @type {Object<string, any[]>} */
    var families = {};
    rows.forEach(function (row) {
      var parent = row.id.slice(0, 5);
      (families[parent] = families[parent] || []).push(row);
    });
    return families;
  }

  /** @param {any[]} rows @param {any[] | null} threat @param {string} view @param {string} domain @param {string} classes */
  return function (rows, threat, view, domain, classes) {
    var rowsOfThreat = byTechnique(threat || []),
      families = byParent(rows),
      blank = pieces();
    rhumbSite.counter.data.tactics.forEach(function (/** @type {any[]} */ tactic, /** @type {number} */ place) {
      if (tactic[0] !== domain) return;
      var coloured = 0;
      var items = inTactic(families, place).map(function (cell) {
        var item = blank.item.cloneNode(true),
          subs = blank.subs.cloneNode(true);
        if (fillCell(item, view, cell.parent, rowsOfThreat[cell.parent.id], cell.below.length)) coloured += 1;
        cell.below.forEach(function (row) {
          var sub = blank.sub.cloneNode(true);
          fillCell(sub, view, row, rowsOfThreat[row.id], 0);
          subs.append(sub);
        });
        if (cell.below.length) item.append(subs);
        return item;
      });
      if (items.length) blank.grid.append(column(blank.column.cloneNode(true), tactic, items, coloured));
    });
    return set(blank.grid, {
      class: "grid " + view + "-v n" + blank.grid.children.length + classes,
      "aria-label": "Matrix by " + view,
      "data-view": view,
    });
  };
})();
