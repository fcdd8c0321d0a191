// The matrix without reloading: views, folding, density, filter, selection, cards, arrow keys.
// @ts-check
(function () {
  "use strict";
  var place = { controls: 0, detections: 1, tests: 2, potential: 6, evidence: 7, gap: 8, weight: 9 };
  var site = document.documentElement.dataset.place === "site", potentials = ["N/A", "Low", "Med", "High"];

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  /** @param {HTMLElement} cell */
  function values(cell) { return (cell.dataset.v || "").split(","); }
  function recall() { try { return localStorage.getItem("keys") !== "off"; } catch (error) { return true; } }

  function start() {
    var grid = document.querySelector("[data-grid]");
    if (!(grid instanceof HTMLElement) || grid.dataset.ready) return;
    grid.dataset.ready = "1";
    var holder = grid.closest("[data-bins]"), said = document.querySelector("[data-said]");
    /** @type {Object<string, number[]>} */
    var bins = {};
    if (holder instanceof HTMLElement) (holder.dataset.bins || "").split(";").forEach(function (part) { var pair = part.split(":"); bins[pair[0]] = pair[1].split(",").map(Number); });
    var cells = all(".cell", grid);
    /** @param {string} words */
    function say(words) { if (said) said.textContent = words; }

    // Views.
    /** @param {string} view */
    function show(view) {
      var at = place[view], bounds = bins[view];
      if (at === undefined || !bounds) return false;
      grid.className = grid.className.replace(/\b\w+-v\b/, view + "-v");
      grid.dataset.view = view;
      cells.forEach(function (cell) {
        var value = Number(values(cell)[at]) || 0, step = 0;
        while (step < 5 && value >= bounds[step]) step += 1;
        cell.className = cell.className.replace(/\bs\d\b/, "s" + step);
        var number = cell.querySelector("b");
        if (number) number.textContent = !value ? "–" : view === "potential" ? potentials[value] : view === "gap" || view === "weight" ? (value >= 100 ? "1" : "." + (value < 10 ? "0" : "") + value) : String(value);
        var label = (cell.getAttribute("aria-label") || "").split(": ")[0];
        cell.setAttribute("aria-label", label + ": " + sentence(cell, view));
      });
      all("section", grid).forEach(function (section) {
        var own = all("ol:not(.grid-sub) > li > .cell", section), some = own.filter(function (cell) { return !cell.classList.contains("s0"); }).length;
        var count = section.querySelector("header p"), bar = section.querySelector(".tb rect:last-child");
        if (count) count.textContent = some + " of " + own.length;
        if (bar) bar.setAttribute("width", String(Math.round(100 * some / Math.max(own.length, 1))));
      });
      legend(view, bounds);
      return true;
    }
    function sentence(cell, view) {
      var v = values(cell), what = view === "controls" ? v[0] + " controls" : view === "tests" ? v[2] + " tests" : view === "potential" ? "validation potential " + potentials[Number(v[6])] : view === "gap" || view === "weight" ? (v[8] === "" ? "not in the threat" : "gap " + Number(v[8]) / 100 + ", weight " + Number(v[9]) / 100) : v[1] + " rules";
      return what + "; evidence " + v[7] + " of 5";
    }
    function legend(view, bounds) {
      var list = document.querySelector("[data-legend]");
      if (!(list instanceof HTMLElement)) return;
      list.className = view + "-v";
      var words = view === "potential" ? [["0", "N/A"], ["1", "Low"], ["3", "Medium"], ["5", "High"]] : [["0", "0"]].concat(bounds.map(function (from, at) {
        var next = bounds[at + 1], dot = view === "gap" || view === "weight" ? function (n) { return "." + (n < 10 ? "0" : "") + n; } : String;
        return [String(at + 1), next === undefined ? dot(from) + (view === "evidence" ? "" : "+") : next - 1 > from ? dot(from) + "–" + dot(next - 1) : dot(from)];
      }));
      list.textContent = "";
      words.forEach(function (pair) { var one = document.createElement("li"); one.className = "s" + pair[0]; one.textContent = pair[1]; list.appendChild(one); });
      var unit = list.previousElementSibling;
      if (unit) unit.textContent = { controls: "Controls", detections: "Rules", tests: "Tests", potential: "Validation potential", evidence: "Best rung", gap: "Gap", weight: "Weight" }[view] || view;
    }
    all("[data-views] a").forEach(function (tab) {
      tab.addEventListener("click", function (event) {
        var address = new URL(/** @type {HTMLAnchorElement} */ (tab).href), view = (site ? new URLSearchParams(address.hash.slice(1)) : address.searchParams).get("view") || "";
        if (event.metaKey || event.ctrlKey || !show(view)) return;
        event.preventDefault();
        all("[data-views] a").forEach(function (one) { one.removeAttribute("aria-current"); });
        tab.setAttribute("aria-current", "true");
        remember("view", view);
        say("By " + view);
      });
    });
    /** @param {string} name @param {string | null} value */
    function remember(name, value) {
      if (site) { document.dispatchEvent(new CustomEvent("rhumb:remember", { detail: { name: name, value: value } })); return; }
      if (location.protocol === "file:") return;
      var address = new URL(location.href);
      if (value) address.searchParams.set(name, value); else address.searchParams.delete(name);
      history.replaceState(history.state, "", address.href);
    }

    // Folding and density.
    /** @param {string} of */
    function toggle(of) {
      var on = grid.classList.toggle(of === "subs" ? "subs" : "dense");
      remember(of, on ? "1" : null);
      all("[data-toggle]").forEach(function (link) {
        var is = (of === "subs") === (/Sub/.test(link.textContent || ""));
        if (!is) return;
        link.textContent = (link.textContent || "").replace(" ✓", "") + (on ? " ✓" : "");
        if (on) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      });
      say(on ? (of === "subs" ? "Sub-techniques open" : "Compact") : (of === "subs" ? "Sub-techniques folded" : "Full"));
    }
    all("[data-toggle]").forEach(function (link) {
      link.addEventListener("click", function (event) { event.preventDefault(); toggle(/Sub/.test(link.textContent || "") ? "subs" : "dense"); });
    });
    /** @param {HTMLElement} cell */
    function fold(cell) { var item = cell.parentElement; if (item && item.querySelector(".grid-sub")) { item.classList.toggle("unfold"); return true; } return false; }
    grid.addEventListener("click", function (event) {
      var small = event.target instanceof Element ? event.target.closest("small") : null, cell = small && small.closest(".cell");
      if (cell instanceof HTMLElement && fold(cell)) event.preventDefault();
    });

    // Filter by name or id; the step of the legend keeps only it.
    var field = document.querySelector("[data-filter]"), only = "";
    function filter() {
      var words = field instanceof HTMLInputElement ? field.value.trim().toLowerCase() : "", left = 0;
      cells.forEach(function (cell) {
        var text = (cell.dataset.id + " " + (cell.firstElementChild ? cell.firstElementChild.textContent : "")).toLowerCase();
        var fits = (!words || text.indexOf(words) >= 0) && (!only || cell.classList.contains(only));
        cell.classList.toggle("away", !fits);
        if (fits) left += 1;
      });
      say(left + " techniques");
    }
    if (field instanceof HTMLInputElement) { field.hidden = false; field.addEventListener("input", filter); }
    var steps = document.querySelector("[data-legend]");
    if (steps) steps.addEventListener("click", function (event) {
      var step = event.target instanceof Element ? event.target.closest("li") : null;
      if (!step) return;
      only = only === step.className ? "" : step.className;
      filter();
    });

    // The card.
    var card = document.createElement("div"), timer = 0;
    card.className = "card floating"; card.hidden = true; card.id = "card"; card.setAttribute("role", "tooltip");
    document.body.appendChild(card);
    /** @param {HTMLElement} cell */
    function open(cell) {
      var v = values(cell), head = document.createElement("h3"), top = document.createElement("p");
      card.textContent = "";
      head.textContent = cell.firstElementChild ? (cell.firstElementChild.firstChild || {}).textContent || "" : "";
      top.className = "quiet"; top.textContent = cell.dataset.id || "";
      card.appendChild(top); card.appendChild(head);
      [["Controls", v[0], v[3]], ["Detection rules", v[1], v[4]], ["Tests", v[2], v[5]], ["Best evidence", v[7] + " of 5", ""]].forEach(function (line) {
        var p = document.createElement("p"), name = document.createElement("span"), number = document.createElement("strong");
        name.textContent = line[0]; number.textContent = line[1] + (line[2] !== "" && line[2] !== line[1] ? " (" + line[2] + " own)" : "");
        p.appendChild(name); p.appendChild(number); card.appendChild(p);
      });
      if (v[8] !== "") { var gap = document.createElement("p"), word = document.createElement("span"), sum = document.createElement("strong"); word.textContent = "Gap, weight"; sum.textContent = (Number(v[8]) / 100).toFixed(2) + ", " + (Number(v[9]) / 100).toFixed(2); gap.appendChild(word); gap.appendChild(sum); card.appendChild(gap); }
      card.hidden = false;
      var box = cell.getBoundingClientRect(), right = box.right + 312 < innerWidth;
      card.style.left = (right ? box.right + 8 : Math.max(8, box.left - 312)) + scrollX + "px";
      card.style.top = Math.max(8, Math.min(box.top, innerHeight - card.offsetHeight - 8)) + scrollY + "px";
    }
    function close() { clearTimeout(timer); card.hidden = true; }
    grid.addEventListener("pointerover", function (event) {
      var cell = event.target instanceof Element ? event.target.closest(".cell") : null;
      close();
      if (cell instanceof HTMLElement && event.pointerType === "mouse") timer = setTimeout(function () { open(cell); }, 120);
    });
    grid.addEventListener("pointerleave", close);

    // Selection.
    /** @param {HTMLElement} cell */
    function select(cell) {
      cell.setAttribute("aria-selected", cell.getAttribute("aria-selected") === "true" ? "false" : "true");
      tray();
    }
    function chosen() { return Array.from(new Set(all('.cell[aria-selected="true"]', grid).map(function (cell) { return cell.dataset.id; }))); }
    function tray() {
      var old = document.getElementById("tray"), ids = chosen();
      if (old) old.remove();
      if (!ids.length) return;
      var box = document.createElement("div");
      box.id = "tray"; box.className = "tray floating"; box.setAttribute("role", "region"); box.setAttribute("aria-label", "Selection");
      box.appendChild(document.createTextNode(ids.length + " selected"));
      [["Align", site ? "alignment.html#" : "/alignment?"], ["Model", site ? "threats.html#" : "/threats?"]].forEach(function (pair) {
        var link = document.createElement("a");
        link.href = (site ? rhumbFind.base : "") + pair[1] + "name=Selection&layer=" + encodeURIComponent(ids.join(" ")); link.textContent = pair[0];
        box.appendChild(link);
      });
      var clear = document.createElement("button");
      clear.type = "button"; clear.textContent = "Clear";
      clear.addEventListener("click", function () { all('.cell[aria-selected="true"]', grid).forEach(function (cell) { cell.setAttribute("aria-selected", "false"); }); tray(); });
      box.appendChild(clear);
      document.body.appendChild(box);
    }

    // One tab stop, arrows inside.
    /** @param {HTMLElement | undefined} cell */
    function focus(cell) {
      if (!cell) return;
      cells.forEach(function (one) { one.tabIndex = -1; });
      cell.tabIndex = 0;
      cell.focus();
    }
    cells.forEach(function (cell, at) { cell.tabIndex = at ? -1 : 0; });
    grid.addEventListener("keydown", function (event) {
      var cell = event.target instanceof Element ? event.target.closest(".cell") : null;
      if (!(cell instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.altKey) return;
      var key = event.key, columns = all("section", grid), column = cell.closest("section");
      var at = columns.indexOf(/** @type {HTMLElement} */ (column)), own = all(".cell", columns[at]).filter(function (one) { return one.offsetParent !== null; }), row = own.indexOf(cell), handled = true;
      if (key === "ArrowDown") focus(own[row + 1]);
      else if (key === "ArrowUp") focus(own[row - 1]);
      else if (key === "ArrowLeft" || key === "ArrowRight") {
        var next = columns[at + (key === "ArrowRight" ? 1 : -1)], there = next ? all(".cell", next).filter(function (one) { return one.offsetParent !== null; }) : [];
        focus(there[Math.min(row, there.length - 1)]);
      } else if (key === "Home") focus(own[0]);
      else if (key === "End") focus(own[own.length - 1]);
      else if (key === " ") fold(cell);
      else if (key === "i" && recall()) { if (card.hidden) open(cell); else close(); }
      else if (key === "x" && recall()) select(cell);
      else if (key === "Escape") close();
      else handled = false;
      if (handled) event.preventDefault();
    });
    document.addEventListener("keydown", function (event) {
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.metaKey || event.ctrlKey || event.altKey || !recall() || !grid.isConnected) return;
      if (event.key === "s" && document.querySelector("[data-toggle]")) toggle("subs");
      else if (event.key === "d" && document.querySelector("[data-toggle]")) toggle("dense");
      else if (event.key === "h") grid.classList.toggle("hide");
      else if (/^[1-6]$/.test(event.key)) { var tab = all("[data-views] a")[Number(event.key) - 1]; if (tab) tab.click(); }
      else if (event.key === "e") { var summaries = all(".acts summary"), last = summaries.find(function (one) { return one.textContent === "Export"; }); if (last) last.click(); }
      else if (event.key === "Escape") close();
    });
  }
  document.addEventListener("rhumb:page", start);
  start();
})();
