// Pages of a static site that the browser computes: threats, alignments, controls, the matrix, search. What is chosen stands
// behind the `#` of the address and nowhere else; nothing is sent to anyone.
// @ts-check
(function () {
  "use strict";
  var root = document.documentElement,
    kind = root.dataset.page || "";
  if (root.dataset.place !== "site" || !kind) return;
  var find = rhumbFind,
    pristine = /** @type {HTMLElement} */ (/** @type {any} */ (window).rhumbPristine),
    title = document.title,
    changed = false,
    turn = 0;
  /** @type {any} */
  var counter = null;
  /** @type {any} */
  var exporter = null;
  /** @type {string[]} */
  var urls = [];

  // Markup: every text is escaped, whatever it is put together from.
  class Markup {
    /** @param {string} html */
    constructor(html) {
      this.html = html;
    }
  }
  /** @param {any} text */
  function escaped(text) {
    return String(text)
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;");
  }
  /** @param {any} part @returns {string} */
  function html(part) {
    return part instanceof Markup
      ? part.html
      : Array.isArray(part)
        ? part.map(html).join("")
        : part === null || part === undefined || part === false
          ? ""
          : escaped(part);
  }
  /** An element. @param {string} name @param {any} [attributes] @param {...any} parts */
  function h(name, attributes, ...parts) {
    var text = "<" + name;
    Object.keys(attributes || {}).forEach(function (key) {
      var value = attributes[key];
      if (value !== null && value !== undefined && value !== false)
        text += " " + key + '="' + escaped(value === true ? "" : value) + '"';
    });
    text += ">" + html(parts);
    return new Markup(name === "input" ? text : text + "</" + name + ">");
  }
  /** @param {ParentNode} within @param {string} selector @returns {any[]} */
  function all(within, selector) {
    return Array.prototype.slice.call(within.querySelectorAll(selector));
  }
  function number(count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  }
  function some(count) {
    return count ? number(count) : "–";
  }
  function a(href, words, more) {
    return href ? h("a", Object.assign({ href: href }, more), words) : words;
  }
  function between(parts, sign) {
    return parts.map(function (part, at) {
      return [at ? sign : "", part];
    });
  }

  // What is chosen.
  var lists = ["source", "platform", "tactic", "log"],
    whole = ["threat", "layer", "motive", "sector", "base", "victim"],
    flags = ["any_of", "with_software", "lowest_level", "ascending", "descending"];
  function parameters() {
    return new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : location.search.slice(1));
  }
  function chosen() {
    var query = parameters();
    /** @type {any} */
    var given = {};
    lists.concat(whole).forEach(function (name) {
      var values = query.getAll(name);
      if (lists.indexOf(name) >= 0) values = values.join(",").split(",");
      given[name] = values
        .map(function (value) {
          return value.trim();
        })
        .filter(Boolean);
    });
    flags.forEach(function (name) {
      given[name] = /^(true|1|on)$/.test(query.get(name) || "");
    });
    ["name", "sort", "explain", "part", "view", "subs", "dense", "words"].forEach(function (name) {
      given[name] = query.get(name) || "";
    });
    return given;
  }
  /** The address of what is chosen with another value of one name. @param {string} name @param {string | null} value @param {string} [page] */
  function turned(name, value, page) {
    var query = parameters();
    query.delete(name);
    if (value !== null) query.append(name, value);
    return (page ? find.base + page : "") + "#" + (query.toString() || "all=");
  }
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
        var brief = counter ? counter.brief(value) : { text: value, name: "" };
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

  // Pieces of pages, as the server makes them.
  var faces = rhumbWords.faces,
    rungs = rhumbWords.rungs,
    volumes = rhumbWords.volumes,
    full = rhumbWords.full,
    views = rhumbWords.views;
  function glyph(at) {
    var of = { class: faces[at][2] };
    return h(
      "svg",
      { class: "glyph", viewBox: "0 0 9 9", "aria-hidden": "true" },
      at === 0
        ? h("rect", Object.assign({ width: 9, height: 9, rx: 1 }, of))
        : at === 1
          ? h("circle", Object.assign({ cx: 4.5, cy: 4.5, r: 4.5 }, of))
          : h("path", Object.assign({ d: "M4.5 .4 9 8.6H0z" }, of)),
    );
  }
  function ladder(rung) {
    return h(
      "svg",
      { class: "ladder", viewBox: "0 0 48 4", role: "img", "aria-label": "evidence " + rung + " of 5: " + rungs[rung] },
      [0, 1, 2, 3, 4].map(function (at) {
        return h("rect", { class: at < rung ? "on" : "off", x: at * 10, width: 8, height: 4, rx: 1 });
      }),
    );
  }
  function bar(width, of) {
    return h(
      "svg",
      { class: "b", viewBox: "0 0 72 6", "aria-hidden": "true" },
      h("rect", { class: "track", width: 72, height: 6, rx: 2 }),
      h("rect", { class: of, width: width, height: 6, rx: 2 }),
    );
  }
  function strip(counts) {
    var total =
        counts.reduce(function (sum, count) {
          return sum + count;
        }, 0) || 1,
      x = 0,
      steps = [];
    counts.forEach(function (count, rung) {
      var width = Math.floor((1000 * count) / total);
      if (count) steps.push({ rung: rung, x: x, width: Math.max(width - 1, 1), count: count });
      x += width;
    });
    var said = steps
      .map(function (step) {
        return step.count + " " + rungs[step.rung];
      })
      .join(", ");
    return h(
      "div",
      { class: "wide" },
      h("p", { class: "name" }, "Techniques by best evidence"),
      h(
        "svg",
        {
          class: "strip",
          viewBox: "0 0 1000 24",
          preserveAspectRatio: "none",
          role: "img",
          "aria-label": "Techniques by best evidence: " + said,
        },
        steps.map(function (step) {
          return h("rect", { class: "r" + step.rung, x: step.x, width: step.width, height: 24 });
        }),
      ),
      h(
        "p",
        { class: "key" },
        steps.map(function (step) {
          return h(
            "span",
            {},
            h(
              "svg",
              { viewBox: "0 0 9 9", "aria-hidden": "true" },
              h("rect", { class: "r" + step.rung, width: 9, height: 9, rx: 2 }),
            ),
            h("strong", {}, step.count),
            " " + rungs[step.rung],
          );
        }),
      ),
    );
  }
  function stat(name, value, words) {
    return h(
      "div",
      {},
      h("p", { class: "name" }, name),
      h("p", {}, h("span", { class: "number" }, value)),
      h("p", { class: "volume" }, words),
    );
  }
  function stats(parts) {
    return h("div", { class: "stats few" }, parts);
  }
  function table(label, heads, bodies) {
    return h(
      "div",
      { class: "scroll", role: "region", tabindex: 0, "aria-label": label + ", as a table" },
      h("table", { class: "rows", "data-rows": true }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, bodies)),
    );
  }
  function head(words, of) {
    return h("th", { scope: "col", class: of || "" }, words || h("span", { class: "unseen" }, "Open"));
  }
  function lead(words) {
    return h("p", { class: "lead" }, words);
  }
  function section(id, words, quiet, parts) {
    return h(
      "section",
      { "aria-labelledby": id },
      h("h2", { id: id }, words, quiet && [" ", h("span", { class: "quiet" }, quiet)]),
      parts,
    );
  }

  // The table of an alignment.
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
    var explained = counter.explain(row.at, stack);
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
    var plan = counter.plan(aligned, 10);
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
                find.technique(counter.data.techniques.id[pair[0]]),
                counter.data.techniques.id[pair[0]] + " to " + pair[1],
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

  // The matrix, whole or compact.
  var domains = { Enterprise: "enterprise", Mobile: "mobile", ICS: "ics" };
  function grid(rows, threat, view, domain, more) {
    var faced = {},
      families = {},
      tactics = counter.data.tactics;
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
  /** The script of the matrix, where a page has one only now. */
  function moving() {
    if (!document.querySelector("[data-grid]") || document.querySelector('script[src$="assets/matrix.js"]')) return;
    var script = document.createElement("script");
    script.src = find.base + "assets/matrix.js";
    document.head.appendChild(script);
  }

  // What can be taken along.
  function save(name, type, text) {
    var url = URL.createObjectURL(new Blob([text], { type: type }));
    urls.push(url);
    return h(
      "a",
      { href: url, download: name },
      type === "text/csv" ? "CSV" : /layer/.test(name) ? "Navigator layer" : "JSON",
    );
  }
  function exports_(aligned, total) {
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
        save("alignment.csv", "text/csv", exporter.csv(aligned)),
        save(
          "layer.json",
          "application/json",
          JSON.stringify(exporter.layer(aligned, total ? "total" : "gap"), null, 2) + "\n",
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

  // The pages.
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
  function alignment(main, given, names) {
    var total = kind === "controls",
      aligned = counter.align(
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
        ? grid(counter.matrix("enterprise", given), aligned.rows, "gap", "enterprise", " dense")
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
    return put(
      main,
      words,
      [exports_(aligned, total)],
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
        unplaced(threat),
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
  function threats(main, given) {
    var parts = [],
      A = counter.data.actors,
      words = "Threat model",
      acts = null,
      incidents = main.querySelector('section[aria-labelledby="incidents"]');
    var has = given.threat.length || given.layer.length || counter.asked(given).length;
    if (!has) return "";
    try {
      var faced = counter.align(Object.assign({}, given, { sort: "weight" })),
        threat = faced.threat;
      words = "Threat model for " + threat.name;
      acts = [
        h("a", { class: "button primary", href: turned("part", null, "alignment.html") }, "Align with my stack"),
        exports_(faced, false),
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
        unplaced(threat),
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
          grid(counter.matrix("enterprise", {}), faced.rows, "weight", "enterprise", " dense"),
        ),
      );
    } catch (error) {
      parts.push(h("p", { class: "notice", role: "note" }, /** @type {Error} */ (error).message));
    }
    if (counter.asked(given).length)
      try {
        var matched = counter.matched(given);
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
    put(main, words, acts, parts);
    if (incidents) /** @type {HTMLElement} */ (main.querySelector(":scope > form ~ div")).appendChild(incidents);
    return words;
  }
  function matrix(main, given) {
    var head = /** @type {HTMLElement} */ (main.querySelector("h1")),
      domain = domains[(head.textContent || "").split(" ")[0]] || "enterprise",
      has = given.threat.length || given.layer.length || counter.asked(given).length;
    var faced = has ? counter.align(Object.assign({}, given, { sort: "gap", part: "" })) : null,
      view = views[given.view] ? given.view : "detections";
    var rows = counter.matrix(domain, given),
      old = /** @type {HTMLElement} */ (main.querySelector("[data-grid]"));
    old.outerHTML = html(
      grid(rows, faced && faced.rows, view, domain, (given.subs ? " subs" : "") + (given.dense ? " dense" : "")),
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
          unplaced(faced.threat),
        ]),
      );
    return (head.firstChild || head).textContent || "";
  }
  function search(main, given, found) {
    var groups = [["Techniques", "techniques"]].concat(
        faces.map(function (face) {
          return [face[1], face[0]];
        }),
        [["Adversaries and knowledge", "knowledge"]],
      ),
      names = ["control", "detection", "test", "knowledge"];
    var parts = [
      !found.length &&
        lead(
          "Nothing is named “" +
            given.words +
            "”. Try an id (T1021), a name, a file name. Descriptions and queries are not searched on this site.",
        ),
    ];
    groups.forEach(function (group, at) {
      var of = found.filter(function (one) {
        return at ? one.resource && one.resource.kind === names[at - 1] : one.technique;
      });
      if (of.length)
        parts.push(
          section(group[1], [at > 0 && at < 4 && glyph(at - 1), group[0]], number(of.length), [
            table(
              group[0],
              at ? [head("Title"), head("Source", "mid"), head("Found in", "opt")] : [head("Id"), head("Name")],
              of.slice(0, 100).map(function (one) {
                if (!at)
                  return h(
                    "tr",
                    {},
                    h("td", { class: "code" }, one.technique.id),
                    h("td", {}, a(one.href, one.technique.name)),
                  );
                return h(
                  "tr",
                  {},
                  h(
                    "td",
                    {},
                    h("span", { class: "title" }, a(one.href, one.resource.title)),
                    h("div", { class: "place" }, one.resource.id || one.resource.place),
                  ),
                  h(
                    "td",
                    { class: "mid" },
                    a(find.base + "source/" + find.slug(one.resource.source) + ".html", one.resource.source),
                  ),
                  h("td", { class: "opt" }, one.found_in),
                );
              }),
            ),
            of.length > 100 &&
              h("p", { class: "quiet small" }, "and " + number(of.length - 100) + " more: name it more closely."),
          ]),
        );
    });
    all(document, "input[data-search]").forEach(function (input) {
      if (!input.value) input.value = given.words;
    });
    return put(main, number(found.length) + " for “" + given.words + "”", null, parts);
  }

  function ready() {
    return counter
      ? Promise.resolve(counter)
      : find.compass().then(function (data) {
          counter = rhumbCount(data);
          exporter = rhumbExports(data, rhumbWords);
          return counter;
        });
  }
  function megabytes(names) {
    return ((rhumbSizes.compass + (names ? rhumbSizes.names : 0)) / 1e6).toFixed(1);
  }
  function failed(error) {
    var main = /** @type {HTMLElement} */ (pristine.cloneNode(true));
    fill(main, chosen());
    put(main, (main.querySelector("h1") || main).textContent || "", null, [
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
      counter ? 400 : 0,
    );
    Promise.all([ready(), named ? find.names() : null, kind === "search" ? find.search(given.words) : null])
      .then(function (read) {
        clearTimeout(waiting);
        note.remove();
        if (mine !== turn) return;
        urls.splice(0).forEach(function (url) {
          URL.revokeObjectURL(url);
        });
        var main = /** @type {HTMLElement} */ (pristine.cloneNode(true));
        fill(main, given);
        var words =
          kind === "threats"
            ? threats(main, given)
            : kind === "matrix"
              ? matrix(main, given)
              : kind === "search"
                ? search(main, given, read[2])
                : alignment(main, given, read[1]);
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
