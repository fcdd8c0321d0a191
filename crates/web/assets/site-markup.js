// Markup of pages that the browser computes, as the server makes it: blocks that the server made without content (`part`), and
// elements put together here. Every text is escaped, whatever it is put together from.
// @ts-check
var rhumbMarkup = (function () {
  "use strict";
  const { faces, rungs } = rhumbWords;

  /** Characters that nobody sees. */
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

  class Markup {
    /** @param {string} html */
    constructor(html) {
      this.html = html;
    }
  }
  /** @param {any} text */
  function escaped(text) {
    return String(text)
      .replace(HIDDEN, "")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;");
  }
  /** @param {any} part @returns {string} */
  function html(part) {
    return part instanceof Markup
      ? part.html
      : part instanceof Element
        ? part.outerHTML.replace(HIDDEN, "")
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
  /** A copy of a block that the server made without content. @param {string} name @returns {any} */
  function part(name) {
    var template = /** @type {HTMLTemplateElement} */ (document.getElementById("part-" + name));
    return template.content.firstElementChild.cloneNode(true);
  }
  /** Takes the first of these elements out of its block. @param {Element} within @param {string} selector @returns {any} */
  function take(within, selector) {
    var found = within.querySelector(selector);
    found.remove();
    return found;
  }
  /** Sets attributes, and takes away those that are null. @param {Element} element @param {any} attributes */
  function set(element, attributes) {
    Object.keys(attributes).forEach(function (key) {
      if (attributes[key] === null) element.removeAttribute(key);
      else element.setAttribute(key, attributes[key]);
    });
    return element;
  }
  function strip(counts) {
    var total =
        counts.reduce(function (sum, count) {
          return sum + count;
        }, 0) || 1,
      x = 0,
      said = [];
    var whole = take(part("statistics"), ".wide"),
      bar = whole.querySelector(".strip"),
      key = whole.querySelector(".key"),
      segment = take(bar, "rect"),
      entry = take(key, "span");
    counts.forEach(function (count, rung) {
      var width = Math.floor((1000 * count) / total),
        one = entry.cloneNode(true);
      if (count) {
        bar.append(set(segment.cloneNode(), { class: "r" + rung, x: x, width: Math.max(width - 1, 1) }));
        set(one.querySelector("rect"), { class: "r" + rung });
        one.querySelector("strong").textContent = count;
        one.lastChild.textContent = " " + rungs[rung];
        key.append(one);
        said.push(count + " " + rungs[rung]);
      }
      x += width;
    });
    set(bar, { "aria-label": "Techniques by best evidence: " + said.join(", ") });
    return whole;
  }
  function stat(name, value, words) {
    var whole = take(part("statistics"), "div:not(.wide)");
    whole.querySelector(".name").textContent = name;
    whole.querySelector(".number").textContent = value;
    whole.querySelector(".volume").textContent = words;
    return whole;
  }
  function stats(parts) {
    var whole = part("statistics");
    whole.replaceChildren(...parts.filter(Boolean));
    return whole;
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
    html,
    h,
    all,
    number,
    some,
    a,
    between,
    glyph,
    part,
    take,
    set,
    strip,
    stat,
    stats,
    table,
    head,
    lead,
    section,
  };
})();
