// What pages can do besides; without this script every link and form works all the same.
// @ts-check
(function () {
  "use strict";
  var root = document.documentElement;
  var server = root.dataset.place === "server" && location.protocol !== "file:",
    site = root.dataset.place === "site";

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  /** @param {string} name @param {Object<string, string>} [attributes] @param {string} [text] */
  function make(name, attributes, text) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      element.setAttribute(key, attributes[key]);
    });
    // Letters that turn words around or hide in them stay away.
    if (text)
      element.textContent = text.replace(
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
        "",
      );
    return element;
  }
  /** @param {EventTarget | null} target */
  function typing(target) {
    return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }
  function recall(name) {
    try {
      return localStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }
  function keep(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch (error) {
      /* Storage is refused. */
    }
  }

  /** A word, for as long as it takes to read. @param {string} words */
  function toast(words) {
    var note = make("p", { class: "toast floating", role: "status" }, words);
    document.body.appendChild(note);
    setTimeout(
      function () {
        note.remove();
      },
      1500 + 50 * words.length,
    );
  }

  // Theme: system, light, dark.
  var themes = ["system", "light", "dark"];
  function theme() {
    return recall("theme") || "system";
  }
  function turn() {
    var next = themes[(themes.indexOf(theme()) + 1) % 3];
    keep("theme", next);
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    name();
  }
  function name() {
    all(".theme").forEach(function (button) {
      button.hidden = false;
      button.setAttribute("aria-label", "Theme: " + theme());
      button.title = "Theme: " + theme();
    });
  }
  name();
  all(".theme").forEach(function (button) {
    button.addEventListener("click", turn);
  });

  // Search as you type.
  var groups = [
    ["technique", "Techniques"],
    ["detection", "Rules"],
    ["test", "Tests"],
    ["control", "Controls"],
    ["knowledge", "Adversaries and more"],
  ];
  function suggest(form) {
    var input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    var box = make("div", { class: "hits floating", role: "listbox", id: "hits" });
    var timer = 0,
      asked = "";
    box.hidden = true;
    form.appendChild(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "hits");
    input.setAttribute("aria-expanded", "false");
    function close() {
      box.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function option(found, at) {
      var hit = found.technique || found.resource;
      var to = found.href
        ? found.href
        : found.technique
          ? "/technique/" + encodeURIComponent(hit.id)
          : "/resource?key=" + encodeURIComponent(hit.key);
      var link = make("a", { href: to, role: "option", id: "hit-" + at, tabindex: "-1" });
      link.appendChild(make("span", {}, found.technique ? hit.id + " " + hit.name : hit.title));
      link.appendChild(make("small", {}, (found.technique ? "" : hit.source + " · ") + "found in " + found.found_in));
      return link;
    }
    function show(items, words, meant) {
      box.textContent = "";
      var at = 0;
      if (meant) box.appendChild(make("p", {}, "Nothing named “" + words + "”. Did you mean “" + meant + "”?"));
      groups.forEach(function (group) {
        var of = items
          .filter(function (found) {
            return group[0] === "technique" ? found.technique : found.resource && found.resource.kind === group[0];
          })
          .slice(0, 5);
        if (!of.length) return;
        var part = make("div", { role: "group", "aria-label": group[1] });
        part.appendChild(make("small", { class: "quiet" }, group[1]));
        of.forEach(function (found) {
          part.appendChild(option(found, at));
          at += 1;
        });
        box.appendChild(part);
      });
      if (!at) box.appendChild(make("p", {}, "Nothing named “" + words + "”. Enter searches all texts."));
      box.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
    function ask() {
      var words = input.value.trim();
      asked = words;
      if (words.length < 2) return close();
      var asking = site
        ? rhumbFind.search(words).then(function (items) {
            return { items: items };
          })
        : fetch(form.dataset.suggest + "?limit=40&words=" + encodeURIComponent(words)).then(function (answer) {
            return answer.ok ? answer.json() : null;
          });
      asking
        .then(function (answer) {
          if (answer && asked === words && document.activeElement === input)
            show(answer.items || [], words, answer.corrected);
        })
        .catch(close);
    }
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(ask, 60);
    });
    input.addEventListener("blur", function () {
      setTimeout(close, 150);
    });
    input.addEventListener("keydown", function (event) {
      var links = all("a", box),
        now = links.findIndex(function (link) {
          return link.getAttribute("aria-selected") === "true";
        });
      if (event.key === "Escape") {
        close();
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
    });
  }
  if (server || site) all("form[data-suggest]").forEach(suggest);

  // Forms and links that count again in place: scroll and focus stay, the address holds the choice.
  var said = make("p", { class: "unseen", "aria-live": "polite" });
  document.body.appendChild(said);
  /** Puts another main part in the place of this one. @param {HTMLElement} main @param {string} title @param {() => void} [before] */
  function exchange(main, title, before) {
    var focus = document.activeElement,
      mark =
        focus instanceof HTMLElement
          ? {
              name: focus.getAttribute("name"),
              value: focus.getAttribute("value"),
              href: focus.getAttribute("data-by") || focus.getAttribute("href"),
            }
          : null;
    var open = all("details[open] > summary").map(function (summary) {
      return summary.textContent;
    });
    var left = all(".many").map(function (many) {
      return many.scrollTop;
    });
    document.querySelector("main").replaceWith(document.adoptNode(main));
    document.title = title;
    if (before) before();
    all("details > summary").forEach(function (summary) {
      if (open.indexOf(summary.textContent) >= 0) /** @type {HTMLDetailsElement} */ (summary.parentElement).open = true;
    });
    all(".many").forEach(function (many, at) {
      many.scrollTop = left[at] || 0;
    });
    if (mark) {
      var same = all("input, a", document.querySelector("main")).find(function (one) {
        return mark.name
          ? one.getAttribute("name") === mark.name && one.getAttribute("value") === mark.value
          : mark.href && (one.getAttribute("data-by") || one.getAttribute("href")) === mark.href;
      });
      if (same) same.focus({ preventScroll: true });
    }
    said.textContent = all("table[data-rows] tbody tr:not(.opened):not(.group)").length + " rows";
    document.dispatchEvent(new Event("rhumb:page"));
  }
  // Before anything is added: what is added to a copy would do nothing.
  if (site) {
    /** @type {any} */ (window).rhumbExchange = exchange;
    /** @type {any} */ (window).rhumbPristine = document.querySelector("main").cloneNode(true);
  }
  // Whoever clicks faster than answers come wants the last one alone.
  var asked = 0;
  /** @param {string} address @param {boolean} push */
  function soft(address, push) {
    var own = (asked += 1);
    return fetch(address)
      .then(function (answer) {
        return answer.text();
      })
      .then(function (text) {
        if (own !== asked) return;
        var page = new DOMParser().parseFromString(text, "text/html"),
          main = page.querySelector("main");
        if (!main) {
          location.href = address;
          return;
        }
        exchange(main, page.title, function () {
          if (push) history.pushState({ soft: true }, "", address);
        });
      })
      .catch(function () {
        location.href = address;
      });
  }
  /** @param {HTMLFormElement} form */
  function addressOf(form) {
    var query = new URLSearchParams();
    // All sources are the same as none chosen, and shorter.
    var whole = all("[data-all] input", form).every(function (box) {
      return /** @type {HTMLInputElement} */ (box).checked;
    });
    new FormData(form).forEach(function (value, key) {
      if (typeof value === "string" && value.trim() && !(whole && key === "source")) query.append(key, value.trim());
    });
    var text = query.toString();
    return form.getAttribute("action") + (text ? "?" + text : "");
  }
  document.addEventListener("submit", function (event) {
    var form = /** @type {HTMLFormElement} */ (event.target),
      area = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("textarea[name=layer]"));
    if (server && area && /^https?:\/\/\S+$/.test(area.value.trim())) {
      event.preventDefault();
      fetched(form, area);
      return;
    }
    if (!site) shorten(form);
    if (!server || !form.hasAttribute("data-soft")) return;
    event.preventDefault();
    soft(addressOf(form), true);
  });
  document.addEventListener("change", function (event) {
    var box = /** @type {HTMLInputElement} */ (event.target);
    if (box.type === "file") {
      read(box);
      return;
    }
    if (box.closest("[data-all]")) alike(box);
    var form = box.form;
    if (
      server &&
      form &&
      form.hasAttribute("data-soft") &&
      /^(checkbox|radio)$/.test(box.type) &&
      !box.closest(".pick")
    )
      recount(form);
  });
  document.addEventListener("click", function (event) {
    var link = event.target instanceof Element ? event.target.closest("a[data-soft]") : null;
    if (!server || !link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    soft(/** @type {HTMLAnchorElement} */ (link).href, true);
  });
  /** @param {HTMLFormElement} form */
  function recount(form) {
    var boxes = all("[data-all] input", form);
    if (
      boxes.length &&
      !boxes.some(function (box) {
        return /** @type {HTMLInputElement} */ (box).checked;
      })
    ) {
      asked += 1;
      toast("No source is ticked: tick what you own");
      return;
    }
    soft(addressOf(form), true);
  }
  /** A source of two kinds has two boxes. @param {any} box */
  function alike(box) {
    all("[data-all] input", box.form).forEach(function (/** @type {any} */ other) {
      if (other.value === box.value) other.checked = box.checked;
    });
  }
  // Boxes that are ticked together.
  /** @param {HTMLElement} many */
  function together(many) {
    var legend = many.parentElement && many.parentElement.querySelector("legend"),
      form = many.closest("form");
    if (!legend || !form || legend.querySelector("button")) return;
    var of = (legend.textContent || "").trim();
    [
      ["All", true],
      ["None", false],
    ].forEach(function (pair) {
      var button = make(
        "button",
        { type: "button", class: "plain", name: String(pair[0]), value: of, "aria-label": pair[0] + ": " + of },
        String(pair[0]),
      );
      button.addEventListener("click", function () {
        all("input", many).forEach(function (box) {
          /** @type {HTMLInputElement} */ (box).checked = !!pair[1];
          alike(box);
        });
        if (server) recount(form);
        else form.requestSubmit();
      });
      legend.appendChild(button);
    });
  }
  document.addEventListener("rhumb:toast", function (event) {
    toast(/** @type {CustomEvent} */ (event).detail);
  });
  addEventListener("popstate", function () {
    if (server && !location.hash) soft(location.href, false);
  });

  // A layer from a file or the clipboard becomes short enough for an address: ids with their scores.
  /** @param {string} text */
  function brief(text) {
    try {
      var layer = JSON.parse(text),
        techniques = layer.techniques || [];
      var ids = techniques
        .filter(function (one) {
          return one.enabled !== false && /^T\d{4}(\.\d{3})?$/.test(one.techniqueID || "");
        })
        .map(function (one) {
          return one.techniqueID + (typeof one.score === "number" ? ":" + one.score : "");
        });
      return ids.length ? Array.from(new Set(ids)).join(" ") : text;
    } catch (error) {
      return text;
    }
  }
  /** @param {HTMLFormElement} form */
  function shorten(form) {
    var area = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("textarea[name=layer]"));
    if (area && area.value.trim().charAt(0) === "{") area.value = brief(area.value);
  }
  // A layer by its address: the server fetches it, where it may.
  /** @param {HTMLFormElement} form @param {HTMLTextAreaElement} area */
  function fetched(form, area) {
    fetch("/api/v1/align?limit=1000&threat=" + encodeURIComponent(area.value.trim()))
      .then(function (answer) {
        return answer.json();
      })
      .then(
        function (answer) {
          if (!answer.items) {
            toast(answer.detail || answer.title);
            return;
          }
          area.value = answer.items
            .map(function (row) {
              return row.id + ":" + row.weight;
            })
            .concat(
              (answer.threat.unplaced || []).map(function (one) {
                return one.id;
              }),
            )
            .join(" ");
          soft(addressOf(form), true);
        },
        function () {
          toast("The server does not answer");
        },
      );
  }
  /** @param {HTMLInputElement} box */
  function read(box) {
    var file = box.files && box.files[0];
    if (!file || file.size > 8000000) return;
    file.text().then(function (text) {
      var area = /** @type {HTMLTextAreaElement} */ (box.form.querySelector("textarea[name=layer]"));
      area.value = site ? text : brief(text);
      toast("Read " + file.name);
    });
  }

  // What every page gets once it stands.
  function furnish() {
    all("textarea[name=layer]").forEach(function (area) {
      if (area.parentElement.parentElement.querySelector("input[type=file]")) return;
      var label = make("label", {}, "Or a file");
      label.appendChild(make("input", { type: "file", accept: ".json,.txt,.csv" }));
      area.parentElement.parentElement.appendChild(label);
    });
    all("[data-all]").forEach(together);
    all(".rail > div").forEach(jump);
    all("main section[aria-labelledby]").forEach(sift);
    if (server) all("table.stack .title").forEach(foldable);
    all("pre[data-copy]").forEach(function (code) {
      if (code.previousElementSibling && code.previousElementSibling.classList.contains("copy")) return;
      var button = make("button", { type: "button", class: "copy" }, "Copy");
      button.addEventListener("click", function () {
        copy(code.textContent || "");
      });
      code.before(button);
    });
    var acts = document.querySelector(".top .acts");
    if (acts && !acts.querySelector(".copy")) {
      var link = make("button", { type: "button", class: "copy" }, "Copy link");
      link.addEventListener("click", function () {
        copy(location.href);
      });
      acts.prepend(link);
    }
  }
  // On a phone, the contents of a page are one select below its heading.
  /** @param {HTMLElement} rail */
  function jump(rail) {
    if (rail.querySelector("select")) return;
    var select = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": "On this page" }));
    select.appendChild(make("option", { value: "" }, "On this page"));
    all("a[href^='#']", rail).forEach(function (link) {
      var deep = link.closest("ul ul"),
        words = all("span", link)
          .map(function (part) {
            return part.textContent;
          })
          .join(" · ");
      select.appendChild(make("option", { value: link.getAttribute("href") || "" }, (deep ? "\u2003" : "") + words));
    });
    select.addEventListener("change", function () {
      if (select.value) location.hash = select.value;
    });
    rail.appendChild(select);
    rail.classList.add("short");
  }
  // Long sections of a technique: a field that filters rows by words, level, platform or status.
  /** @param {HTMLElement} section */
  function sift(section) {
    var lines = all("table.stack tbody tr:not(.group)", section);
    if (lines.length < 8 || section.querySelector("[data-sift]")) return;
    var words = lines.map(function (line) {
      var panel = line.closest("article"),
        head = panel && panel.querySelector("h3");
      return ((head ? head.textContent : "") + " " + line.textContent).toLowerCase();
    });
    var field = /** @type {HTMLInputElement} */ (
      make("input", {
        type: "search",
        "data-sift": "",
        placeholder: "Filter: sigma windows high",
        "aria-label": "Filter by words, source, platform, level or status",
      })
    );
    var count = make("span", { class: "quiet", "aria-live": "polite" });
    field.addEventListener("input", function () {
      var asked = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean),
        left = 0;
      lines.forEach(function (line, at) {
        var fits = asked.every(function (word) {
          return words[at].indexOf(word) >= 0;
        });
        line.hidden = !fits;
        if (fits) left += 1;
      });
      all("article.panel", section).forEach(function (panel) {
        panel.hidden = !!asked.length && !panel.querySelector("tbody tr:not(.group):not([hidden])");
      });
      all("tbody", section).forEach(function (body) {
        var group = body.querySelector("tr.group");
        if (group instanceof HTMLElement)
          group.hidden = !!asked.length && !body.querySelector("tr:not(.group):not([hidden])");
      });
      if (asked.length)
        all("details", section).forEach(function (fold) {
          /** @type {HTMLDetailsElement} */ (fold).open = true;
        });
      count.textContent = asked.length ? left + " of " + lines.length : "";
    });
    var heading = section.querySelector("h2");
    if (heading) {
      heading.appendChild(field);
      heading.appendChild(count);
    }
  }

  // A row of a technique opens in place: the text, references and mappings that the page of the resource shows.
  /** @param {HTMLElement} title */
  function foldable(title) {
    const link = title.querySelector('a[href^="/resource?"]'),
      line = title.closest("tr");
    if (!(link instanceof HTMLAnchorElement) || !line || title.querySelector(".fold")) return;
    var fold = make(
      "button",
      { type: "button", class: "fold", "aria-expanded": "false", "aria-label": "Open in place: " + link.textContent },
      "▸",
    );
    fold.addEventListener("click", function () {
      var next = line.nextElementSibling;
      if (next && next.classList.contains("opened")) {
        next.remove();
        fold.textContent = "▸";
        fold.setAttribute("aria-expanded", "false");
        return;
      }
      fetch(link.href)
        .then(function (answer) {
          return answer.text();
        })
        .then(function (text) {
          var main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
          var row = make("tr", { class: "opened" }),
            cell = make("td", { colspan: String(line.children.length) });
          if (!main) return;
          all(".crumbs, .top", main).forEach(function (part) {
            part.remove();
          });
          all("[id]", main).forEach(function (part) {
            part.removeAttribute("id");
          });
          while (main.firstChild) cell.appendChild(document.adoptNode(main.firstChild));
          row.appendChild(cell);
          line.after(row);
          fold.textContent = "▾";
          fold.setAttribute("aria-expanded", "true");
          furnish();
        })
        .catch(function () {
          location.href = link.href;
        });
    });
    title.prepend(fold);
  }

  /** @param {string} text */
  function copy(text) {
    if (!navigator.clipboard) {
      toast("This browser does not let pages copy");
      return;
    }
    navigator.clipboard.writeText(text).then(
      function () {
        toast("Copied");
      },
      function () {
        toast("Not copied");
      },
    );
  }
  document.addEventListener("rhumb:page", furnish);
  furnish();

  // Keys.
  var waiting = false,
    row = -1;
  var pages = { m: 0, t: 1, a: 2, c: 3, s: 4 };
  function rows() {
    return all(
      "table[data-rows] tbody tr:not(.opened):not(.group), table.stack tbody tr:not(.opened):not(.group)",
    ).filter(function (line) {
      return line.offsetParent !== null;
    });
  }
  function step(by) {
    var lines = rows();
    if (!lines.length) return;
    row = Math.max(0, Math.min(lines.length - 1, row + by));
    var link = lines[row].querySelector("a:not(.fold)") || lines[row].querySelector("a");
    if (link instanceof HTMLElement) link.focus();
    lines[row].scrollIntoView({ block: "nearest" });
  }
  function help() {
    var old = document.getElementById("keys");
    if (old) {
      old.remove();
      return;
    }
    var box = make("div", { id: "keys", class: "tray floating", role: "dialog", "aria-label": "Keys", tabindex: "-1" });
    [
      ["/", "search"],
      ["g then m t a c s", "matrix, threats, alignment, controls, sources"],
      ["t", "theme"],
      ["j k o", "rows"],
      ["arrows, space, i, x, s, d, 1–6", "matrix"],
      ["?", "this"],
    ].forEach(function (pair) {
      var one = make("span");
      one.appendChild(make("kbd", {}, pair[0]));
      one.appendChild(document.createTextNode(" " + pair[1]));
      box.appendChild(one);
    });
    var off = make("button", { type: "button" }, recall("keys") === "off" ? "Switch keys on" : "Switch keys off");
    off.addEventListener("click", function () {
      keep("keys", recall("keys") === "off" ? "on" : "off");
      box.remove();
    });
    box.appendChild(off);
    document.body.appendChild(box);
    box.focus();
  }
  document.addEventListener("keydown", function (event) {
    if (typing(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
    var key = event.key;
    if (key === "?") {
      help();
      return;
    }
    if (key === "Escape") {
      var box = document.getElementById("keys");
      if (box) box.remove();
      return;
    }
    if (recall("keys") === "off") return;
    if (waiting) {
      waiting = false;
      var link = all(".bar nav:not(.small) a")[pages[key]];
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (key === "g") {
      waiting = true;
      setTimeout(function () {
        waiting = false;
      }, 1500);
    } else if (key === "/") {
      var field = document.querySelector("[data-search]");
      if (field instanceof HTMLElement) {
        event.preventDefault();
        field.focus();
      }
    } else if (key === "t") turn();
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "o") {
      var line = rows()[row];
      var fold = line && (line.querySelector(".fold") || line.querySelector("a"));
      if (fold instanceof HTMLElement) fold.click();
    }
  });
})();
