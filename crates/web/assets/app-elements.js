// What pages can do besides; without these scripts every link and form works all the same. Here: elements, what is
// remembered, short messages.
// @ts-check
var rhumbApp = (function () {
  "use strict";
  const root = document.documentElement;
  /** Where the page is: on a server, on a static site, or in neither, such as in a saved file. */
  const server = root.dataset.place === "server" && location.protocol !== "file:",
    site = root.dataset.place === "site";

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  /** @param {string} name @param {Object<string, string>} [attributes] @param {string} [text] */
  function make(name, attributes, text) {
    var element = document.createElement(name);
    Object.entries(attributes || {}).forEach(function ([key, value]) {
      element.setAttribute(key, value);
    });
    // Letters that turn words around or hide in them stay away.
    if (text)
      element.textContent = text.replace(
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
        "",
      );
    return element;
  }
  /** @param {string} text @param {Object<string, string>} attributes @param {(button: HTMLElement) => void} act */
  function button(text, attributes, act) {
    var button = make("button", Object.assign({ type: "button" }, attributes), text);
    button.addEventListener("click", () => act(button));
    return button;
  }
  /** Whether keys write text there. @param {EventTarget | null} target */
  function takesText(target) {
    return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }
  /** Whether a key is part of a command of the browser. @param {KeyboardEvent | MouseEvent} event */
  function hasModifier(event) {
    return event.metaKey || event.ctrlKey || event.altKey;
  }
  /** @param {string} name */
  function recall(name) {
    try {
      return localStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }
  /** @param {string} name @param {string} value */
  function keep(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch (error) {
      /* Storage is refused. */
    }
  }
  /** Shows words for as long as it takes to read them. @param {string} words */
  function toast(words) {
    var note = make("p", { class: "toast floating", role: "status" }, words);
    document.body.appendChild(note);
    setTimeout(() => note.remove(), 1500 + 50 * words.length);
  }
  document.addEventListener("rhumb:toast", function (event) {
    toast(/** @type {CustomEvent} */ (event).detail);
  });
  /** @param {string} text */
  function copy(text) {
    if (!navigator.clipboard) {
      toast("This browser does not let pages copy");
      return;
    }
    navigator.clipboard.writeText(text).then(
      () => toast("Copied"),
      () => toast("Not copied"),
    );
  }

  return { root, server, site, all, make, button, takesText, hasModifier, recall, keep, toast, copy };
})();
