// What a search finds, where the browser searches.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite,
    find = rhumbFind;
  const { all, query, number, set, repeat, fillLink, text, section } = rhumbTemplates;

  const MOST = 100;
  /** The sections in their order: name of the template, and of which kind its resources are. */
  const SECTIONS = [
    ["techniques", ""],
    ["controls", "control"],
    ["detections", "detection"],
    ["tests", "test"],
    ["knowledge", "knowledge"],
  ];

  /** @param {Element} row @param {any} hit */
  function fillTechnique(row, hit) {
    query(row, "td").textContent = hit.technique.id;
    fillLink(query(row, "a"), hit.href, hit.technique.name);
  }
  /** @param {Element} row @param {any} hit */
  function fillResource(row, hit) {
    var [main, source, where] = all(row, "td");
    fillLink(query(main, "a"), hit.href, hit.resource.title);
    query(main, ".place").textContent = hit.resource.id || hit.resource.place;
    fillLink(query(source, "a"), find.base + "source/" + find.slug(hit.resource.source) + ".html", hit.resource.source);
    where.textContent = hit.found_in;
  }
  /** @param {string} name @param {any[]} hits */
  function sectionOf(name, hits) {
    var filled = section(name, number(hits.length), []);
    repeat(query(filled, "tbody tr"), hits.slice(0, MOST), name === "techniques" ? fillTechnique : fillResource);
    if (hits.length > MOST)
      filled.append(
        set(text("and " + number(hits.length - MOST) + " more: name it more closely."), { class: "quiet small" }),
      );
    return filled;
  }

  site.pages.search = function (main, choice, data) {
    /** @type {any[]} */
    var found = data.found,
      blocks = [];
    if (!found.length)
      blocks.push(
        text(
          "Nothing is named “" +
            choice.words +
            "”. Try an id (T1021), a name, a file name. Descriptions and queries are not searched on this site.",
        ),
      );
    SECTIONS.forEach(function ([name, kind]) {
      var hits = found.filter((hit) => (kind ? hit.resource && hit.resource.kind === kind : hit.technique));
      if (hits.length) blocks.push(sectionOf(name, hits));
    });
    all(document, "input[data-search]").forEach(function (input) {
      if (!input.value) input.value = choice.words;
    });
    return site.show(main, number(found.length) + " for “" + choice.words + "”", null, blocks);
  };
})();
