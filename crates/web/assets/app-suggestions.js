// Search as you type.
// @ts-check
(function () {
  "use strict";
  const { server, site, all, make } = rhumbApp;

  const GROUPS = [
    ["technique", "Techniques"],
    ["detection", "Rules"],
    ["test", "Tests"],
    ["control", "Controls"],
    ["knowledge", "Adversaries and more"],
  ];
  /** @typedef {{ form: HTMLElement, input: HTMLInputElement, box: HTMLElement, asked: string }} Search */

  /** @param {Search} search */
  function close({ input, box }) {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  /** Where a hit leads. @param {any} hit */
  function addressOf(hit) {
    if (hit.href) return hit.href;
    return hit.technique
      ? "/technique/" + encodeURIComponent(hit.technique.id)
      : "/resource?key=" + encodeURIComponent(hit.resource.key);
  }
  /** @param {any} hit @param {number} at */
  function option(hit, at) {
    var { technique, resource } = hit,
      link = make("a", { href: addressOf(hit), role: "option", id: "hit-" + at, tabindex: "-1" });
    link.appendChild(make("span", {}, technique ? technique.id + " " + technique.name : resource.title));
    link.appendChild(make("small", {}, (technique ? "" : resource.source + " · ") + "found in " + hit.found_in));
    return link;
  }
  /** @param {Search} search @param {any[]} hits @param {string} words @param {string | undefined} corrected */
  function show({ input, box }, hits, words, corrected) {
    var at = 0;
    box.textContent = "";
    if (corrected) box.appendChild(make("p", {}, "Nothing named “" + words + "”. Did you mean “" + corrected + "”?"));
    GROUPS.forEach(function ([kind, name]) {
      var ofKind = hits
        .filter((hit) => (kind === "technique" ? hit.technique : hit.resource && hit.resource.kind === kind))
        .slice(0, 5);
      if (!ofKind.length) return;
      var group = make("div", { role: "group", "aria-label": name });
      group.appendChild(make("small", { class: "quiet" }, name));
      ofKind.forEach(function (hit) {
        group.appendChild(option(hit, at));
        at += 1;
      });
      box.appendChild(group);
    });
    if (!at) box.appendChild(make("p", {}, "Nothing named “" + words + "”. Enter searches all texts."));
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }
  /** What is found, on a site by the browser. @param {Search} search @param {string} words @returns {Promise<any>} */
  function hitsFor({ form }, words) {
    if (site) return rhumbFind.search(words).then((items) => ({ items: items }));
    return fetch(form.dataset.suggest + "?limit=40&words=" + encodeURIComponent(words)).then((answer) =>
      answer.ok ? answer.json() : null,
    );
  }
  /** @param {Search} search */
  function ask(search) {
    var words = search.input.value.trim();
    search.asked = words;
    if (words.length < 2) return close(search);
    hitsFor(search, words)
      .then(function (answer) {
        if (answer && search.asked === words && document.activeElement === search.input)
          show(search, answer.items || [], words, answer.corrected);
      })
      .catch(() => close(search));
  }
  /** Keys move through the options. @param {Search} search @param {KeyboardEvent} event */
  function move(search, event) {
    var { input, box } = search,
      links = all("a", box),
      now = links.findIndex((link) => link.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") {
      close(search);
      return;
    }
    if (event.key === "Enter" && now >= 0 && !box.hidden) {
      event.preventDefault();
      links[now].click();
      return;
    }
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !links.length) return;
    event.preventDefault();
    var next = (now + (event.key === "ArrowDown" ? 1 : -1) + links.length) % links.length;
    links.forEach(function (link, at) {
      link.setAttribute("aria-selected", String(at === next));
    });
    input.setAttribute("aria-activedescendant", links[next].id);
  }
  /** @param {HTMLElement} form */
  function suggest(form) {
    var input = /** @type {HTMLInputElement} */ (form.querySelector("input")),
      box = make("div", { class: "hits floating", role: "listbox", id: "hits" }),
      search = { form: form, input: input, box: box, asked: "" },
      timer = 0;
    box.hidden = true;
    form.appendChild(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "hits");
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(() => ask(search), 60);
    });
    input.addEventListener("blur", function () {
      setTimeout(() => close(search), 150);
    });
    input.addEventListener("keydown", (event) => move(search, event));
  }
  if (server || site) all("form[data-suggest]").forEach(suggest);
})();
