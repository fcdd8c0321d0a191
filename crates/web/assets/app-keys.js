// Theme and keys.
// @ts-check
(function () {
  "use strict";
  const { root, all, make, button, takesText, hasModifier, recall, keep } = rhumbApp;

  const THEMES = ["system", "light", "dark"];
  function theme() {
    return recall("theme") || "system";
  }
  function nextTheme() {
    var next = THEMES[(THEMES.indexOf(theme()) + 1) % 3];
    keep("theme", next);
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    nameTheme();
  }
  function nameTheme() {
    all(".theme").forEach(function (button) {
      button.hidden = false;
      button.setAttribute("aria-label", "Theme: " + theme());
      button.title = "Theme: " + theme();
    });
  }
  nameTheme();
  all(".theme").forEach((button) => button.addEventListener("click", nextTheme));

  /** The entries of the bar by the key behind `g`. @type {Object<string, number>} */
  const PAGES = { m: 0, t: 1, a: 2, c: 3, s: 4 };
  const HELP = [
    ["/", "search"],
    ["g then m t a c s", "matrix, threats, alignment, controls, sources"],
    ["t", "theme"],
    ["j k o", "rows"],
    ["arrows, space, i, x, s, d, 1–6", "matrix"],
    ["?", "this"],
  ];
  var pageKeyNext = false,
    row = -1;

  function rows() {
    return all(
      "table[data-rows] tbody tr:not(.opened):not(.group), table.stack tbody tr:not(.opened):not(.group)",
    ).filter((line) => line.offsetParent !== null);
  }
  /** @param {number} by */
  function step(by) {
    var lines = rows();
    if (!lines.length) return;
    row = Math.max(0, Math.min(lines.length - 1, row + by));
    var link = lines[row].querySelector("a:not(.fold)") || lines[row].querySelector("a");
    if (link instanceof HTMLElement) link.focus();
    lines[row].scrollIntoView({ block: "nearest" });
  }
  function openRow() {
    var line = rows()[row],
      fold = line && (line.querySelector(".fold") || line.querySelector("a"));
    if (fold instanceof HTMLElement) fold.click();
  }
  /** @param {KeyboardEvent} event */
  function openPage(event) {
    pageKeyNext = false;
    var link = all(".bar nav:not(.small) a")[PAGES[event.key]];
    if (!link) return;
    event.preventDefault();
    link.click();
  }
  function awaitPageKey() {
    pageKeyNext = true;
    setTimeout(function () {
      pageKeyNext = false;
    }, 1500);
  }
  /** @param {KeyboardEvent} event */
  function focusSearch(event) {
    var field = document.querySelector("[data-search]");
    if (!(field instanceof HTMLElement)) return;
    event.preventDefault();
    field.focus();
  }
  /** Closes the help; returns whether it was open. */
  function closeHelp() {
    var box = document.getElementById("keys");
    if (box) box.remove();
    return !!box;
  }
  function toggleHelp() {
    if (closeHelp()) return;
    var box = make("div", { id: "keys", class: "tray floating", role: "dialog", "aria-label": "Keys", tabindex: "-1" }),
      off = recall("keys") === "off";
    HELP.forEach(function ([key, words]) {
      var line = make("span");
      line.append(make("kbd", {}, key), " " + words);
      box.appendChild(line);
    });
    box.appendChild(
      button(off ? "Switch keys on" : "Switch keys off", {}, function () {
        keep("keys", off ? "on" : "off");
        box.remove();
      }),
    );
    document.body.appendChild(box);
    box.focus();
  }
  /** @type {Object<string, (event: KeyboardEvent) => void>} */
  const KEYS = { g: awaitPageKey, "/": focusSearch, t: nextTheme, j: () => step(1), k: () => step(-1), o: openRow };
  document.addEventListener("keydown", function (event) {
    if (takesText(event.target) || hasModifier(event)) return;
    if (event.key === "?") toggleHelp();
    else if (event.key === "Escape") closeHelp();
    else if (recall("keys") === "off") return;
    else if (pageKeyNext) openPage(event);
    else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key](event);
  });
})();
