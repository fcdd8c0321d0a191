// Starts the matrix of a page; keys: one tab stop, arrows inside.
// @ts-check
(function () {
  "use strict";
  const { all, cellOf, fold, keysOn } = rhumbCells;

  /** @param {KeyboardEvent} event */
  function hasModifier(event) {
    return event.metaKey || event.ctrlKey || event.altKey;
  }
  /** @param {Matrix} matrix @param {HTMLElement | undefined} cell */
  function focus({ cells }, cell) {
    if (!cell) return;
    cells.forEach((other) => {
      other.tabIndex = -1;
    });
    cell.tabIndex = 0;
    cell.focus();
  }
  /** The cells of a column that are seen. @param {HTMLElement | undefined} column */
  function visibleCells(column) {
    return column ? all(".cell", column).filter((cell) => cell.offsetParent !== null) : [];
  }
  /** The cell to which a key leads. @param {Matrix} matrix @param {HTMLElement} cell @param {string} key */
  function neighbour({ grid }, cell, key) {
    var columns = all("section", grid),
      at = columns.indexOf(/** @type {HTMLElement} */ (cell.closest("section"))),
      own = visibleCells(columns[at]),
      row = own.indexOf(cell);
    if (key === "ArrowDown") return own[row + 1];
    if (key === "ArrowUp") return own[row - 1];
    if (key === "Home") return own[0];
    if (key === "End") return own[own.length - 1];
    var other = visibleCells(columns[at + (key === "ArrowRight" ? 1 : -1)]);
    return other[Math.min(row, other.length - 1)];
  }
  /** What a key does on a cell; returns whether it does anything. @param {Matrix} matrix @param {HTMLElement} cell @param {string} key */
  function onCell(matrix, cell, key) {
    if (/^(Arrow(Down|Up|Left|Right)|Home|End)$/.test(key)) focus(matrix, neighbour(matrix, cell, key));
    else if (key === " ") fold(cell);
    else if (key === "i" && keysOn()) {
      if (rhumbCard.isOpen()) rhumbCard.close();
      else rhumbCard.open(cell);
    } else if (key === "x" && keysOn()) rhumbSelection.toggle(cell);
    else if (key === "Escape") rhumbCard.close();
    else return false;
    return true;
  }
  /** What a key does anywhere on the page. @param {Matrix} matrix @param {string} key */
  function onPage(matrix, key) {
    var toggles = document.querySelector("[data-toggle]");
    if (key === "s" && toggles) rhumbViews.toggle(matrix, "subs");
    else if (key === "d" && toggles) rhumbViews.toggle(matrix, "dense");
    else if (key === "h") matrix.grid.classList.toggle("hide");
    else if (/^[1-6]$/.test(key)) {
      var tab = all("[data-views] a")[Number(key) - 1];
      if (tab) tab.click();
    } else if (key === "e") {
      var exports = all(".acts summary").find((summary) => summary.textContent === "Export");
      if (exports) exports.click();
    } else if (key === "Escape") rhumbCard.close();
  }

  /** @type {Matrix | null} */
  var current = null;
  document.addEventListener("keydown", function (event) {
    var takesText = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (takesText || hasModifier(event) || !keysOn() || !current || !current.grid.isConnected) return;
    onPage(current, event.key);
  });

  function start() {
    var grid = document.querySelector("[data-grid]");
    if (!(grid instanceof HTMLElement) || grid.dataset.ready) return;
    grid.dataset.ready = "1";
    var matrix = { grid: grid, cells: all(".cell", grid) };
    current = matrix;
    rhumbViews.start(matrix);
    grid.addEventListener("click", function (event) {
      var small = event.target instanceof Element ? event.target.closest("small") : null,
        cell = small && small.closest(".cell");
      if (cell instanceof HTMLElement && fold(cell)) event.preventDefault();
    });
    rhumbCard.start(matrix);
    rhumbSelection.start(matrix);
    matrix.cells.forEach((cell, at) => {
      cell.tabIndex = at ? -1 : 0;
    });
    grid.addEventListener("keydown", function (event) {
      var cell = cellOf(event);
      if (cell && !hasModifier(event) && onCell(matrix, cell, event.key)) event.preventDefault();
    });
  }
  document.addEventListener("rhumb:page", start);
  start();
})();
