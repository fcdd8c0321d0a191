// What all pages that the browser computes share: the form, the place of what is computed, files to download.
// @ts-check
var rhumbSite = (function () {
  "use strict";
  const { all, set, text } = rhumbTemplates;
  const { LISTS, TEXTS, FLAGS } = rhumbAddress;
  const { volumes } = rhumbWords;

  var site = {
    /** Counts, once the data is read. @type {any} */
    counter: null,
    /** Makes files, once the data is read. @type {any} */
    exporter: null,
    /** Addresses of the files on the page. @type {string[]} */
    urls: [],
    /** Each fills the main part of its page for a choice, with names of resources and with what a search found, and returns
     * the title. @type {Object<string, (main: HTMLElement, choice: any, data: { names: any, found: any }) => string>} */
    pages: {},
    fillForm,
    show,
    unplaced,
    fillExports,
  };

  /** The values that a choice has for a field. @param {any} choice @param {string} name @returns {string[]} */
  function valuesOf(choice, name) {
    if (LISTS.concat(TEXTS).indexOf(name) >= 0) return choice[name];
    return FLAGS.indexOf(name) >= 0 ? [String(choice[name])] : [];
  }
  /** Fills the form with what is chosen. @param {HTMLElement} main @param {any} choice */
  function fillForm(main, choice) {
    all(main, "form[data-soft] [name]").forEach(function (field) {
      var values = valuesOf(choice, field.name),
        low = values.map((value) => value.toLowerCase());
      // No source chosen means all of them.
      var every = field.name === "source" && !values.length && field.closest("[data-all]");
      if (field.type === "checkbox" || field.type === "radio") {
        if (every || low.indexOf(field.value.toLowerCase()) >= 0) field.setAttribute("checked", "");
        else field.removeAttribute("checked");
      } else if (field.type !== "hidden") {
        if (field.tagName === "TEXTAREA") field.textContent = values.join("\n");
        else field.setAttribute("value", values.join(", "));
      }
    });
    all(main, "form fieldset details, form > details").forEach(function (fold) {
      if (fold.querySelector("[checked]:not([type=radio])") && !fold.querySelector("[data-all]")) fold.open = true;
    });
  }
  /** Shows a title, buttons and blocks in the place of what the page says before anything is chosen.
   * @param {HTMLElement} main @param {string} title @param {Element | null} menus @param {any[]} blocks */
  function show(main, title, menus, blocks) {
    var side = main.querySelector(":scope > form ~ div") || main,
      top = side.querySelector(".top"),
      head = side.querySelector("h1");
    if (head) head.textContent = title;
    var old = top && top.querySelector(".acts");
    if (old) old.remove();
    if (top && menus) top.append(menus);
    all(side, ":scope > *").forEach(function (block) {
      if (block !== top && !block.querySelector(":scope > .narrow") && !block.classList.contains("crumbs"))
        block.remove();
    });
    side.append(...blocks.filter(Boolean));
    return title;
  }
  /** The ids of a threat that lead to no technique, in a sentence. @param {any} threat */
  function unplaced(threat) {
    if (!threat.unplaced.length) return null;
    var ids = threat.unplaced.slice(0, 8).map((/** @type {any} */ unplaced) => unplaced.id + " " + unplaced.reason);
    return text(threat.unplaced.length + " ids lead to no one technique and count nowhere: " + ids.join("; ") + ".");
  }

  /** @param {Element} link @param {string} name @param {string} type @param {string} content */
  function fillDownload(link, name, type, content) {
    var url = URL.createObjectURL(new Blob([content], { type: type }));
    site.urls.push(url);
    set(link, { href: url, download: name });
  }
  /** @param {any} row */
  function exported(row) {
    return {
      id: row.id,
      name: row.name,
      weight: row.weight,
      controls: row.controls.resources,
      detections: row.detections.resources,
      tests: row.tests.resources,
      controls_volume: volumes[row.controls.volume],
      detections_volume: volumes[row.detections.volume],
      tests_volume: volumes[row.tests.volume],
      potential: volumes[row.potential],
      rung: row.rung,
      gap: row.gap,
      reason: row.reason,
    };
  }
  /** Fills the menu of an alignment's files. @param {Element} menus @param {any} aligned @param {boolean} total */
  function fillExports(menus, aligned, total) {
    var [csv, layer, json] = all(menus, ".menu a"),
      by = total ? "total" : "gap";
    fillDownload(csv, "alignment.csv", "text/csv", site.exporter.csv(aligned));
    fillDownload(
      layer,
      "layer.json",
      "application/json",
      JSON.stringify(site.exporter.layer(aligned, by), null, 2) + "\n",
    );
    var answer = {
      threat: aligned.threat.name,
      origins: aligned.threat.origins,
      unplaced: aligned.threat.unplaced,
      assumed: aligned.assumed,
      items: aligned.rows.map(exported),
    };
    fillDownload(json, "alignment.json", "application/json", JSON.stringify(answer, null, 1));
    return menus;
  }

  return site;
})();
