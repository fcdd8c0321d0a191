// Threat models, and the adversaries that match categories, where the browser computes them.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite,
    find = rhumbFind;
  const {
    query,
    number,
    dashed,
    clone,
    all,
    set,
    repeat,
    fillLink,
    text,
    note,
    section,
    rungBar,
    statistic,
    statistics,
  } = rhumbTemplates;
  const { addressWith } = rhumbAddress;

  /** @param {any} actors @param {any} threat */
  function profile(actors, threat) {
    var filled = section("profile", (actors.aliases[threat.actor] || []).join(", "), []);
    fillLink(query(filled, "a"), find.actor(actors, threat.actor), actors.name[threat.actor]);
    return filled;
  }
  /** The blocks of a threat with its techniques. @param {any} aligned */
  function threatBlocks(aligned) {
    var threat = aligned.threat,
      matrix = rhumbGrid(site.counter.matrix("enterprise", {}), aligned.rows, "weight", "enterprise", " dense");
    return [
      threat.actor !== undefined && profile(site.counter.data.actors, threat),
      ...threat.origins.map(text),
      site.unplaced(threat),
      statistics([
        rungBar(aligned.totals.rungs),
        statistic(
          "Techniques",
          number(aligned.totals.techniques),
          threat.adversaries ? "of " + threat.adversaries + " adversaries" : "",
        ),
        statistic("Lead nowhere", threat.unplaced.length, "ids, counted nowhere"),
      ]),
      section("matrix", "outlined: not in the threat", [matrix]),
    ];
  }
  /** @param {any} aligned */
  function threatMenus(aligned) {
    var menus = clone("menus");
    set(query(menus, ".primary"), { href: addressWith("part", null, "alignment.html") });
    return site.fillExports(menus, aligned, false);
  }
  /** The adversaries that match, and their pages. @param {any} choice */
  function matchedSection(choice) {
    var matched = site.counter.adversaries(choice),
      actors = site.counter.data.actors;
    if (!matched.length) {
      var none = clone("unmatched");
      set(query(none, "a"), { href: addressWith("any_of", "true") });
      return none;
    }
    var filled = clone("matched");
    query(filled, "h2").textContent =
      number(matched.length) + (matched.length === 1 ? " adversary matches" : " adversaries match");
    repeat(query(filled, "tbody tr"), matched, function (row, adversary) {
      var [name, statements, techniques, pages] = all(row, "td"),
        address = "#threat=" + encodeURIComponent(actors.id[adversary.actor] || actors.name[adversary.actor]),
        [model, align] = all(pages, "a");
      fillLink(query(name, "a"), find.actor(actors, adversary.actor), actors.name[adversary.actor]);
      statements.textContent = adversary.statements.join(", ");
      techniques.textContent = dashed(adversary.techniques);
      set(model, { href: address });
      set(align, { href: find.base + "alignment.html" + address });
    });
    return filled;
  }

  site.pages.threats = function (main, choice) {
    /** @type {any[]} */
    var blocks = [],
      title = "Threat model",
      /** @type {Element | null} */
      menus = null,
      incidents = main.querySelector('section[aria-labelledby="incidents"]'),
      byCategory = site.counter.categories(choice).length;
    if (!choice.threat.length && !choice.layer.length && !byCategory) return "";
    try {
      var aligned = site.counter.align(Object.assign({}, choice, { sort: "weight" }));
      title = "Threat model for " + aligned.threat.name;
      menus = threatMenus(aligned);
      blocks = threatBlocks(aligned);
    } catch (error) {
      blocks = [note(/** @type {Error} */ (error).message)];
    }
    if (byCategory)
      try {
        blocks.push(matchedSection(choice));
      } catch (error) {
        /* The notice above says why. */
      }
    site.show(main, title, menus, blocks);
    if (incidents) query(main, ":scope > form ~ div").appendChild(incidents);
    return title;
  };
})();
