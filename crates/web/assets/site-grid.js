// The matrix, whole or compact, of a page that the browser computes.
// @ts-check
var rhumbGrid = (function () {
  "use strict";
  const site = rhumbSite,
    find = rhumbFind;
  const { Markup, h } = rhumbMarkup;
  const { faces, views } = rhumbWords;

  function grid(rows, threat, view, domain, more) {
    var faced = {},
      families = {},
      tactics = site.counter.data.tactics;
    (threat || []).forEach(function (row) {
      faced[row.id] = row;
    });
    (threat || []).forEach(function (row) {
      var parent = row.id.slice(0, 5),
        known = faced[parent];
      if (row.id !== parent && (!known || (known.id !== parent && known.gap < row.gap))) faced[parent] = row;
    });
    rows.forEach(function (row) {
      (families[row.id.slice(0, 5)] = families[row.id.slice(0, 5)] || []).push(row);
    });
    function square(row, below) {
      var of = faced[row.id],
        cent = function (value) {
          return Math.round(value * 100);
        },
        w = row["with"],
        own = faces.map(function (face) {
          return row[face[0]].resources;
        });
      var v = w.concat(own, [row.potential, row.rung, of ? cent(of.gap) : "", of ? cent(of.weight) : ""]);
      var value =
          Number(v[{ controls: 0, detections: 1, tests: 2, potential: 6, evidence: 7, gap: 8, weight: 9 }[view]]) || 0,
        step = views[view].bounds.filter(function (bound) {
          return value >= bound;
        }).length;
      var print = !value
        ? "–"
        : view === "potential"
          ? rhumbWords.short_volumes[value]
          : view === "gap" || view === "weight"
            ? value >= 100
              ? "1"
              : "." + ("0" + value).slice(-2)
            : value;
      var subs = !below.length
        ? ""
        : below.length === 1
          ? " with its sub-technique"
          : " with " + below.length + " sub-techniques";
      var said =
        view === "controls"
          ? w[0] + " controls" + subs
          : view === "tests"
            ? w[2] + " tests" + subs
            : view === "potential"
              ? "validation potential " + print
              : view === "gap" || view === "weight"
                ? of
                  ? "gap " + of.gap.toFixed(2) + ", weight " + of.weight.toFixed(2)
                  : "not in the threat"
                : w[1] + " rules" + subs;
      return [
        h(
          "a",
          {
            class: "cell s" + step,
            href: find.technique(row.id),
            "aria-label":
              row.name +
              (below.length ? " +" + below.length : "") +
              ", " +
              row.id +
              ": " +
              said +
              "; evidence " +
              row.rung +
              " of 5",
            "data-id": row.id,
            "data-v": v.join(","),
          },
          h(
            "span",
            {},
            row.name.split(/(?<=\/)/).map(function (piece, at) {
              return [at ? new Markup("<wbr>") : "", piece];
            }),
            below.length > 0 && [" ", h("small", {}, "+" + below.length)],
          ),
          h("i", { class: "l" + row.rung }),
        ),
        h("b", { "aria-hidden": "true" }, print),
      ];
    }
    var parts = tactics
      .map(function (tactic, place) {
        if (tactic[0] !== domain) return null;
        var cells = [],
          drawn = 0;
        Object.keys(families).forEach(function (id) {
          var within = families[id].filter(function (row) {
              return row.tactics.indexOf(place) >= 0;
            }),
            parent = within.find(function (row) {
              return row.id === id;
            });
          if (parent)
            cells.push({
              name: parent.name,
              parent: parent,
              below: within.filter(function (row) {
                return row !== parent;
              }),
            });
        });
        cells.sort(function (one, other) {
          return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
        });
        var list = cells.map(function (cell) {
          var one = square(cell.parent, cell.below);
          if (one[0].html.indexOf('class="cell s0"') < 0) drawn += 1;
          return h(
            "li",
            {},
            one,
            cell.below.length > 0 &&
              h(
                "ol",
                { class: "grid-sub" },
                cell.below.map(function (row) {
                  return h("li", {}, square(row, []));
                }),
              ),
          );
        });
        return list.length
          ? h(
              "section",
              { "aria-labelledby": "tactic-" + tactic[2] },
              h(
                "header",
                {},
                h("h2", { id: "tactic-" + tactic[2] }, tactic[3]),
                h("p", {}, drawn + " of " + list.length),
                h(
                  "svg",
                  { class: "tb", viewBox: "0 0 100 3", preserveAspectRatio: "none", "aria-hidden": "true" },
                  h("rect", { class: "track", width: 100, height: 3 }),
                  h("rect", { width: Math.floor((100 * drawn) / list.length), height: 3 }),
                ),
              ),
              h("ol", {}, list),
            )
          : null;
      })
      .filter(Boolean);
    return h(
      "div",
      {
        class: "grid " + view + "-v n" + parts.length + (more || ""),
        role: "group",
        "aria-label": "Matrix by " + view,
        "data-grid": true,
        "data-view": view,
      },
      parts,
    );
  }

  return grid;
})();
