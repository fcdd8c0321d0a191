// Blocks of pages that the browser computes: copies of the `<template>` elements that the server made, filled.
// @ts-check
var rhumbTemplates = (function () {
  "use strict";
  const { rungs } = rhumbWords;

  /** Characters that nobody sees. */
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

  /** @param {ParentNode} within @param {string} selector @returns {any[]} */
  function all(within, selector) {
    return Array.prototype.slice.call(within.querySelectorAll(selector));
  }
  /** An element that is always there. @param {ParentNode} within @param {string} selector @returns {any} */
  function query(within, selector) {
    return within.querySelector(selector);
  }
  /** @param {number} count */
  function number(count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  }
  /** Zero as a dash. @param {number} count */
  function dashed(count) {
    return count ? number(count) : "–";
  }

  /** A copy of the template of this name. @param {string} name @returns {any} */
  function clone(name) {
    var template = /** @type {HTMLTemplateElement} */ (document.getElementById("template-" + name));
    return /** @type {Element} */ (template.content.firstElementChild).cloneNode(true);
  }
  /** Takes the first of these elements out of its block. @param {Element} within @param {string} selector @returns {any} */
  function take(within, selector) {
    var found = query(within, selector);
    found.remove();
    return found;
  }
  /** Sets attributes, and removes those that are null. @param {Element} element @param {any} attributes */
  function set(element, attributes) {
    Object.keys(attributes).forEach(function (key) {
      if (attributes[key] === null) element.removeAttribute(key);
      else element.setAttribute(key, attributes[key]);
    });
    return element;
  }
  /** Puts a copy of an element for each value in its place.
   * @param {any} blank @param {any[]} values @param {(copy: any, value: any, at: number) => void} fill @param {string} [separator] */
  function repeat(blank, values, fill, separator) {
    values.forEach(function (value, at) {
      var copy = blank.cloneNode(true);
      if (at && separator) blank.before(separator);
      blank.before(copy);
      fill(copy, value, at);
    });
    blank.remove();
  }
  /** Fills a link; without an address, its text alone remains. @param {Element} link @param {string | null} address @param {string} text */
  function fillLink(link, address, text) {
    if (address) set(link, { href: address }).textContent = text;
    else link.replaceWith(text);
  }
  /** Fills a paragraph; without a text, it is removed. @param {Element} paragraph @param {string} text */
  function fillText(paragraph, text) {
    if (text) paragraph.textContent = text;
    else paragraph.remove();
  }
  /** Removes the characters that nobody sees from all texts and attributes, whatever they were put together from.
   * @param {Element} main */
  function clean(main) {
    var nodes = document.createTreeWalker(main, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      var node = /** @type {any} */ (nodes.currentNode);
      (node.attributes ? Array.from(node.attributes) : [node]).forEach(function (place) {
        var text = place.nodeValue.replace(HIDDEN, "");
        if (text !== place.nodeValue) place.nodeValue = text;
      });
    }
  }

  /** A sentence. @param {string} words */
  function text(words) {
    var paragraph = clone("text");
    paragraph.textContent = words;
    return paragraph;
  }
  /** Why there is no answer. @param {string} words */
  function note(words) {
    var paragraph = clone("note");
    paragraph.textContent = words;
    return paragraph;
  }
  /** A section with these words beside its heading, and with more blocks. @param {string} name @param {string} quiet @param {any[]} blocks */
  function section(name, quiet, blocks) {
    var section = clone(name),
      beside = section.querySelector("h2 .quiet");
    if (beside) fillText(beside, quiet);
    section.append(...blocks);
    return section;
  }
  /** Techniques by rung. @param {number[]} counts */
  function rungBar(counts) {
    var total = counts.reduce((sum, count) => sum + count, 0) || 1,
      x = 0;
    /** @type {string[]} */
    var words = [];
    var statistic = take(clone("statistics"), ".wide"),
      bar = query(statistic, ".strip"),
      key = query(statistic, ".key"),
      segment = take(bar, "rect"),
      blank = take(key, "span");
    counts.forEach(function (count, rung) {
      var width = Math.floor((1000 * count) / total),
        entry = blank.cloneNode(true);
      if (count) {
        bar.append(set(segment.cloneNode(), { class: "r" + rung, x: x, width: Math.max(width - 1, 1) }));
        set(query(entry, "rect"), { class: "r" + rung });
        query(entry, "strong").textContent = count;
        entry.lastChild.textContent = " " + rungs[rung];
        key.append(entry);
        words.push(count + " " + rungs[rung]);
      }
      x += width;
    });
    set(bar, { "aria-label": "Techniques by best evidence: " + words.join(", ") });
    return statistic;
  }
  /** @param {string} name @param {number | string} value @param {string} words */
  function statistic(name, value, words) {
    var statistic = take(clone("statistics"), "div:not(.wide)");
    query(statistic, ".name").textContent = name;
    query(statistic, ".number").textContent = value;
    query(statistic, ".volume").textContent = words;
    return statistic;
  }
  /** @param {any[]} list */
  function statistics(list) {
    var panel = clone("statistics");
    panel.replaceChildren(...list.filter(Boolean));
    return panel;
  }

  return {
    all,
    query,
    number,
    dashed,
    clone,
    take,
    set,
    repeat,
    fillLink,
    fillText,
    clean,
    text,
    note,
    section,
    rungBar,
    statistic,
    statistics,
  };
})();
