// The card of a cell: beside the cell for a mouse, a sheet at the bottom for a finger.
// @ts-check
var rhumbCard = (function () {
  "use strict";
  const { decimal, values, subs, nameOf, cellOf, fold, make, keysOn } = rhumbCells;
  const potentials = rhumbWords.short_volumes;

  const card = make("div", "", "card floating");
  card.hidden = true;
  card.id = "card";
  card.setAttribute("role", "tooltip");
  var timer = 0;

  function close() {
    clearTimeout(timer);
    card.hidden = true;
  }
  function isOpen() {
    return !card.hidden;
  }
  /** @param {string} name @param {string} number @param {string} [pillar] */
  function line(name, number, pillar) {
    var paragraph = make("p", "");
    paragraph.append(make("span", name, pillar && "of-" + pillar), make("strong", number));
    return paragraph;
  }
  /** @param {HTMLElement} cell */
  function numbers(cell) {
    var all = values(cell);
    /** @param {number} at */
    function count(at) {
      var own = all[at + 3];
      return all[at] + (own === all[at] ? "" : " (" + own + " own)");
    }
    var lines = [
      line("Controls", count(0), "control"),
      line("Detection rules", count(1), "detection"),
      line("Tests", count(2), "test"),
      line("Validation potential", potentials[Number(all[6])]),
      line("Best evidence", all[7] + " of 5"),
    ];
    if (all[8] !== "") lines.push(line("Gap, weight", decimal(all[8]) + ", " + decimal(all[9])));
    return lines;
  }
  /** What a finger can do. @param {HTMLElement} cell @param {number} below */
  function actions(cell, below) {
    var paragraph = make("p", "", "acts"),
      page = /** @type {HTMLAnchorElement} */ (make("a", "Open the page", "button primary")),
      shut = make("button", "Close");
    page.href = /** @type {HTMLAnchorElement} */ (cell).href;
    shut.addEventListener("click", close);
    paragraph.append(page);
    if (below) {
      var unfold = make("button", below + " below");
      unfold.addEventListener("click", function () {
        fold(cell);
        close();
      });
      paragraph.append(unfold);
    }
    paragraph.append(shut);
    return paragraph;
  }
  /** @param {HTMLElement} cell */
  function placeBeside(cell) {
    var box = cell.getBoundingClientRect(),
      right = box.right + 312 < innerWidth;
    card.style.left = (right ? box.right + 8 : Math.max(8, box.left - 312)) + scrollX + "px";
    card.style.top = Math.max(8, Math.min(box.top, innerHeight - card.offsetHeight - 8)) + scrollY + "px";
  }
  /** @param {HTMLElement} cell @param {boolean} [sheet] */
  function open(cell, sheet) {
    var column = cell.closest("section"),
      tactic = column && column.querySelector("h2"),
      below = subs(cell).length;
    card.classList.toggle("sheet", !!sheet);
    card.setAttribute("role", sheet ? "dialog" : "tooltip");
    card.setAttribute("aria-label", nameOf(cell));
    card.replaceChildren(
      make("p", (cell.dataset.id || "") + (tactic ? " · " + tactic.textContent : ""), "quiet"),
      make("h3", nameOf(cell)),
      ...numbers(cell),
    );
    if (sheet) card.append(actions(cell, below));
    else if (keysOn())
      card.append(make("p", "Enter opens" + (below ? ", Space unfolds " + below : "") + ", x selects", "quiet small"));
    card.hidden = false;
    if (sheet) card.removeAttribute("style");
    else placeBeside(cell);
  }

  /** Opens the card of a cell that the mouse rests on. @param {Matrix} matrix */
  function start({ grid }) {
    document.body.appendChild(card);
    close();
    grid.addEventListener("pointerover", function (event) {
      var cell = cellOf(event);
      if (event.pointerType !== "mouse") return;
      close();
      if (!cell || rhumbSelection.dragTo(cell)) return;
      var rested = cell;
      timer = setTimeout(() => open(rested), 120);
    });
    grid.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") close();
    });
  }

  return { start, open, close, isOpen };
})();
