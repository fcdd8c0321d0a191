// The matrix of a domain with filters or a threat, where the browser computes it.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite;
  const { all, query, clone, set, text } = rhumbTemplates;
  const { views } = rhumbWords;

  /** The matrix of a domain by its name in the title. @type {Object<string, string>} */
  const DOMAINS = { Enterprise: "enterprise", Mobile: "mobile", ICS: "ics" };

  /** @param {HTMLElement} main @param {any} choice @param {any} aligned @param {string} domain @param {string} view */
  function showGrid(main, choice, aligned, domain, view) {
    var classes = (choice.subs ? " subs" : "") + (choice.dense ? " dense" : ""),
      rows = site.counter.matrix(domain, choice);
    query(main, "[data-grid]").replaceWith(rhumbGrid(rows, aligned && aligned.rows, view, domain, classes));
    if (choice.tactic.length)
      all(main, "[data-grid] section").forEach(function (section) {
        if (choice.tactic.indexOf(section.getAttribute("aria-labelledby").slice(7)) < 0) section.remove();
      });
  }
  /** Marks what is chosen in the toolbar. @param {HTMLElement} main @param {any} choice @param {any} aligned @param {string} view */
  function fillToolbar(main, choice, aligned, view) {
    var tabs = main.querySelector("[data-views]");
    if (aligned && tabs && !tabs.querySelector('[href$="view=gap"]')) tabs.append(...all(clone("tabs"), "a"));
    all(main, "[data-views] a").forEach(function (tab) {
      set(tab, { "aria-current": tab.getAttribute("href").indexOf("view=" + view) >= 0 ? "true" : null });
    });
    all(main, "[data-toggle]").forEach(function (link) {
      if (choice[/Sub/.test(link.textContent) ? "subs" : "dense"]) {
        set(link, { "aria-current": "true" }).append(" ✓");
      }
    });
    all(main, ".pick").forEach(function (pick) {
      var boxes = all(pick, "input[type=checkbox]"),
        on = boxes.filter((box) => box.hasAttribute("checked")).length;
      query(pick, ".quiet").textContent = on ? on + " of " + boxes.length : "all";
    });
  }
  /** How to leave the threat, and what its gap is. @param {HTMLElement} main @param {any} threat */
  function showThreat(main, threat) {
    var button = query(clone("menus"), "a");
    set(button, { href: location.pathname.split("/").pop() + "#all=" }).textContent = "Without " + threat.name;
    query(main, ".top .acts").append(button);
    query(main, ".tools").after(
      ...[
        text("Gap for " + threat.name + ": weight × (1 − best rung / 5). Techniques outside the threat are outlined."),
        site.unplaced(threat),
      ].filter(Boolean),
    );
  }

  site.pages.matrix = function (main, choice) {
    var head = query(main, "h1"),
      domain = DOMAINS[(head.textContent || "").split(" ")[0]] || "enterprise",
      view = views[choice.view] ? choice.view : "detections",
      withThreat = choice.threat.length || choice.layer.length || site.counter.categories(choice).length,
      aligned = withThreat ? site.counter.align(Object.assign({}, choice, { sort: "gap", part: "" })) : null;
    showGrid(main, choice, aligned, domain, view);
    fillToolbar(main, choice, aligned, view);
    if (aligned) showThreat(main, aligned.threat);
    return (head.firstChild || head).textContent || "";
  };
})();
