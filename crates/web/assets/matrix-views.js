// What the cells of the matrix show: views, folding, density, and the filter by words or by a step of the legend.
// @ts-check
var rhumbViews = (function () {
  "use strict";
  const { site, VIEWS, all, values, subs, nameOf, make, say, remember, later, change } = rhumbCells;
  const scales = rhumbWords.views;

  /** The step of the colours for a cell. @param {HTMLElement} cell @param {string} view */
  function step(cell, view) {
    var value = Number(values(cell)[VIEWS[view].at]) || 0;
    return scales[view].bounds.filter((/** @type {number} */ bound) => value >= bound).length;
  }
  /** @param {HTMLElement} cell */
  function withSubs(cell) {
    var below = subs(cell).length;
    return below === 0 ? "" : below === 1 ? " with its sub-technique" : " with " + below + " sub-techniques";
  }
  /** @param {HTMLElement} cell @param {string} view */
  function showCell(cell, view) {
    var all = values(cell),
      value = Number(all[VIEWS[view].at]) || 0,
      number = cell.nextElementSibling,
      more = cell.querySelector("small") ? " +" + subs(cell).length : "";
    cell.className = cell.className.replace(/\bs\d\b/, "s" + step(cell, view));
    if (number) number.textContent = value ? VIEWS[view].text(value) : "–";
    var label = VIEWS[view].label(all, withSubs(cell)) + "; evidence " + all[7] + " of 5";
    cell.setAttribute("aria-label", nameOf(cell) + more + ", " + cell.dataset.id + ": " + label);
  }
  /** How many techniques of a tactic are coloured. @param {HTMLElement} section @param {string} view */
  function showColumn(section, view) {
    var cells = all("ol:not(.grid-sub) > li > .cell", section),
      coloured = cells.filter((cell) => step(cell, view)).length,
      count = section.querySelector("header p"),
      bar = section.querySelector(".tb rect:last-child");
    if (count) count.textContent = coloured + " of " + cells.length;
    if (bar) bar.setAttribute("width", String(Math.floor((100 * coloured) / Math.max(cells.length, 1))));
  }
  /** @param {string} view */
  function showLegend(view) {
    var list = document.querySelector("[data-legend]");
    if (!(list instanceof HTMLElement)) return;
    list.className = view + "-v";
    list.replaceChildren(
      ...scales[view].legend.map((/** @type {any[]} */ [step, words]) => make("li", words, "s" + step)),
    );
    var unit = list.previousElementSibling;
    if (unit) unit.textContent = scales[view].unit;
  }
  /** Shows a view; returns whether there is such a view. @param {Matrix} matrix @param {string} view */
  function show({ grid, cells }, view) {
    if (!VIEWS[view] || !scales[view]) return false;
    grid.className = grid.className.replace(/\b\w+-v\b/, view + "-v");
    grid.dataset.view = view;
    grid.setAttribute("aria-label", (grid.getAttribute("aria-label") || "").replace(/ by \w+$/, " by " + view));
    change("view", cells, (cell) => showCell(cell, view));
    all("section", grid).forEach((section) => showColumn(section, view));
    showLegend(view);
    return true;
  }
  /** @param {Matrix} matrix @param {HTMLElement} tab @param {MouseEvent} event */
  function choose(matrix, tab, event) {
    var address = new URL(/** @type {HTMLAnchorElement} */ (tab).href),
      view = (site ? new URLSearchParams(address.hash.slice(1)) : address.searchParams).get("view") || "";
    if (event.metaKey || event.ctrlKey || !show(matrix, view)) return;
    event.preventDefault();
    all("[data-views] a").forEach((other) => other.removeAttribute("aria-current"));
    tab.setAttribute("aria-current", "true");
    remember("view", view);
    say("By " + view);
  }

  /** @param {HTMLElement} link */
  function toggleOf(link) {
    return /Sub/.test(link.textContent || "") ? "subs" : "dense";
  }
  /** Shows all sub-techniques, or a compact matrix. @param {Matrix} matrix @param {"subs" | "dense"} name */
  function toggle({ grid }, name) {
    var on = grid.classList.toggle(name);
    remember(name, on ? "1" : null);
    all("[data-toggle]").forEach(function (link) {
      if (toggleOf(link) !== name) return;
      link.textContent = (link.textContent || "").replace(" ✓", "") + (on ? " ✓" : "");
      if (on) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    if (name === "subs") say(on ? "Sub-techniques open" : "Sub-techniques folded");
    else say(on ? "Compact" : "Full");
  }

  /** Filters by name or id; a step of the legend keeps only its cells. @param {Matrix} matrix */
  function addFilter({ grid, cells }) {
    var field = document.querySelector("[data-filter]"),
      legend = document.querySelector("[data-legend]"),
      onlyStep = "";
    /** @type {string[]} */
    var names = [];
    function readNames() {
      names = cells.map((cell) => (cell.dataset.id + " " + nameOf(cell)).toLowerCase());
    }
    function filter() {
      var words = field instanceof HTMLInputElement ? field.value.trim().toLowerCase() : "",
        view = grid.dataset.view || "";
      if (!names.length) readNames();
      var fits = cells.map(
        (cell, at) => names[at].indexOf(words) >= 0 && (!onlyStep || onlyStep === "s" + step(cell, view)),
      );
      var wrong = cells.filter((cell, at) => cell.classList.contains("away") === fits[at]);
      change("filter", wrong, (cell) => cell.classList.toggle("away"));
      say(fits.filter(Boolean).length + " techniques");
    }
    later(readNames);
    if (field instanceof HTMLInputElement) {
      field.hidden = false;
      field.addEventListener("input", filter);
    }
    if (legend)
      legend.addEventListener("click", function (event) {
        var entry = event.target instanceof Element ? event.target.closest("li") : null;
        if (!entry) return;
        onlyStep = onlyStep === entry.className ? "" : entry.className;
        filter();
      });
  }

  /** @param {Matrix} matrix */
  function start(matrix) {
    all("[data-views] a").forEach((tab) => tab.addEventListener("click", (event) => choose(matrix, tab, event)));
    all("[data-toggle]").forEach((link) =>
      link.addEventListener("click", function (event) {
        event.preventDefault();
        toggle(matrix, toggleOf(link));
      }),
    );
    addFilter(matrix);
  }

  return { start, toggle };
})();
