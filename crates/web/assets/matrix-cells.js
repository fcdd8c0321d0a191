// The matrix without reloading: views, folding, density, filter, selection, cards, arrow keys. Here: what cells hold, and how
// many of them are changed without a pause.
// @ts-check
/** The matrix of the page. @typedef {{ grid: HTMLElement, cells: HTMLElement[] }} Matrix
 * What a cell shows in a view: the place of its value, how a value is written, what is read out.
 * @typedef {{ at: number, text: (value: number) => string, label: (values: string[], subs: string) => string }} View */
var rhumbCells = (function () {
  "use strict";
  const site = document.documentElement.dataset.place === "site",
    potentials = rhumbWords.short_volumes;

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  /** Hundredths as a share. @param {number} value */
  function share(value) {
    return value >= 100 ? "1" : "." + (value < 10 ? "0" : "") + value;
  }
  /** Hundredths as a decimal. @param {string} value */
  function decimal(value) {
    return (Number(value) / 100).toFixed(2);
  }
  /** @param {string[]} values */
  function gapLabel(values) {
    return values[8] === "" ? "not in the threat" : "gap " + decimal(values[8]) + ", weight " + decimal(values[9]);
  }
  /** @type {Object<string, View>} */
  const VIEWS = {
    controls: { at: 0, text: String, label: (values, subs) => values[0] + " controls" + subs },
    detections: { at: 1, text: String, label: (values, subs) => values[1] + " rules" + subs },
    tests: { at: 2, text: String, label: (values, subs) => values[2] + " tests" + subs },
    potential: {
      at: 6,
      text: (value) => potentials[value],
      label: (values) => "validation potential " + (Number(values[6]) ? potentials[Number(values[6])] : "–"),
    },
    evidence: { at: 7, text: String, label: (values, subs) => values[1] + " rules" + subs },
    gap: { at: 8, text: share, label: gapLabel },
    weight: { at: 9, text: share, label: gapLabel },
  };

  /** @param {HTMLElement} cell */
  function values(cell) {
    return (cell.dataset.v || "").split(",");
  }
  /** The sub-techniques folded into a cell. @param {HTMLElement} cell */
  function subs(cell) {
    var item = cell.parentElement;
    return item ? all(":scope > .grid-sub > li > .cell", item) : [];
  }
  /** Its name, without the number of its sub-techniques. @param {HTMLElement} cell */
  function nameOf(cell) {
    return (cell.getAttribute("aria-label") || "").split(", " + cell.dataset.id + ":")[0].replace(/ \+\d+$/, "");
  }
  /** @param {Event} event */
  function cellOf(event) {
    var cell = event.target instanceof Element ? event.target.closest(".cell") : null;
    return cell instanceof HTMLElement ? cell : null;
  }
  /** Folds or unfolds the sub-techniques of a cell; returns whether it has any. @param {HTMLElement} cell */
  function fold(cell) {
    var item = cell.parentElement;
    if (!item || !item.querySelector(".grid-sub")) return false;
    item.classList.toggle("unfold");
    return true;
  }
  /** @param {string} name @param {string} text @param {string} [classes] */
  function make(name, text, classes) {
    var element = document.createElement(name);
    if (classes) element.className = classes;
    element.textContent = text;
    return element;
  }
  function keysOn() {
    try {
      return localStorage.getItem("keys") !== "off";
    } catch (error) {
      return true;
    }
  }
  /** Says words to those who do not see the matrix. @param {string} words */
  function say(words) {
    var status = document.querySelector("[data-said]");
    if (status) status.textContent = words;
  }
  /** Keeps a choice in the address. @param {string} name @param {string | null} value */
  function remember(name, value) {
    if (site) {
      document.dispatchEvent(new CustomEvent("rhumb:remember", { detail: { name: name, value: value } }));
      return;
    }
    if (location.protocol === "file:") return;
    var address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    history.replaceState(history.state, "", address.href);
  }

  // What is seen changes with the next frame, all else when there is time; a later change of this kind cancels an earlier one.
  /** @type {Object<string, number>} */
  const waiting = {};
  const cancel = window.cancelIdleCallback || clearTimeout;
  /** When there is time, and soon in any case. @param {() => void} act */
  function later(act) {
    return "requestIdleCallback" in window ? requestIdleCallback(act, { timeout: 200 }) : setTimeout(act, 0);
  }
  /** @param {string} kind @param {HTMLElement[]} cells @param {(cell: HTMLElement) => void} act */
  function change(kind, cells, act) {
    /** @type {HTMLElement[]} */
    var visible = [];
    /** @type {HTMLElement[]} */
    var rest = [];
    cells.forEach(function (cell) {
      var box = /** @type {HTMLElement} */ (cell.parentElement).getBoundingClientRect();
      (box.bottom > 0 && box.top < innerHeight ? visible : rest).push(cell);
    });
    cancel(waiting[kind]);
    visible.forEach(act);
    waiting[kind] = later(() => rest.forEach(act));
  }

  return { site, VIEWS, all, decimal, values, subs, nameOf, cellOf, fold, make, keysOn, say, remember, later, change };
})();
