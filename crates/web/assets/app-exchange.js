// Forms and links that count again in place: scroll and focus stay, the address holds the choice.
// @ts-check
var rhumbForms = (function () {
  "use strict";
  const { server, site, all, make, toast, button } = rhumbApp;

  /** Says how many rows there are to those who do not see them. */
  const status = make("p", { class: "unseen", "aria-live": "polite" });
  document.body.appendChild(status);

  /** How to find the element that has the focus on another version of the page. */
  function focusMark() {
    var focus = document.activeElement;
    if (!(focus instanceof HTMLElement)) return null;
    return {
      name: focus.getAttribute("name"),
      value: focus.getAttribute("value"),
      href: focus.getAttribute("data-by") || focus.getAttribute("href"),
    };
  }
  /** @param {ReturnType<typeof focusMark>} mark @param {HTMLElement} main */
  function restoreFocus(mark, main) {
    if (!mark) return;
    var same = all("input, a", main).find((element) =>
      mark.name
        ? element.getAttribute("name") === mark.name && element.getAttribute("value") === mark.value
        : mark.href && (element.getAttribute("data-by") || element.getAttribute("href")) === mark.href,
    );
    if (same) same.focus({ preventScroll: true });
  }
  /** Puts another main part in the place of this one. @param {HTMLElement} main @param {string} title @param {() => void} [before] */
  function exchange(main, title, before) {
    var mark = focusMark(),
      open = all("details[open] > summary").map((summary) => summary.textContent),
      scrolled = all(".many").map((many) => many.scrollTop),
      old = /** @type {HTMLElement} */ (document.querySelector("main"));
    old.replaceWith(document.adoptNode(main));
    document.title = title;
    if (before) before();
    all("details > summary").forEach(function (summary) {
      if (open.indexOf(summary.textContent) >= 0) /** @type {HTMLDetailsElement} */ (summary.parentElement).open = true;
    });
    all(".many").forEach(function (many, at) {
      many.scrollTop = scrolled[at] || 0;
    });
    restoreFocus(mark, main);
    status.textContent = all("table[data-rows] tbody tr:not(.opened):not(.group)").length + " rows";
    document.dispatchEvent(new Event("rhumb:page"));
  }
  // Before anything is added: what is added to a copy would do nothing.
  if (site) {
    window.rhumbExchange = exchange;
    window.rhumbPristine = /** @type {HTMLElement} */ (
      /** @type {HTMLElement} */ (document.querySelector("main")).cloneNode(true)
    );
  }

  // Whoever clicks faster than answers come wants the last one alone.
  var turn = 0;
  /** @param {string} address @param {boolean} push */
  function load(address, push) {
    var ownTurn = (turn += 1);
    return fetch(address)
      .then((answer) => answer.text())
      .then(function (text) {
        if (ownTurn !== turn) return;
        var page = new DOMParser().parseFromString(text, "text/html"),
          main = page.querySelector("main");
        if (!main) {
          location.href = address;
          return;
        }
        exchange(main, page.title, function () {
          if (push) history.pushState({ soft: true }, "", address);
        });
      })
      .catch(function () {
        location.href = address;
      });
  }
  /** @param {HTMLFormElement} form */
  function addressOf(form) {
    var query = new URLSearchParams();
    // All sources are the same as none chosen, and shorter.
    var allSources = boxesTogether(form).every((box) => box.checked);
    new FormData(form).forEach(function (value, key) {
      if (typeof value === "string" && value.trim() && !(allSources && key === "source"))
        query.append(key, value.trim());
    });
    var text = query.toString();
    return form.getAttribute("action") + (text ? "?" + text : "");
  }
  /** The boxes of which all ticked say the same as none. @param {HTMLElement} form */
  function boxesTogether(form) {
    return /** @type {HTMLInputElement[]} */ (all("[data-all] input", form));
  }
  /** @param {HTMLFormElement} form */
  function countAgain(form) {
    var boxes = boxesTogether(form);
    if (boxes.length && !boxes.some((box) => box.checked)) {
      turn += 1;
      toast("No source is ticked: tick what you own");
      return;
    }
    load(addressOf(form), true);
  }
  /** A source of two kinds has two boxes, which are ticked alike. @param {HTMLInputElement} box */
  function tickAlike(box) {
    if (!box.form) return;
    boxesTogether(box.form).forEach(function (other) {
      if (other.value === box.value) other.checked = box.checked;
    });
  }
  /** Adds buttons that tick all boxes, or none. @param {HTMLElement} many */
  function addTickButtons(many) {
    var legend = many.parentElement && many.parentElement.querySelector("legend"),
      form = many.closest("form");
    if (!legend || !form || legend.querySelector("button")) return;
    var group = (legend.textContent || "").trim();
    /** @param {string} words @param {boolean} ticked */
    function add(words, ticked) {
      var attributes = { class: "plain", name: words, value: group, "aria-label": words + ": " + group };
      return button(words, attributes, function () {
        /** @type {HTMLInputElement[]} */ (all("input", many)).forEach(function (box) {
          box.checked = ticked;
          tickAlike(box);
        });
        if (server) countAgain(/** @type {HTMLFormElement} */ (form));
        else /** @type {HTMLFormElement} */ (form).requestSubmit();
      });
    }
    legend.append(add("All", true), add("None", false));
  }

  document.addEventListener("submit", function (event) {
    var form = /** @type {HTMLFormElement} */ (event.target),
      area = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("textarea[name=layer]"));
    if (server && area && /^https?:\/\/\S+$/.test(area.value.trim())) {
      event.preventDefault();
      rhumbLayers.fetchInto(area).then(() => load(addressOf(form), true), toast);
      return;
    }
    if (!site && area) rhumbLayers.shorten(area);
    if (!server || !form.hasAttribute("data-soft")) return;
    event.preventDefault();
    load(addressOf(form), true);
  });
  document.addEventListener("change", function (event) {
    var box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type === "file") return;
    if (box.closest("[data-all]")) tickAlike(box);
    var form = box.form;
    if (
      server &&
      form &&
      form.hasAttribute("data-soft") &&
      /^(checkbox|radio)$/.test(box.type) &&
      !box.closest(".pick")
    )
      countAgain(form);
  });
  document.addEventListener("click", function (event) {
    var link = event.target instanceof Element ? event.target.closest("a[data-soft]") : null;
    if (!server || !link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    load(/** @type {HTMLAnchorElement} */ (link).href, true);
  });
  addEventListener("popstate", function () {
    if (server && !location.hash) load(location.href, false);
  });

  return { addTickButtons };
})();
