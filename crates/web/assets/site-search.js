// What a search finds, where the browser searches.
// @ts-check
(function () {
  "use strict";
  const site = rhumbSite,
    find = rhumbFind;
  const { h, all, number, a, glyph, table, head, lead, section } = rhumbMarkup;
  const { faces } = rhumbWords;

  site.pages.search = function (main, given, read) {
    var found = read.found,
      groups = [["Techniques", "techniques"]].concat(
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
    return site.put(main, number(found.length) + " for “" + given.words + "”", null, parts);
  };
})();
