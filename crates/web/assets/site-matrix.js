// The matrix of a domain with filters or a threat, where the browser computes it.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite;
  const { html, h, all, a, lead } = rhumbMarkup;
  const { views } = rhumbWords;

  var domains = { Enterprise: "enterprise", Mobile: "mobile", ICS: "ics" };

  site.pages.matrix = function (main, given) {
    var head = /** @type {HTMLElement} */ (main.querySelector("h1")),
      domain = domains[(head.textContent || "").split(" ")[0]] || "enterprise",
      has = given.threat.length || given.layer.length || site.counter.asked(given).length;
    var faced = has ? site.counter.align(Object.assign({}, given, { sort: "gap", part: "" })) : null,
      view = views[given.view] ? given.view : "detections";
    var rows = site.counter.matrix(domain, given),
      old = /** @type {HTMLElement} */ (main.querySelector("[data-grid]"));
    old.outerHTML = html(
      rhumbGrid(rows, faced && faced.rows, view, domain, (given.subs ? " subs" : "") + (given.dense ? " dense" : "")),
    );
    if (given.tactic.length)
      all(main, "[data-grid] section").forEach(function (section) {
        if (given.tactic.indexOf(section.getAttribute("aria-labelledby").slice(7)) < 0) section.remove();
      });
    var tabs = main.querySelector("[data-views]");
    if (faced && tabs && !tabs.querySelector('[href$="view=gap"]'))
      tabs.insertAdjacentHTML("beforeend", html([a("#view=gap", "Gap"), a("#view=weight", "Weight")]));
    all(main, "[data-views] a").forEach(function (tab) {
      if (tab.getAttribute("href").indexOf("view=" + view) >= 0) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
    all(main, "[data-toggle]").forEach(function (link) {
      if (given[/Sub/.test(link.textContent) ? "subs" : "dense"]) {
        link.setAttribute("aria-current", "true");
        link.textContent += " ✓";
      }
    });
    all(main, ".pick").forEach(function (pick) {
      var boxes = all(pick, "input[type=checkbox]"),
        on = boxes.filter(function (box) {
          return box.hasAttribute("checked");
        }).length;
      pick.querySelector(".quiet").textContent = on ? on + " of " + boxes.length : "all";
    });
    var acts = main.querySelector(".top .acts");
    if (acts && has)
      acts.insertAdjacentHTML(
        "beforeend",
        html(
          h(
            "a",
            { class: "button", href: location.pathname.split("/").pop() + "#all=" },
            "Without " + (faced ? faced.threat.name : "threat"),
          ),
        ),
      );
    if (faced)
      /** @type {HTMLElement} */ (main.querySelector(".tools")).insertAdjacentHTML(
        "afterend",
        html([
          lead(
            "Gap for " +
              faced.threat.name +
              ": weight × (1 − best rung / 5). Techniques outside the threat are outlined.",
          ),
          site.unplaced(faced.threat),
        ]),
      );
    return (head.firstChild || head).textContent || "";
  };
})();
