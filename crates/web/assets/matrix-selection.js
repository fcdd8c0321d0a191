// The selection of cells: by a key, or by a drag over them; and what can be done with it.
// @ts-check
var rhumbSelection = (function () {
  "use strict";
  const { site, cellOf, make } = rhumbCells;

  /** @type {Matrix | null} */
  var matrix = null;
  /** Where a drag began. @type {HTMLElement | null} */
  var drag = null;
  var dragged = false,
    pressed = "";

  /** @param {HTMLElement} cell */
  function isSelected(cell) {
    return cell.getAttribute("aria-selected") === "true";
  }
  /** @param {HTMLElement} cell @param {boolean} on */
  function select(cell, on) {
    if (isSelected(cell) === on) return;
    cell.setAttribute("aria-selected", String(on));
    showTray();
  }
  /** @param {HTMLElement} cell */
  function toggle(cell) {
    select(cell, !isSelected(cell));
  }
  /** Selects the cell that a drag reaches; returns whether there is a drag. @param {HTMLElement} cell */
  function dragTo(cell) {
    if (!drag) return false;
    select(drag, true);
    select(cell, true);
    dragged = true;
    return true;
  }
  /** The techniques of the selection, each once. @returns {string[]} */
  function selectedIds() {
    var cells = matrix ? matrix.cells.filter(isSelected) : [];
    return Array.from(new Set(cells.map((cell) => cell.dataset.id || "")));
  }
  function clear() {
    if (matrix) matrix.cells.filter(isSelected).forEach((cell) => cell.setAttribute("aria-selected", "false"));
    showTray();
  }
  /** Saves the selection as a Navigator layer. */
  function save() {
    var layer = {
      name: "Selection",
      versions: { navigator: "5.1.0", layer: "4.5" },
      domain: (new URL(location.href).searchParams.get("domain") || "enterprise") + "-attack",
      techniques: selectedIds().map((id) => ({ techniqueID: id, score: 1 })),
    };
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(layer, null, 2)], { type: "application/json" }));
    link.download = "selection.layer.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  /** @param {string} words @param {(button: HTMLElement) => void} act */
  function button(words, act) {
    var button = /** @type {HTMLButtonElement} */ (make("button", words));
    button.type = "button";
    button.addEventListener("click", () => act(button));
    return button;
  }
  /** A page that takes the selection as a threat. @param {string} words @param {string} page @param {string[]} ids */
  function link(words, page, ids) {
    var link = /** @type {HTMLAnchorElement} */ (make("a", words)),
      address = site ? rhumbFind.base + page + ".html#" : "/" + page + "?";
    link.href = address + "name=Selection&layer=" + encodeURIComponent(ids.join(" "));
    return link;
  }
  /** Shows what is selected at the bottom of the window. */
  function showTray() {
    var old = document.getElementById("tray"),
      ids = selectedIds();
    if (old) old.remove();
    if (!matrix) return;
    var grid = matrix.grid;
    if (!ids.length) {
      grid.classList.remove("picked");
      return;
    }
    var tray = make("div", "", "tray floating"),
      show = button("Show", function (button) {
        button.setAttribute("aria-pressed", String(grid.classList.toggle("picked")));
      });
    tray.id = "tray";
    tray.setAttribute("role", "region");
    tray.setAttribute("aria-label", "Selection");
    show.setAttribute("aria-pressed", String(grid.classList.contains("picked")));
    tray.append(
      make("span", ids.length + " selected"),
      show,
      button("Export", save),
      link("Align", "alignment", ids),
      link("Model", "threats", ids),
      button("Clear", clear),
    );
    document.body.appendChild(tray);
  }

  document.addEventListener("pointerup", function () {
    drag = null;
  });
  /** @param {Matrix} started */
  function start(started) {
    matrix = started;
    var grid = started.grid;
    grid.addEventListener("pointerdown", function (event) {
      pressed = event.pointerType;
      dragged = false;
      drag =
        event.pointerType === "mouse" && event.button === 0 && !event.metaKey && !event.ctrlKey ? cellOf(event) : null;
    });
    grid.addEventListener("dragstart", (event) => event.preventDefault());
    grid.addEventListener("click", function (event) {
      var cell = cellOf(event);
      if (event.defaultPrevented || !cell) return;
      if (dragged) {
        event.preventDefault();
        dragged = false;
      } else if (pressed === "touch" && event.detail) {
        event.preventDefault();
        rhumbCard.open(cell, true);
      }
    });
  }

  return { start, toggle, dragTo };
})();
