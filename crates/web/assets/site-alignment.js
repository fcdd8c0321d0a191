// Alignments and the look-up by controls, where the browser computes them.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite,
    find = rhumbFind;
  const { all, query, number, dashed, clone, take, set, repeat, fillLink, fillText } = rhumbTemplates;
  const { text, section, rungBar, statistic, statistics } = rhumbTemplates;
  const { parameters, addressWith } = rhumbAddress;
  const { pillars, rungs, volumes, full } = rhumbWords;

  /** Resources of a pillar that the details of a row list. */
  const FEW = 12;

  /** The heads, each a link that sorts by its column, or the other way round.
   * @param {Element} table @param {any} choice @param {boolean} total */
  function fillHeads(table, choice, total) {
    var by = choice.sort || (total ? "total" : "gap");
    all(table, "th a").forEach(function (link) {
      var name = new URLSearchParams(link.getAttribute("href").split("#")[1]).get("sort") || "",
        sorted = by === name,
        front = name === "id" || name === "name",
        turn = front ? "descending" : "ascending",
        rising = front !== !!choice[turn],
        address = parameters(),
        words = link.lastChild;
      ["sort", "ascending", "descending", "explain"].forEach((name) => address.delete(name));
      address.set("sort", name);
      if (sorted && !choice[turn]) address.set(turn, "true");
      set(link.parentElement, { "aria-sort": sorted ? (rising ? "ascending" : "descending") : null });
      set(link, { href: "#" + address, "data-by": name, "data-soft": null });
      words.textContent = words.textContent.replace(/\s[↑↓]?$/, " ") + (sorted ? (rising ? "↑" : "↓") : "");
    });
  }
  /** Sets the length of the bar of a number. @param {Element} cell @param {number} width */
  function fillBar(cell, width) {
    set(query(cell, "svg").lastElementChild, { width: width });
  }
  /** The count of a pillar. @param {Element} cell @param {any} row @param {number} at @param {string} fold */
  function fillPillar(cell, row, at, fold) {
    var pillar = pillars[at],
      count = row[pillar.id].resources,
      link = set(query(cell, "a"), { href: fold, "data-by": pillar.id + " " + row.id, "data-soft": null });
    link.textContent = number(count);
    if (!count) link.replaceWith("–");
    fillBar(cell, count ? Math.max(1, Math.floor((72 * Math.min(count, full[at])) / full[at])) : 0);
  }
  /** @param {Element} ladder @param {number} rung */
  function fillLadder(ladder, rung) {
    set(ladder, { "aria-label": "evidence " + rung + " of 5: " + rungs[rung] });
    all(ladder, "rect").forEach(function (step, at) {
      set(step, { class: at < rung ? "on" : "off" });
    });
  }
  /** Fills the cells of a technique. @param {HTMLElement} line @param {any} row @param {boolean} open @param {boolean} total */
  function fillRow(line, row, open, total) {
    var fold = addressWith("explain", open ? null : row.id),
      cells = Array.from(line.children),
      next = () => /** @type {HTMLElement} */ (cells.shift());
    line.id = row.id;
    set(line, { class: open ? "open" : null });
    var toggle = set(query(next(), "a"), {
      href: fold,
      "data-by": "open " + row.id,
      "data-soft": null,
      "aria-expanded": open,
      "aria-label": "What stands behind " + row.id,
    });
    toggle.textContent = open ? "▾" : "▸";
    next().textContent = row.id;
    fillLink(query(next(), "a"), find.technique(row.id), row.name);
    if (!total) next().textContent = row.weight.toFixed(2);
    pillars.forEach((/** @type {any} */ _, /** @type {number} */ at) => fillPillar(next(), row, at, fold));
    if (total) {
      next().textContent = dashed(row.total);
      next().textContent = volumes[row.potential];
    }
    fillLadder(query(next(), "svg"), row.rung);
    if (!total) {
      var gap = next();
      gap.prepend(row.gap > 0 ? row.gap.toFixed(2) : "–");
      fillBar(gap, Math.round(row.gap * 72));
    }
  }

  /** How many resources the details do not list, and why. @param {number} all @param {number} counted */
  function remainder(all, counted) {
    var left = all - counted,
      more = Math.max(0, counted - FEW);
    if (!all) return "None in any source.";
    if (!counted) return "None in your stack. " + left + " exist in sources you left out, or do not count.";
    return [more ? "and " + more + " more" : "", left ? left + " are left out or do not count" : ""]
      .filter(Boolean)
      .join("; ");
  }
  /** How much each source counts for a pillar. @param {any} numbers */
  function bySource(numbers) {
    if (!numbers.terms.length) return "";
    var terms = numbers.terms.map(
      (/** @type {any} */ term) =>
        term.source + " " + term.resources + " (" + term.points + (term.points === 1 ? " point)" : " points)"),
    );
    return "By source: " + terms.join(", ") + ". Volume " + volumes[numbers.volume] + ".";
  }
  /** The resources of a pillar behind a row. @param {Element} column @param {any} row @param {number} at @param {any[]} explained @param {any} names */
  function fillDetailColumn(column, row, at, explained, names) {
    var pillar = pillars[at],
      counted = explained.filter((resource) => resource.counted),
      [more, sources] = all(column, "p");
    fillLink(query(column, "h3 a"), find.technique(row.id) + "#" + pillar.id, pillar.name);
    repeat(query(column, "li"), counted.slice(0, FEW), function (item, resource) {
      var address = find.resource(resource.source, names.places[resource.fact]);
      fillLink(query(item, "a"), address, names.title[resource.fact]);
      item.lastElementChild.textContent = resource.source + (at === 1 ? " · " + resource.rung + "/5" : "");
    });
    fillText(more, remainder(explained.length, counted.length));
    fillText(sources, bySource(row[pillar.id]));
  }
  /** What stands behind a row, below it. @param {Element} line @param {any} row @param {any} stack @param {any} names */
  function fillDetails(line, row, stack, names) {
    var explained = site.counter.explain(row.at, stack),
      gap = line.querySelector("td > p");
    if (gap)
      gap.textContent =
        row.reason === "other_platform"
          ? "For other platforms than those in use: no gap."
          : "Gap: " + row.weight.toFixed(2) + " × (1 − " + row.rung + "/5) = " + row.gap.toFixed(2) + ".";
    query(line, "h2").textContent = "What stands behind " + row.id;
    all(line, ".three > div").forEach(function (column, at) {
      var own = explained.filter((/** @type {any} */ resource) => resource.kind === at);
      fillDetailColumn(column, row, at, own, names);
    });
  }
  /** The table of an alignment. @param {any} aligned @param {any} choice @param {boolean} total @param {any} names */
  function techniques(aligned, choice, total, names) {
    if (!aligned.rows.length) return clone("no-technique");
    var block = clone("techniques"),
      details = take(block, "tr.opened");
    fillHeads(block, choice, total);
    repeat(query(block, "tbody tr"), aligned.rows, function (line, row) {
      var open = choice.explain === row.id;
      fillRow(line, row, open, total);
      if (!open) return;
      line.after(details);
      fillDetails(details, row, aligned.stack, names);
    });
    return block;
  }

  /** @param {Element} line @param {any} step @param {number} at @param {any} names */
  function fillStep(line, step, at, names) {
    var [place, action, what, raises, closes, left] = all(line, "td"),
      test = step.action === "test",
      ids = site.counter.data.techniques.id;
    place.textContent = at + 1;
    action.textContent = test ? "Test" : "Switch on";
    if (test) {
      var source = names.shapes[names.shape[step.what]][1];
      fillLink(query(what, "a"), find.resource(source, names.places[step.what]), names.title[step.what]);
    } else fillLink(query(what, "a"), find.base + "log-source/" + find.slug(step.what) + ".html", step.what);
    repeat(
      query(raises, "a"),
      step.raises.slice(0, 6),
      (link, [technique, rung]) => fillLink(link, find.technique(ids[technique]), ids[technique] + " to " + rung),
      ", ",
    );
    closes.textContent = step.closes.toFixed(2);
    left.textContent = step.left.toFixed(2);
  }
  /** The plan for an alignment. @param {any} aligned @param {any} names */
  function plan(aligned, names) {
    var { steps, gap, left } = site.counter.plan(aligned, 10);
    if (!steps.length) return [clone("no-step")];
    var block = clone("plan");
    repeat(query(block, "tbody tr"), steps, (line, step, at) => fillStep(line, step, at, names));
    var closed = (gap - left).toFixed(2) + " of " + gap.toFixed(2);
    return [text("These steps close " + closed + "; each closes the most after those before it."), block];
  }

  /** @param {string} part */
  function tabs(part) {
    var block = clone("tabs");
    all(block, "a").forEach(function (link) {
      var name = new URLSearchParams(link.getAttribute("href").split("#")[1]).get("part") || "list";
      set(link, {
        href: addressWith("part", name === "list" ? null : name),
        "data-by": name,
        "aria-current": part === name ? "true" : null,
      });
    });
    return block;
  }
  /** Says above the field for a threat which threat it is. @param {HTMLElement} main @param {any} threat */
  function sayThreat(main, threat) {
    var field = query(main, "#choose fieldset p");
    [threat.name + ", " + threat.techniques.length + " techniques", ...threat.origins.slice(0, 3)].forEach((words) => {
      var paragraph = field.cloneNode();
      paragraph.textContent = words;
      field.before(paragraph);
    });
  }
  /** @param {any} totals @param {boolean} total */
  function lead(totals, total) {
    if (total)
      return (
        number(totals.techniques) +
        " techniques with what the chosen sources hold for each. Sort by any number, both ways."
      );
    return (
      totals.rungs[0] +
      totals.rungs[1] +
      " of " +
      totals.techniques +
      " techniques have no more than a mapping to stand on. The gap is the weight of the technique times what is still unproven."
    );
  }
  /** @param {any} totals @param {boolean} total */
  function statisticsOf(totals, total) {
    return statistics([
      rungBar(totals.rungs),
      !total && statistic("Gap, sum", totals.gap.toFixed(1), "of " + totals.weight.toFixed(1) + " at most"),
      statistic("Rules, no test", totals.rules_only, "techniques"),
      statistic("Proven", totals.rungs[4] + totals.rungs[5], "rung 4 or 5"),
    ]);
  }
  /** The blocks of the part that is chosen. @param {any} aligned @param {any} choice @param {boolean} total @param {any} names */
  function partBlocks(aligned, choice, total, names) {
    if (choice.part === "matrix")
      return [rhumbGrid(site.counter.matrix("enterprise", choice), aligned.rows, "gap", "enterprise", " dense")];
    if (choice.part === "plan" && !total) return plan(aligned, names);
    return [techniques(aligned, choice, total, names)];
  }
  /** @param {HTMLElement} main @param {any} aligned @param {any} choice @param {any} names @param {boolean} total */
  function show(main, aligned, choice, names, total) {
    var threat = aligned.threat,
      ownStack = aligned.stack.sources.length > 0;
    if (!total) sayThreat(main, threat);
    return site.show(
      main,
      total ? "Controls look-up" : threat.name + (ownStack ? " against my stack" : " against all sources"),
      site.fillExports(clone("menus"), aligned, total),
      [
        text(lead(aligned.totals, total)),
        !ownStack && text("No stack chosen: every public source counts."),
        site.unplaced(threat),
        statisticsOf(aligned.totals, total),
        tabs(choice.part || "list"),
        ...partBlocks(aligned, choice, total, names),
        section("assumed", "", aligned.assumed.map(text)),
      ],
    );
  }

  site.pages.alignment = function (main, choice, data) {
    return show(main, site.counter.align(choice), choice, data.names, false);
  };
  site.pages.controls = function (main, choice, data) {
    var sort = choice.sort || "total",
      everything = { threat: ["all"], layer: [], motive: [], sector: [], base: [], victim: [], sort: sort };
    return show(main, site.counter.align(Object.assign({}, choice, everything)), choice, data.names, true);
  };
})();
