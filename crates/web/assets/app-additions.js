// What every page gets once it is there: fields for files, filters, rows that open in place, buttons to copy.
// @ts-check
(function () {
  "use strict";
  const { server, all, make, button, copy } = rhumbApp;

  function addAll() {
    all("textarea[name=layer]").forEach(addFileField);
    all("[data-all]").forEach(rhumbForms.addTickButtons);
    all(".rail > div").forEach(addContentsSelect);
    all("main section[aria-labelledby]").forEach(addRowFilter);
    if (server) all("table.stack .title").forEach(addFold);
    all("pre[data-copy]").forEach(addCopyButton);
    var buttons = document.querySelector(".top .acts");
    if (buttons && !buttons.querySelector(".copy"))
      buttons.prepend(button("Copy link", { class: "copy" }, () => copy(location.href)));
  }
  /** @param {HTMLElement} area */
  function addFileField(area) {
    var fields = area.parentElement && area.parentElement.parentElement;
    if (!fields || fields.querySelector("input[type=file]")) return;
    var label = make("label", {}, "Or a file");
    label.appendChild(make("input", { type: "file", accept: ".json,.txt,.csv" }));
    fields.appendChild(label);
  }
  /** @param {HTMLElement} code */
  function addCopyButton(code) {
    if (code.previousElementSibling && code.previousElementSibling.classList.contains("copy")) return;
    code.before(button("Copy", { class: "copy" }, () => copy(code.textContent || "")));
  }
  /** On a phone, the contents of a page are one select below its heading. @param {HTMLElement} rail */
  function addContentsSelect(rail) {
    if (rail.querySelector("select")) return;
    var select = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": "On this page" }));
    select.appendChild(make("option", { value: "" }, "On this page"));
    all("a[href^='#']", rail).forEach(function (link) {
      var indent = link.closest("ul ul") ? "\u2003" : "",
        words = all("span", link).map((span) => span.textContent);
      select.appendChild(make("option", { value: link.getAttribute("href") || "" }, indent + words.join(" · ")));
    });
    select.addEventListener("change", function () {
      if (select.value) location.hash = select.value;
    });
    rail.appendChild(select);
    rail.classList.add("short");
  }

  // Long sections of a technique: a field that filters rows by words, level, platform or status.
  /** Hides the rows that lack one of the words, and what has no row then; returns how many rows are left.
   * @param {HTMLElement} section @param {HTMLElement[]} rows @param {string[]} texts @param {string[]} words */
  function filterRows(section, rows, texts, words) {
    rows.forEach(function (row, at) {
      row.hidden = !words.every((word) => texts[at].indexOf(word) >= 0);
    });
    all("article.panel", section).forEach(function (panel) {
      panel.hidden = !!words.length && !panel.querySelector("tbody tr:not(.group):not([hidden])");
    });
    all("tbody", section).forEach(function (body) {
      var group = body.querySelector("tr.group");
      if (group instanceof HTMLElement)
        group.hidden = !!words.length && !body.querySelector("tr:not(.group):not([hidden])");
    });
    if (words.length)
      /** @type {HTMLDetailsElement[]} */ (all("details", section)).forEach(function (fold) {
        fold.open = true;
      });
    return rows.filter((row) => !row.hidden).length;
  }
  /** The words by which a row is found: its own, and the heading of its source. @param {HTMLElement} row */
  function textOf(row) {
    var panel = row.closest("article"),
      head = panel && panel.querySelector("h3");
    return ((head ? head.textContent : "") + " " + row.textContent).toLowerCase();
  }
  /** @param {HTMLElement} section */
  function addRowFilter(section) {
    var rows = all("table.stack tbody tr:not(.group)", section),
      heading = section.querySelector("h2");
    if (!heading || rows.length < 8 || section.querySelector("[data-sift]")) return;
    var texts = rows.map(textOf),
      field = /** @type {HTMLInputElement} */ (
        make("input", {
          type: "search",
          "data-sift": "",
          placeholder: "Filter: sigma windows high",
          "aria-label": "Filter by words, source, platform, level or status",
        })
      ),
      count = make("span", { class: "quiet", "aria-live": "polite" });
    field.addEventListener("input", function () {
      var words = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean),
        left = filterRows(section, rows, texts, words);
      count.textContent = words.length ? left + " of " + rows.length : "";
    });
    heading.append(field, count);
  }

  // A row of a technique opens in place: the text, references and mappings that the page of the resource shows.
  /** @param {HTMLElement} fold @param {boolean} open */
  function setFold(fold, open) {
    fold.textContent = open ? "▾" : "▸";
    fold.setAttribute("aria-expanded", String(open));
  }
  /** The page of a resource as a row. @param {string} text @param {number} columns */
  function rowOfPage(text, columns) {
    var main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!main) return null;
    var row = make("tr", { class: "opened" }),
      cell = make("td", { colspan: String(columns) });
    all(".crumbs, .top", main).forEach((element) => element.remove());
    all("[id]", main).forEach((element) => element.removeAttribute("id"));
    cell.append(...Array.from(main.childNodes));
    row.appendChild(cell);
    return row;
  }
  /** @param {HTMLElement} fold @param {Element} line @param {string} address */
  function toggleRow(fold, line, address) {
    var next = line.nextElementSibling;
    if (next && next.classList.contains("opened")) {
      next.remove();
      setFold(fold, false);
      return;
    }
    fetch(address)
      .then((answer) => answer.text())
      .then(function (text) {
        var row = rowOfPage(text, line.children.length);
        if (!row) return;
        line.after(row);
        setFold(fold, true);
        addAll();
      })
      .catch(function () {
        location.href = address;
      });
  }
  /** @param {HTMLElement} title */
  function addFold(title) {
    const link = title.querySelector('a[href^="/resource?"]'),
      line = title.closest("tr");
    if (!(link instanceof HTMLAnchorElement) || !line || title.querySelector(".fold")) return;
    var attributes = { class: "fold", "aria-expanded": "false", "aria-label": "Open in place: " + link.textContent };
    title.prepend(button("▸", attributes, (fold) => toggleRow(fold, line, link.href)));
  }

  document.addEventListener("rhumb:page", addAll);
  addAll();
})();
