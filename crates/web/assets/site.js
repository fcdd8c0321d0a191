// Starts and repeats what the browser computes of a page: threats, alignments, controls, the matrix, search. Each kind of page
// has a script of its own, `site-*.js`. What is chosen stands behind the `#` of the address; nothing is sent to anyone.
// @ts-check
(function () {
  "use strict";
  var root = document.documentElement,
    kind = root.dataset.page || "";
  if (root.dataset.place !== "site" || !kind) return;
  const find = rhumbFind,
    site = rhumbSite;
  const { all, query, clone, clean, set, text, note } = rhumbTemplates;
  const { LISTS, parameters, choice } = rhumbAddress;
  const { views } = rhumbWords;
  /** The main part as the server made it, and its title. */
  const pristine = rhumbPristine,
    title = document.title;
  var changed = false,
    turn = 0;

  /** A copy of the main part as the server made it. */
  function copyOfMain() {
    return /** @type {HTMLElement} */ (pristine.cloneNode(true));
  }

  // What is chosen in the form goes into the address.
  /** The values of a field as they stand in the address. @param {string} name @param {string} value @param {URLSearchParams} address */
  function valuesOf(name, value, address) {
    if (LISTS.indexOf(name) >= 0) return value.split(",");
    if (name !== "layer" || !site.counter) return [value];
    var layer = site.counter.shortLayer(value);
    if (layer.name && !address.get("name")) address.set("name", layer.name);
    return [layer.text];
  }
  /** Whether a value says the same as none. @param {string} name @param {FormDataEntryValue} value @param {boolean} allSources */
  function isDefault(name, value, allSources) {
    return (
      typeof value !== "string" ||
      !value.trim() ||
      (name === "any_of" && value === "false") ||
      (name === "source" && allSources)
    );
  }
  /** @param {HTMLFormElement} form */
  function choose(form) {
    var address = parameters(),
      boxes = all(form, "[data-all] input"),
      on = boxes.filter((box) => box.checked).length;
    if (boxes.length && !on) {
      document.dispatchEvent(new CustomEvent("rhumb:toast", { detail: "No source is ticked: tick what you own" }));
      return;
    }
    Array.from(form.elements, (/** @type {any} */ field) => field.name)
      .concat("explain", "all")
      .forEach((name) => name && address.delete(name));
    new FormData(form).forEach(function (value, name) {
      if (isDefault(name, value, on > 0 && on === boxes.length)) return;
      valuesOf(name, String(value), address).forEach(function (part) {
        var trimmed = part.trim();
        if (trimmed && address.getAll(name).indexOf(trimmed) < 0) address.append(name, trimmed);
      });
    });
    var fragment = address.toString();
    if (location.hash === "#" + fragment) render();
    else location.hash = fragment || "all=";
  }
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-soft")) return;
    event.preventDefault();
    ready().then(function () {
      choose(form);
    }, showError);
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
      address = parameters();
    if (detail.value) address.set(detail.name, detail.value);
    else address.delete(detail.name);
    history.replaceState(null, "", "#" + (address.toString() || "all="));
  });
  addEventListener("hashchange", function () {
    if (!location.hash || location.hash.indexOf("=") > 0) render();
  });

  /** Loads the script of the matrix, where a page has a matrix only now. */
  function loadMatrix() {
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
  /** @param {boolean} names */
  function megabytes(names) {
    return ((rhumbSizes.compass + (names ? rhumbSizes.names : 0)) / 1e6).toFixed(1);
  }
  /** Puts a finished main part on the page. @param {HTMLElement} main @param {string} title */
  function exchange(main, title) {
    changed = true;
    clean(main);
    rhumbExchange(main, title);
  }
  /** @param {Error} error */
  function showError(error) {
    var main = copyOfMain();
    site.fillForm(main, choice());
    site.show(main, query(main, "h1").textContent, null, [note(error.message), clone("restart")]);
    exchange(main, title);
  }
  /** Whether there is anything to compute. @param {any} asked */
  function asks(asked) {
    if (kind === "search") return !!asked.words;
    if (kind !== "alignment" && kind !== "threats")
      return Array.from(parameters().keys()).some((name) => name !== "all");
    return ["threat", "layer", "motive", "sector", "base", "victim"].some((name) => asked[name].length > 0);
  }
  /** Says that data is read, after a while where it may be there; returns how to end that. @param {boolean} names */
  function sayReading(names) {
    var status = set(text("Reading " + megabytes(names) + " MB of data"), { role: "status" });
    var timer = setTimeout(
      function () {
        var head = document.querySelector("main h1");
        if (head) head.after(status);
      },
      site.counter ? 400 : 0,
    );
    return function () {
      clearTimeout(timer);
      status.remove();
    };
  }
  /** Shows the answer for a choice. @param {any} asked @param {any} names @param {any} found */
  function showAnswer(asked, names, found) {
    site.urls.splice(0).forEach(function (url) {
      URL.revokeObjectURL(url);
    });
    var main = copyOfMain();
    site.fillForm(main, asked);
    var words = site.pages[kind](main, asked, { names: names, found: found });
    exchange(main, (words || "Rhumb") + " · Rhumb");
    var view = views[asked.view] ? asked.view : "detections",
      tab = kind === "matrix" && asked.view && document.querySelector('[data-views] a[href$="view=' + view + '"]');
    if (tab instanceof HTMLElement) tab.click();
    loadMatrix();
  }
  /** Shows what is chosen; of several choices that are computed at once, the last one wins. */
  function render() {
    var asked = choice(),
      ownTurn = (turn += 1);
    if (!asks(asked)) {
      if (changed) rhumbExchange(copyOfMain(), title);
      changed = false;
      return;
    }
    var withNames = !!asked.explain || asked.part === "plan" || kind === "search",
      stopReading = sayReading(withNames);
    Promise.all([ready(), withNames ? find.names() : null, kind === "search" ? find.search(asked.words) : null])
      .then(function ([, names, found]) {
        stopReading();
        if (ownTurn === turn) showAnswer(asked, names, found);
      })
      .catch(function (error) {
        stopReading();
        if (ownTurn === turn) showError(error);
      });
  }

  // A layer by address: the browser asks for it, on the reader's word.
  function addAddressField() {
    var area = document.querySelector("textarea[name=layer]"),
      fields = area && area.closest("fieldset");
    if (fields && !fields.querySelector("[data-address]")) fields.append(clone("layer-address"));
  }
  /** @param {string} address */
  function fetchLayer(address) {
    return fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" }).then(function (answer) {
      if (!answer.ok) throw new Error("It answered with " + answer.status + ".");
      return answer.text();
    });
  }
  document.addEventListener("click", function (event) {
    const button = event.target instanceof Element ? event.target.closest("[data-fetch]") : null,
      field = button && button.parentElement && button.parentElement.querySelector("[data-address]");
    if (!(field instanceof HTMLInputElement)) return;
    var area = query(document, "textarea[name=layer]");
    fetchLayer(field.value)
      .then(function (text) {
        return ready().then(function () {
          area.value = text;
          choose(area.form);
        });
      })
      .catch(function (error) {
        field.setCustomValidity("Not read: " + error.message + " Its host must let pages read it (CORS).");
        field.reportValidity();
        field.setCustomValidity("");
      });
  });
  document.addEventListener("rhumb:page", addAddressField);
  addAddressField();
  render();
})();
