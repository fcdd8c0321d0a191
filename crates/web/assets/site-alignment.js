// Alignments and the look-up by controls, where the browser computes them.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite,
    find = rhumbFind;
  const { html, h, all, number, some, a, between, glyph, ladder, bar, strip, stat, stats, table, head, lead, section } =
    rhumbMarkup;
  const { parameters, turned } = rhumbAddress;
  const { faces, volumes, full } = rhumbWords;

  function columns(given, total) {
    var by = given.sort || (total ? "total" : "gap");
    function sorts(name, words, of, glyphed) {
      var is = by === name,
        front = name === "id" || name === "name",
        turn = front ? "descending" : "ascending",
        rising = front !== !!given[turn],
        query = parameters();
      ["sort", "ascending", "descending", "explain"].forEach(function (name) {
        query.delete(name);
      });
      query.set("sort", name);
      if (is && !given[turn]) query.set(turn, "true");
      return h(
        "th",
        { scope: "col", class: of, "aria-sort": is ? (rising ? "ascending" : "descending") : null },
        h(
          "a",
          { href: "#" + query, "data-by": name },
          glyphed === undefined ? words : [glyph(glyphed), h("span", { class: "of" }, words)],
          is ? (rising ? " ↑" : " ↓") : " ",
        ),
      );
    }
    return [
      head(""),
      sorts("id", "Id", "mid"),
      sorts("name", "Technique", ""),
      !total && sorts("weight", "Weight", "n mid"),
      faces.map(function (face, at) {
        return sorts(face[0], face[1], "n", at);
      }),
      total && [sorts("total", "Total", "n"), sorts("potential", "Potential", "mid")],
      sorts("rung", "Evidence", ""),
      !total && sorts("gap", "Gap", "n"),
    ];
  }
  function line(row, given, total, names, stack) {
    var open = given.explain === row.id,
      fold = turned("explain", open ? null : row.id);
    var cells = h(
      "tr",
      { id: row.id, class: open ? "open" : null },
      h(
        "td",
        {},
        h(
          "a",
          {
            class: "fold",
            href: fold,
            "data-by": "open " + row.id,
            "aria-expanded": String(open),
            "aria-label": "What stands behind " + row.id,
          },
          open ? "▾" : "▸",
        ),
      ),
      h("td", { class: "code mid" }, row.id),
      h("td", {}, a(find.technique(row.id), row.name)),
      !total && h("td", { class: "n n mid" }, row.weight.toFixed(2)),
      faces.map(function (face, at) {
        var count = row[face[0]].resources;
        return h(
          "td",
          { class: "n n" },
          count ? h("a", { href: fold, "data-by": face[0] + " " + row.id }, number(count)) : "–",
          bar(count ? Math.max(1, Math.floor((72 * Math.min(count, full[at])) / full[at])) : 0, face[2]),
        );
      }),
      total && [h("td", { class: "n n" }, some(row.total)), h("td", { class: "mid" }, volumes[row.potential])],
      h("td", {}, ladder(row.rung)),
      !total && h("td", { class: "n n" }, row.gap > 0 ? row.gap.toFixed(2) : "–", bar(Math.round(row.gap * 72), "gap")),
    );
    if (!open) return cells;
    return [
      cells,
      h(
        "tr",
        { class: "opened" },
        h(
          "td",
          { colspan: 8 + (total ? 1 : 0) },
          !total &&
            h(
              "p",
              { class: "quiet small" },
              row.reason === "other_platform"
                ? "For other platforms than those in use: no gap."
                : "Gap: " + row.weight.toFixed(2) + " × (1 − " + row.rung + "/5) = " + row.gap.toFixed(2) + ".",
            ),
          h("h2", { class: "unseen" }, "What stands behind " + row.id),
          h("div", { class: "three" }, behind(row, names, stack)),
        ),
      ),
    ];
  }
  /** The resources behind a row: 12 of each pillar, how many more, and how each source counts. */
  function behind(row, names, stack) {
    var explained = site.counter.explain(row.at, stack);
    return faces.map(function (face, at) {
      var of = explained.filter(function (one) {
          return one.kind === at;
        }),
        counted = of.filter(function (one) {
          return one.counted;
        }),
        left = of.length - counted.length,
        more = Math.max(0, counted.length - 12);
      var words = !of.length
        ? "None in any source."
        : !counted.length
          ? "None in your stack. " + left + " exist in sources you left out, or do not count."
          : [more ? "and " + more + " more" : "", left ? left + " are left out or do not count" : ""]
              .filter(Boolean)
              .join("; ");
      return h(
        "div",
        {},
        h("h3", {}, glyph(at), a(find.technique(row.id) + "#" + face[0], face[1])),
        h(
          "ul",
          {},
          counted.slice(0, 12).map(function (one) {
            return h(
              "li",
              {},
              h("span", {}, a(find.resource(one.source, names.places[one.fact]), names.title[one.fact])),
              h("span", {}, one.source + (at === 1 ? " · " + one.rung + "/5" : "")),
            );
          }),
        ),
        words && h("p", { class: "quiet small" }, words),
        row[face[0]].terms.length > 0 &&
          h(
            "p",
            { class: "quiet small" },
            "By source: " +
              row[face[0]].terms
                .map(function (term) {
                  return (
                    term.source +
                    " " +
                    term.resources +
                    " (" +
                    term.points +
                    (term.points === 1 ? " point)" : " points)")
                  );
                })
                .join(", ") +
              ". Volume " +
              volumes[row[face[0]].volume] +
              ".",
          ),
      );
    });
  }
  function steps(given, aligned, names) {
    var plan = site.counter.plan(aligned, 10);
    if (!plan.steps.length) return h("p", { class: "empty" }, "No step of the catalogue closes any more of the gap.");
    return [
      lead(
        "These steps close " +
          (plan.gap - plan.left).toFixed(2) +
          " of " +
          plan.gap.toFixed(2) +
          "; each closes the most after those before it.",
      ),
      table(
        "Plan",
        [
          head("Step", "n"),
          head("Do"),
          head("What"),
          head("Raises", "mid"),
          head("Closes", "n"),
          head("Gap left", "n"),
        ],
        plan.steps.map(function (step, at) {
          var test = step.action === "test",
            raises = step.raises.slice(0, 6).map(function (pair) {
              return a(
                find.technique(site.counter.data.techniques.id[pair[0]]),
                site.counter.data.techniques.id[pair[0]] + " to " + pair[1],
              );
            });
          var what = test
            ? a(find.resource(names.shapes[names.shape[step.what]][1], names.places[step.what]), names.title[step.what])
            : a(find.base + "log-source/" + find.slug(step.what) + ".html", step.what);
          return h(
            "tr",
            {},
            h("td", { class: "n n" }, at + 1),
            h("td", {}, test ? "Test" : "Switch on"),
            h("td", {}, what),
            h("td", { class: "mid" }, between(raises, ", ")),
            h("td", { class: "n n" }, step.closes.toFixed(2)),
            h("td", { class: "n n" }, step.left.toFixed(2)),
          );
        }),
      ),
    ];
  }

  function alignment(main, given, names, total) {
    var aligned = site.counter.align(
        total
          ? Object.assign({}, given, {
              threat: ["all"],
              layer: [],
              motive: [],
              sector: [],
              base: [],
              victim: [],
              sort: given.sort || "total",
            })
          : given,
      ),
      totals = aligned.totals,
      threat = aligned.threat;
    var words = total
        ? "Controls look-up"
        : threat.name + (aligned.stack.sources.length ? " against my stack" : " against all sources"),
      part = given.part || "list";
    var tabs = [
      ["list", "List"],
      ["matrix", "Matrix"],
    ].concat(total ? [] : [["plan", "Plan"]]);
    var body =
      part === "matrix"
        ? rhumbGrid(site.counter.matrix("enterprise", given), aligned.rows, "gap", "enterprise", " dense")
        : part === "plan" && !total
          ? steps(given, aligned, names)
          : !aligned.rows.length
            ? h("p", { class: "empty" }, "No technique is left. Take a filter back: tactics, lowest level, platforms.")
            : table(
                "Techniques",
                columns(given, total),
                aligned.rows.map(function (row) {
                  return line(row, given, total, names, aligned.stack);
                }),
              );
    if (!total)
      all(main, "#choose fieldset p")
        .slice(0, 1)
        .forEach(function (first) {
          first.insertAdjacentHTML(
            "beforebegin",
            html([
              h("p", {}, threat.name + ", " + threat.techniques.length + " techniques"),
              threat.origins.slice(0, 3).map(function (origin) {
                return h("p", {}, origin);
              }),
            ]),
          );
        });
    return site.put(
      main,
      words,
      [site.downloads(aligned, total)],
      [
        lead(
          total
            ? number(totals.techniques) +
                " techniques with what the chosen sources hold for each. Sort by any number, both ways."
            : totals.rungs[0] +
                totals.rungs[1] +
                " of " +
                totals.techniques +
                " techniques have no more than a mapping to stand on. The gap is the weight of the technique times what is still unproven.",
        ),
        !aligned.stack.sources.length && lead("No stack chosen: every public source counts."),
        site.unplaced(threat),
        stats([
          strip(totals.rungs),
          !total && stat("Gap, sum", totals.gap.toFixed(1), "of " + totals.weight.toFixed(1) + " at most"),
          stat("Rules, no test", totals.rules_only, "techniques"),
          stat("Proven", totals.rungs[4] + totals.rungs[5], "rung 4 or 5"),
        ]),
        h(
          "div",
          { class: "tools" },
          h(
            "div",
            { class: "segment" },
            tabs.map(function (tab) {
              return h(
                "a",
                {
                  href: turned("part", tab[0] === "list" ? null : tab[0]),
                  "data-by": tab[0],
                  "aria-current": part === tab[0] ? "true" : null,
                },
                tab[1],
              );
            }),
          ),
        ),
        body,
        section("assumed", "How this was counted", "", aligned.assumed.map(lead)),
      ],
    );
  }

  site.pages.alignment = function (main, given, read) {
    return alignment(main, given, read.names, false);
  };
  site.pages.controls = function (main, given, read) {
    return alignment(main, given, read.names, true);
  };
})();
