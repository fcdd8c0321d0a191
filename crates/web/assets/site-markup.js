// Markup of pages that the browser computes, as the server makes it. Every text is escaped, whatever it is put together from.
// @ts-check
var rhumbMarkup = (function () {
  "use strict";
  const { faces, rungs } = rhumbWords;

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

  // Pieces of pages, as the server makes them.
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

  return {
    Markup,
    html,
    h,
    all,
    number,
    some,
    a,
    between,
    glyph,
    ladder,
    bar,
    strip,
    stat,
    stats,
    table,
    head,
    lead,
    section,
  };
})();
