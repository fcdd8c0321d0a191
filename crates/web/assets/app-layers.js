// A layer from a file, the clipboard or an address becomes short enough for an address of a page: ids with their scores.
// @ts-check
var rhumbLayers = (function () {
  "use strict";
  const { site, toast } = rhumbApp;

  /** @param {string} text */
  function short(text) {
    try {
      /** @type {any[]} */
      var techniques = JSON.parse(text).techniques || [];
      var ids = techniques
        .filter((entry) => entry.enabled !== false && /^T\d{4}(\.\d{3})?$/.test(entry.techniqueID || ""))
        .map((entry) => entry.techniqueID + (typeof entry.score === "number" ? ":" + entry.score : ""));
      return ids.length ? Array.from(new Set(ids)).join(" ") : text;
    } catch (error) {
      return text;
    }
  }
  /** @param {HTMLTextAreaElement} area */
  function shorten(area) {
    if (area.value.trim().charAt(0) === "{") area.value = short(area.value);
  }
  /** Puts the layer of an address in its place: the server fetches it, where it may. An error is a sentence.
   * @param {HTMLTextAreaElement} area */
  function fetchInto(area) {
    return fetch("/api/v1/align?limit=1000&threat=" + encodeURIComponent(area.value.trim()))
      .then((answer) => answer.json())
      .catch(() => Promise.reject("The server does not answer"))
      .then(function (answer) {
        if (!answer.items) return Promise.reject(answer.detail || answer.title);
        /** @type {any[]} */
        var unplaced = answer.threat.unplaced || [];
        area.value = answer.items
          .map((/** @type {any} */ row) => row.id + ":" + row.weight)
          .concat(unplaced.map((technique) => technique.id))
          .join(" ");
      });
  }
  /** @param {HTMLInputElement} box */
  function readFile(box) {
    var file = box.files && box.files[0],
      area = /** @type {HTMLTextAreaElement | null} */ (box.form && box.form.querySelector("textarea[name=layer]"));
    if (!file || !area || file.size > 8000000) return;
    var name = file.name,
      place = area;
    file.text().then(function (text) {
      place.value = site ? text : short(text);
      toast("Read " + name);
    });
  }
  document.addEventListener("change", function (event) {
    var box = event.target;
    if (box instanceof HTMLInputElement && box.type === "file") readFile(box);
  });

  return { shorten, fetchInto };
})();
