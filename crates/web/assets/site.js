// Starts and repeats what the browser computes of a page: threats, alignments, controls, the matrix, search. Each kind of page
// has a script of its own, `site-*.js`. What is chosen stands behind the `#` of the address; nothing is sent to anyone.
// @ts-check
(function () {
  "use strict";
  var root = document.documentElement,
    kind = root.dataset.page || "";
  if (root.dataset.place !== "site" || !kind) return;
  var find = rhumbFind,
    site = rhumbSite,
    pristine = /** @type {HTMLElement} */ (/** @type {any} */ (window).rhumbPristine),
    title = document.title,
    changed = false,
    turn = 0;
  const { html, h, all, a } = rhumbMarkup;
  const { lists, parameters, chosen } = rhumbAddress;
  const { views } = rhumbWords;

  /** @param {HTMLFormElement} form */
  function choose(form) {
    var query = parameters(),
      data = new FormData(form),
      known = {},
      boxes = all(form, "[data-all] input"),
      on = boxes.filter(function (box) {
        return box.checked;
      }).length;
    if (boxes.length && !on) {
      document.dispatchEvent(new CustomEvent("rhumb:toast", { detail: "No source is ticked: tick what you own" }));
      return;
    }
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name) known[field.name] = true;
    });
    Object.keys(known).forEach(function (name) {
      query.delete(name);
    });
    query.delete("explain");
    query.delete("all");
    data.forEach(function (value, name) {
      if (
        typeof value !== "string" ||
        !value.trim() ||
        (name === "any_of" && value === "false") ||
        (name === "source" && on && on === boxes.length)
      )
        return;
      var text = value;
      if (name === "layer") {
        var brief = site.counter ? site.counter.brief(value) : { text: value, name: "" };
        text = brief.text;
        if (brief.name && !query.get("name")) query.set("name", brief.name);
      }
      (lists.indexOf(name) >= 0 ? text.split(",") : [text]).forEach(function (one) {
        one = one.trim();
        if (one && query.getAll(name).indexOf(one) < 0) query.append(name, one);
      });
    });
    var text = query.toString();
    if (location.hash === "#" + text) render();
    else location.hash = text || "all=";
  }
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-soft")) return;
    event.preventDefault();
    ready().then(function () {
      choose(form);
    }, failed);
  });
  document.addEventListener("change", function (event) {
    var box = event.target;
    if (
      box instanceof HTMLInputElement &&
      box.form &&
      box.form.hasAttribute("data-soft") &&
      /^(checkbox|radio)$/.test(box.type) &&
      !box.closest(".pick")
    )
      choose(box.form);
  });
  document.addEventListener("rhumb:remember", function (event) {
    var detail = /** @type {CustomEvent} */ (event).detail,
      query = parameters();
    if (detail.value) query.set(detail.name, detail.value);
    else query.delete(detail.name);
    history.replaceState(null, "", "#" + (query.toString() || "all="));
  });
  addEventListener("hashchange", function () {
    if (!location.hash || location.hash.indexOf("=") > 0) render();
  });

  /** The script of the matrix, where a page has one only now. */
  function moving() {
    if (!document.querySelector("[data-grid]") || document.querySelector('script[src$="assets/matrix.js"]')) return;
    var script = document.createElement("script");
    script.src = find.base + "assets/matrix.js";
    document.head.appendChild(script);
  }
  function ready() {
    return site.counter
      ? Promise.resolve(site.counter)
      : find.compass().then(function (data) {
          site.counter = rhumbCount(data);
          site.exporter = rhumbExports(data, rhumbWords);
          return site.counter;
        });
  }
  function megabytes(names) {
    return ((rhumbSizes.compass + (names ? rhumbSizes.names : 0)) / 1e6).toFixed(1);
  }
  function failed(error) {
    var main = /** @type {HTMLElement} */ (pristine.cloneNode(true));
    site.fill(main, chosen());
    site.put(main, (main.querySelector("h1") || main).textContent || "", null, [
      h("p", { class: "notice", role: "note" }, error.message),
      h("p", { class: "users" }, a("#all=", "Begin anew")),
    ]);
    changed = true;
    rhumbExchange(main, title);
  }
  /** Shows what is chosen; what was asked for later wins. */
  function render() {
    var given = chosen(),
      mine = (turn += 1),
      asksNothing =
        kind === "search"
          ? !given.words
          : kind === "alignment" || kind === "threats"
            ? !(
                given.threat.length ||
                given.layer.length ||
                given.motive.concat(given.sector, given.base, given.victim).length
              )
            : !Array.from(parameters().keys()).some(function (name) {
                return name !== "all";
              });
    if (asksNothing) {
      if (changed) rhumbExchange(/** @type {HTMLElement} */ (pristine.cloneNode(true)), title);
      changed = false;
      return;
    }
    var named = !!given.explain || given.part === "plan" || kind === "search",
      note = document.createElement("p");
    note.className = "lead";
    note.setAttribute("role", "status");
    note.textContent = "Reading " + megabytes(named) + " MB of data";
    var waiting = setTimeout(
      function () {
        var h1 = document.querySelector("main h1");
        if (h1) h1.after(note);
      },
      site.counter ? 400 : 0,
    );
    Promise.all([ready(), named ? find.names() : null, kind === "search" ? find.search(given.words) : null])
      .then(function (read) {
        clearTimeout(waiting);
        note.remove();
        if (mine !== turn) return;
        site.urls.splice(0).forEach(function (url) {
          URL.revokeObjectURL(url);
        });
        var main = /** @type {HTMLElement} */ (pristine.cloneNode(true));
        site.fill(main, given);
        var words = site.pages[kind](main, given, { names: read[1], found: read[2] });
        changed = true;
        rhumbExchange(main, (words || "Rhumb") + " · Rhumb");
        var tab =
          kind === "matrix" && given.view
            ? document.querySelector(
                '[data-views] a[href$="view=' + (views[given.view] ? given.view : "detections") + '"]',
              )
            : null;
        if (tab instanceof HTMLElement) tab.click();
        moving();
      })
      .catch(function (error) {
        clearTimeout(waiting);
        note.remove();
        if (mine === turn) failed(error);
      });
  }
  // A layer by address: the browser asks for it, on the reader's word.
  function addressField() {
    var area = document.querySelector("textarea[name=layer]"),
      place = area && area.closest("fieldset");
    if (!place || place.querySelector("[data-address]")) return;
    place.insertAdjacentHTML(
      "beforeend",
      html(
        h(
          "p",
          {},
          h(
            "label",
            {},
            "Or its address; your browser fetches it",
            h("input", { type: "url", "data-address": true, placeholder: "https://…", spellcheck: "false" }),
          ),
          h("button", { type: "button", "data-fetch": true }, "Fetch"),
        ),
      ),
    );
  }
  document.addEventListener("click", function (event) {
    const button = event.target instanceof Element ? event.target.closest("[data-fetch]") : null,
      field = button && button.parentElement.querySelector("[data-address]");
    if (!(field instanceof HTMLInputElement)) return;
    var area = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea[name=layer]")),
      form = area.form;
    fetch(field.value, { credentials: "omit", referrerPolicy: "no-referrer" })
      .then(function (answer) {
        if (!answer.ok) throw new Error("It answered with " + answer.status + ".");
        return answer.text();
      })
      .then(function (text) {
        return ready().then(function () {
          area.value = text;
          if (form) choose(form);
        });
      })
      .catch(function (error) {
        field.setCustomValidity("Not read: " + error.message + " Its host must let pages read it (CORS).");
        field.reportValidity();
        field.setCustomValidity("");
      });
  });
  document.addEventListener("rhumb:page", addressField);
  addressField();
  render();
})();
