// Threat models, and the adversaries of whom something is said, where the browser computes them.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite,
    find = rhumbFind;
  const { h, number, some, a, strip, stat, stats, table, head, lead, section } = rhumbMarkup;
  const { turned } = rhumbAddress;

  site.pages.threats = function (main, given) {
    var parts = [],
      A = site.counter.data.actors,
      words = "Threat model",
      acts = null,
      incidents = main.querySelector('section[aria-labelledby="incidents"]');
    var has = given.threat.length || given.layer.length || site.counter.asked(given).length;
    if (!has) return "";
    try {
      var faced = site.counter.align(Object.assign({}, given, { sort: "weight" })),
        threat = faced.threat;
      words = "Threat model for " + threat.name;
      acts = [
        h("a", { class: "button primary", href: turned("part", null, "alignment.html") }, "Align with my stack"),
        site.downloads(faced, false),
      ];
      if (threat.actor !== undefined)
        parts.push(
          section(
            "profile",
            "Profile",
            (A.aliases[threat.actor] || []).join(", "),
            h("p", { class: "users" }, a(find.actor(A, threat.actor), A.name[threat.actor])),
          ),
        );
      parts.push(
        threat.origins.map(lead),
        site.unplaced(threat),
        stats([
          strip(faced.totals.rungs),
          stat(
            "Techniques",
            number(faced.totals.techniques),
            threat.adversaries ? "of " + threat.adversaries + " adversaries" : "",
          ),
          stat("Lead nowhere", threat.unplaced.length, "ids, counted nowhere"),
        ]),
        section(
          "matrix",
          "Its techniques by weight",
          "outlined: not in the threat",
          rhumbGrid(site.counter.matrix("enterprise", {}), faced.rows, "weight", "enterprise", " dense"),
        ),
      );
    } catch (error) {
      parts.push(h("p", { class: "notice", role: "note" }, /** @type {Error} */ (error).message));
    }
    if (site.counter.asked(given).length)
      try {
        var matched = site.counter.matched(given);
        parts.push(
          matched.length
            ? section(
                "matched",
                number(matched.length) + (matched.length === 1 ? " adversary matches" : " adversaries match"),
                "",
                table(
                  "Adversaries",
                  [head("Adversary"), head("Said of it", "mid"), head("Techniques", "n"), head("")],
                  matched.map(function (one) {
                    var id = A.id[one.actor] || A.name[one.actor],
                      to = "#threat=" + encodeURIComponent(id);
                    return h(
                      "tr",
                      {},
                      h("td", {}, a(find.actor(A, one.actor), A.name[one.actor])),
                      h("td", { class: "mid" }, one.said.join(", ")),
                      h("td", { class: "n n" }, some(one.techniques)),
                      h("td", {}, a(to, "Model"), ", ", a(find.base + "alignment.html" + to, "Align")),
                    );
                  }),
                ),
              )
            : section("matched", "No adversary has all of these", "", [
                h("p", { class: "empty" }, "Take one back, or ask for any of them."),
                h("p", { class: "users" }, a(turned("any_of", "true"), "Any of them")),
              ]),
        );
      } catch (error) {
        /* The notice above says why. */
      }
    site.put(main, words, acts, parts);
    if (incidents) /** @type {HTMLElement} */ (main.querySelector(":scope > form ~ div")).appendChild(incidents);
    return words;
  };
})();
