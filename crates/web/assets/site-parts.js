// Parts that all pages which the browser computes have: the form, the head, what can be taken along; and what they share.
// @ts-check
var rhumbSite = (function () {
  "use strict";
  const { html, h, all, lead } = rhumbMarkup;
  const { lists, whole, flags } = rhumbAddress;
  const { volumes } = rhumbWords;

  var site = {
    /** Counts, once the data is read. @type {any} */
    counter: null,
    /** Makes files, once the data is read. @type {any} */
    exporter: null,
    /** Addresses of the files on the page. @type {string[]} */
    urls: [],
    /** Each makes its page of what is chosen and of what was read, and returns the title.
     * @type {Object<string, (main: HTMLElement, given: any, read: { names: any, found: any }) => string>} */
    pages: {},
    fill,
    put,
    unplaced,
    downloads,
  };

  /** Fills the form as what is chosen says. @param {HTMLElement} main */
  function fill(main, given) {
    all(main, "form[data-soft] [name]").forEach(function (field) {
      var values =
        lists.concat(whole).indexOf(field.name) >= 0
          ? given[field.name]
          : flags.indexOf(field.name) >= 0
            ? [String(given[field.name])]
            : [];
      var low = values.map(function (value) {
        return value.toLowerCase();
      });
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
  /** The right side with new content below its head. @param {HTMLElement} main @param {string} words @param {any} acts @param {any[]} parts */
  function put(main, words, acts, parts) {
    var side = main.querySelector(":scope > form ~ div") || main,
      top = side.querySelector(".top"),
      head = side.querySelector("h1");
    if (head) head.textContent = words;
    var old = top && top.querySelector(".acts");
    if (old) old.remove();
    if (top && acts) top.insertAdjacentHTML("beforeend", html(h("div", { class: "acts" }, acts)));
    all(side, ":scope > *").forEach(function (part) {
      if (part !== top && !part.querySelector(":scope > .narrow") && !part.classList.contains("crumbs")) part.remove();
    });
    side.insertAdjacentHTML("beforeend", html(parts));
    return words;
  }
  function unplaced(threat) {
    return (
      threat.unplaced.length > 0 &&
      lead(
        threat.unplaced.length +
          " ids lead to no one technique and count nowhere: " +
          threat.unplaced
            .slice(0, 8)
            .map(function (one) {
              return one.id + " " + one.reason;
            })
            .join("; ") +
          ".",
      )
    );
  }

  // What can be taken along.
  function save(name, type, text) {
    var url = URL.createObjectURL(new Blob([text], { type: type }));
    site.urls.push(url);
    return h(
      "a",
      { href: url, download: name },
      type === "text/csv" ? "CSV" : /layer/.test(name) ? "Navigator layer" : "JSON",
    );
  }
  function downloads(aligned, total) {
    var rows = aligned.rows.map(function (row) {
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
    });
    return h(
      "details",
      {},
      h("summary", { class: "button" }, "Export"),
      h(
        "div",
        { class: "menu floating" },
        save("alignment.csv", "text/csv", site.exporter.csv(aligned)),
        save(
          "layer.json",
          "application/json",
          JSON.stringify(site.exporter.layer(aligned, total ? "total" : "gap"), null, 2) + "\n",
        ),
        save(
          "alignment.json",
          "application/json",
          JSON.stringify(
            {
              threat: aligned.threat.name,
              origins: aligned.threat.origins,
              unplaced: aligned.threat.unplaced,
              assumed: aligned.assumed,
              items: rows,
            },
            null,
            1,
          ),
        ),
      ),
    );
  }

  return site;
})();
