// The matrix without reloading: views, folding, density, filter, selection, cards, arrow keys.
// @ts-check
(function () {
  "use strict";
  var site = document.documentElement.dataset.place === "site",
    potentials = rhumbWords.short_volumes,
    scales = rhumbWords.views;

  // What a cell shows in each view: the place of its value, how a value is written, what is read out.
  /** @typedef {{ at: number, text: (value: number) => string, says: (v: string[], below: string) => string }} View */
  /** @param {number} value */
  function plain(value) {
    return String(value);
  }
  /** Hundredths. @param {number} value */
  function share(value) {
    return value >= 100 ? "1" : "." + (value < 10 ? "0" : "") + value;
  }
  /** @param {string} value */
  function decimal(value) {
    return (Number(value) / 100).toFixed(2);
  }
  /** @param {string[]} v */
  function urgency(v) {
    return v[8] === "" ? "not in the threat" : "gap " + decimal(v[8]) + ", weight " + decimal(v[9]);
  }
  /** @type {Object<string, View>} */
  var views = {
    controls: {
      at: 0,
      text: plain,
      says: function (v, below) {
        return v[0] + " controls" + below;
      },
    },
    detections: {
      at: 1,
      text: plain,
      says: function (v, below) {
        return v[1] + " rules" + below;
      },
    },
    tests: {
      at: 2,
      text: plain,
      says: function (v, below) {
        return v[2] + " tests" + below;
      },
    },
    potential: {
      at: 6,
      text: function (value) {
        return potentials[value];
      },
      says: function (v) {
        return "validation potential " + (Number(v[6]) ? potentials[Number(v[6])] : "–");
      },
    },
    evidence: {
      at: 7,
      text: plain,
      says: function (v, below) {
        return v[1] + " rules" + below;
      },
    },
    gap: { at: 8, text: share, says: urgency },
    weight: { at: 9, text: share, says: urgency },
  };

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  /** @param {HTMLElement} cell */
  function values(cell) {
    return (cell.dataset.v || "").split(",");
  }
  /** The sub-techniques folded into a cell. @param {HTMLElement} cell */
  function subs(cell) {
    var item = cell.parentElement;
    return item ? all(":scope > .grid-sub > li > .cell", item) : [];
  }
  /** Its name, without the number of its sub-techniques. @param {HTMLElement} cell */
  function nameOf(cell) {
    return (cell.getAttribute("aria-label") || "").split(", " + cell.dataset.id + ":")[0].replace(/ \+\d+$/, "");
  }
  function recall() {
    try {
      return localStorage.getItem("keys") !== "off";
    } catch (error) {
      return true;
    }
  }

  function start() {
    var grid = /** @type {HTMLElement} */ (document.querySelector("[data-grid]"));
    if (!(grid instanceof HTMLElement) || grid.dataset.ready) return;
    grid.dataset.ready = "1";
    var said = document.querySelector("[data-said]");
    var cells = all(".cell", grid);
    /** @param {string} words */
    function say(words) {
      if (said) said.textContent = words;
    }

    // What is seen changes with the next frame, all else when there is time; a later change of this kind forgets an earlier one.
    /** @type {Object<string, number>} */
    var waiting = {},
      forget = window.cancelIdleCallback || clearTimeout;
    /** When there is time, and soon in any case. @param {() => void} act */
    function later(act) {
      return window.requestIdleCallback ? requestIdleCallback(act, { timeout: 200 }) : setTimeout(act, 0);
    }
    /** @param {string} kind @param {HTMLElement[]} list @param {(cell: HTMLElement) => void} act */
    function change(kind, list, act) {
      var now = [],
        rest = [];
      list.forEach(function (cell) {
        var box = /** @type {HTMLElement} */ (cell.parentElement).getBoundingClientRect();
        (box.bottom > 0 && box.top < innerHeight ? now : rest).push(cell);
      });
      forget(waiting[kind]);
      now.forEach(act);
      waiting[kind] = later(function () {
        rest.forEach(act);
      });
    }

    // Views.
    /** @param {HTMLElement} cell @param {string} view */
    function step(cell, view) {
      var value = Number(values(cell)[views[view].at]) || 0;
      return scales[view].bounds.filter(function (bound) {
        return value >= bound;
      }).length;
    }
    /** @param {string} view */
    function show(view) {
      var of = views[view];
      if (!of || !scales[view]) return false;
      grid.className = grid.className.replace(/\b\w+-v\b/, view + "-v");
      grid.dataset.view = view;
      grid.setAttribute("aria-label", (grid.getAttribute("aria-label") || "").replace(/ by \w+$/, " by " + view));
      change("view", cells, function (cell) {
        var v = values(cell),
          value = Number(v[of.at]) || 0,
          number = cell.nextElementSibling;
        cell.className = cell.className.replace(/\bs\d\b/, "s" + step(cell, view));
        if (number) number.textContent = value ? of.text(value) : "–";
        cell.setAttribute(
          "aria-label",
          nameOf(cell) +
            (cell.querySelector("small") ? " +" + subs(cell).length : "") +
            ", " +
            cell.dataset.id +
            ": " +
            of.says(v, withSubs(cell)) +
            "; evidence " +
            v[7] +
            " of 5",
        );
      });
      all("section", grid).forEach(function (section) {
        var own = all("ol:not(.grid-sub) > li > .cell", section),
          some = own.filter(function (cell) {
            return step(cell, view);
          }).length;
        var count = section.querySelector("header p"),
          bar = section.querySelector(".tb rect:last-child");
        if (count) count.textContent = some + " of " + own.length;
        if (bar) bar.setAttribute("width", String(Math.floor((100 * some) / Math.max(own.length, 1))));
      });
      legend(view);
      return true;
    }
    /** @param {HTMLElement} cell */
    function withSubs(cell) {
      var below = subs(cell).length;
      return below === 0 ? "" : below === 1 ? " with its sub-technique" : " with " + below + " sub-techniques";
    }
    /** @param {string} view */
    function legend(view) {
      var list = document.querySelector("[data-legend]");
      if (!(list instanceof HTMLElement)) return;
      list.className = view + "-v";
      list.textContent = "";
      scales[view].legend.forEach(function (pair) {
        var one = document.createElement("li");
        one.className = "s" + pair[0];
        one.textContent = pair[1];
        list.appendChild(one);
      });
      var unit = list.previousElementSibling;
      if (unit) unit.textContent = scales[view].unit;
    }
    all("[data-views] a").forEach(function (tab) {
      tab.addEventListener("click", function (event) {
        var address = new URL(/** @type {HTMLAnchorElement} */ (tab).href),
          view = (site ? new URLSearchParams(address.hash.slice(1)) : address.searchParams).get("view") || "";
        if (event.metaKey || event.ctrlKey || !show(view)) return;
        event.preventDefault();
        all("[data-views] a").forEach(function (one) {
          one.removeAttribute("aria-current");
        });
        tab.setAttribute("aria-current", "true");
        remember("view", view);
        say("By " + view);
      });
    });
    /** @param {string} name @param {string | null} value */
    function remember(name, value) {
      if (site) {
        document.dispatchEvent(new CustomEvent("rhumb:remember", { detail: { name: name, value: value } }));
        return;
      }
      if (location.protocol === "file:") return;
      var address = new URL(location.href);
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
      history.replaceState(history.state, "", address.href);
    }

    // Folding and density.
    /** @param {string} of */
    function toggle(of) {
      var on = grid.classList.toggle(of === "subs" ? "subs" : "dense");
      remember(of, on ? "1" : null);
      all("[data-toggle]").forEach(function (link) {
        var is = (of === "subs") === /Sub/.test(link.textContent || "");
        if (!is) return;
        link.textContent = (link.textContent || "").replace(" ✓", "") + (on ? " ✓" : "");
        if (on) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
      say(on ? (of === "subs" ? "Sub-techniques open" : "Compact") : of === "subs" ? "Sub-techniques folded" : "Full");
    }
    all("[data-toggle]").forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        toggle(/Sub/.test(link.textContent || "") ? "subs" : "dense");
      });
    });
    /** @param {HTMLElement} cell */
    function fold(cell) {
      var item = cell.parentElement;
      if (item && item.querySelector(".grid-sub")) {
        item.classList.toggle("unfold");
        return true;
      }
      return false;
    }
    grid.addEventListener("click", function (event) {
      var small = event.target instanceof Element ? event.target.closest("small") : null,
        cell = small && small.closest(".cell");
      if (cell instanceof HTMLElement && fold(cell)) event.preventDefault();
    });

    // Filter by name or id; the step of the legend keeps only it.
    var field = document.querySelector("[data-filter]"),
      only = "";
    /** @type {string[]} */
    var names = [];
    function remind() {
      names = cells.map(function (cell) {
        return (cell.dataset.id + " " + nameOf(cell)).toLowerCase();
      });
    }
    later(remind);
    function filter() {
      var words = field instanceof HTMLInputElement ? field.value.trim().toLowerCase() : "",
        view = grid.dataset.view || "";
      if (!names.length) remind();
      var fits = cells.map(function (cell, at) {
        return names[at].indexOf(words) >= 0 && (!only || only === "s" + step(cell, view));
      });
      change(
        "filter",
        cells.filter(function (cell, at) {
          return cell.classList.contains("away") === fits[at];
        }),
        function (cell) {
          cell.classList.toggle("away");
        },
      );
      say(fits.filter(Boolean).length + " techniques");
    }
    if (field instanceof HTMLInputElement) {
      field.hidden = false;
      field.addEventListener("input", filter);
    }
    var steps = document.querySelector("[data-legend]");
    if (steps)
      steps.addEventListener("click", function (event) {
        var step = event.target instanceof Element ? event.target.closest("li") : null;
        if (!step) return;
        only = only === step.className ? "" : step.className;
        filter();
      });

    // The card: beside the cell for a mouse, a sheet at the bottom for a finger.
    var card = document.createElement("div"),
      timer = 0,
      pressed = "";
    card.className = "card floating";
    card.hidden = true;
    card.id = "card";
    card.setAttribute("role", "tooltip");
    document.body.appendChild(card);
    /** @param {string} name @param {string} text @param {string} [of] */
    function part(name, text, of) {
      var element = document.createElement(name);
      if (of) element.className = of;
      element.textContent = text;
      return element;
    }
    /** @param {string} name @param {string} number @param {string} [of] */
    function line(name, number, of) {
      var p = document.createElement("p"),
        words = part("span", name);
      if (of) words.className = "of-" + of;
      p.appendChild(words);
      p.appendChild(part("strong", number));
      card.appendChild(p);
    }
    /** @param {HTMLElement} cell @param {boolean} [sheet] */
    function open(cell, sheet) {
      var v = values(cell),
        column = cell.closest("section"),
        tactic = column && column.querySelector("h2"),
        below = subs(cell).length;
      card.textContent = "";
      card.classList.toggle("sheet", !!sheet);
      card.setAttribute("role", sheet ? "dialog" : "tooltip");
      card.setAttribute("aria-label", nameOf(cell));
      card.appendChild(part("p", (cell.dataset.id || "") + (tactic ? " · " + tactic.textContent : ""), "quiet"));
      card.appendChild(part("h3", nameOf(cell)));
      [
        ["Controls", "control", 0, 3],
        ["Detection rules", "detection", 1, 4],
        ["Tests", "test", 2, 5],
      ].forEach(function (of) {
        var whole = v[Number(of[2])],
          own = v[Number(of[3])];
        line(String(of[0]), whole + (own === whole ? "" : " (" + own + " own)"), String(of[1]));
      });
      line("Validation potential", potentials[Number(v[6])]);
      line("Best evidence", v[7] + " of 5");
      if (v[8] !== "") line("Gap, weight", decimal(v[8]) + ", " + decimal(v[9]));
      if (sheet) {
        var acts = part("p", "", "acts"),
          go = /** @type {HTMLAnchorElement} */ (part("a", "Open the page", "button primary")),
          shut = part("button", "Close");
        go.href = /** @type {HTMLAnchorElement} */ (cell).href;
        shut.addEventListener("click", close);
        acts.appendChild(go);
        if (below) {
          var unfold = part("button", below + " below");
          unfold.addEventListener("click", function () {
            fold(cell);
            close();
          });
          acts.appendChild(unfold);
        }
        acts.appendChild(shut);
        card.appendChild(acts);
      } else if (recall()) {
        card.appendChild(
          part("p", "Enter opens" + (below ? ", Space unfolds " + below : "") + ", x selects", "quiet small"),
        );
      }
      card.hidden = false;
      if (sheet) {
        card.removeAttribute("style");
        return;
      }
      var box = cell.getBoundingClientRect(),
        right = box.right + 312 < innerWidth;
      card.style.left = (right ? box.right + 8 : Math.max(8, box.left - 312)) + scrollX + "px";
      card.style.top = Math.max(8, Math.min(box.top, innerHeight - card.offsetHeight - 8)) + scrollY + "px";
    }
    function close() {
      clearTimeout(timer);
      card.hidden = true;
    }
    /** @param {Event} event */
    function cellOf(event) {
      var cell = event.target instanceof Element ? event.target.closest(".cell") : null;
      return cell instanceof HTMLElement ? cell : null;
    }
    grid.addEventListener("pointerover", function (event) {
      var cell = cellOf(event);
      if (event.pointerType !== "mouse") return;
      close();
      if (cell && drag) {
        mark(drag, true);
        mark(cell, true);
        dragged = true;
      } else if (cell)
        timer = setTimeout(function () {
          open(cell);
        }, 120);
    });
    grid.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") close();
    });

    // Selection: x, or a drag over cells.
    /** @type {HTMLElement | null} */
    var drag = null,
      dragged = false;
    grid.addEventListener("pointerdown", function (event) {
      pressed = event.pointerType;
      dragged = false;
      drag =
        event.pointerType === "mouse" && event.button === 0 && !event.metaKey && !event.ctrlKey ? cellOf(event) : null;
    });
    document.addEventListener("pointerup", function () {
      drag = null;
    });
    grid.addEventListener("dragstart", function (event) {
      event.preventDefault();
    });
    grid.addEventListener("click", function (event) {
      var cell = cellOf(event);
      if (event.defaultPrevented || !cell) return;
      if (dragged) {
        event.preventDefault();
        dragged = false;
      } else if (pressed === "touch" && event.detail) {
        event.preventDefault();
        open(cell, true);
      }
    });
    /** @param {HTMLElement} cell @param {boolean} on */
    function mark(cell, on) {
      if ((cell.getAttribute("aria-selected") === "true") !== on) {
        cell.setAttribute("aria-selected", String(on));
        tray();
      }
    }
    function selected() {
      return all('.cell[aria-selected="true"]', grid);
    }
    function chosen() {
      return Array.from(
        new Set(
          selected().map(function (cell) {
            return cell.dataset.id;
          }),
        ),
      );
    }
    /** The selection as a Navigator layer. */
    function save() {
      var layer = {
        name: "Selection",
        versions: { navigator: "5.1.0", layer: "4.5" },
        domain: (new URL(location.href).searchParams.get("domain") || "enterprise") + "-attack",
        techniques: chosen().map(function (id) {
          return { techniqueID: id, score: 1 };
        }),
      };
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([JSON.stringify(layer, null, 2)], { type: "application/json" }));
      link.download = "selection.layer.json";
      link.click();
      setTimeout(function () {
        URL.revokeObjectURL(link.href);
      }, 1000);
    }
    function tray() {
      var old = document.getElementById("tray"),
        ids = chosen();
      if (old) old.remove();
      if (!ids.length) {
        grid.classList.remove("picked");
        return;
      }
      var box = document.createElement("div");
      box.id = "tray";
      box.className = "tray floating";
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "Selection");
      box.appendChild(part("span", ids.length + " selected"));
      /** @param {string} words @param {() => void} act */
      function button(words, act) {
        var one = /** @type {HTMLButtonElement} */ (part("button", words));
        one.type = "button";
        one.addEventListener("click", act);
        box.appendChild(one);
        return one;
      }
      var show = button("Show", function () {
        show.setAttribute("aria-pressed", String(grid.classList.toggle("picked")));
      });
      show.setAttribute("aria-pressed", String(grid.classList.contains("picked")));
      button("Export", save);
      [
        ["Align", site ? "alignment.html#" : "/alignment?"],
        ["Model", site ? "threats.html#" : "/threats?"],
      ].forEach(function (pair) {
        var link = /** @type {HTMLAnchorElement} */ (part("a", pair[0]));
        link.href =
          (site ? rhumbFind.base : "") + pair[1] + "name=Selection&layer=" + encodeURIComponent(ids.join(" "));
        box.appendChild(link);
      });
      button("Clear", function () {
        selected().forEach(function (cell) {
          cell.setAttribute("aria-selected", "false");
        });
        tray();
      });
      document.body.appendChild(box);
    }

    // One tab stop, arrows inside.
    /** @param {HTMLElement | undefined} cell */
    function focus(cell) {
      if (!cell) return;
      cells.forEach(function (one) {
        one.tabIndex = -1;
      });
      cell.tabIndex = 0;
      cell.focus();
    }
    cells.forEach(function (cell, at) {
      cell.tabIndex = at ? -1 : 0;
    });
    grid.addEventListener("keydown", function (event) {
      var cell = event.target instanceof Element ? event.target.closest(".cell") : null;
      if (!(cell instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.altKey) return;
      var key = event.key,
        columns = all("section", grid),
        column = cell.closest("section");
      var at = columns.indexOf(/** @type {HTMLElement} */ (column)),
        own = all(".cell", columns[at]).filter(function (one) {
          return one.offsetParent !== null;
        }),
        row = own.indexOf(cell),
        handled = true;
      if (key === "ArrowDown") focus(own[row + 1]);
      else if (key === "ArrowUp") focus(own[row - 1]);
      else if (key === "ArrowLeft" || key === "ArrowRight") {
        var next = columns[at + (key === "ArrowRight" ? 1 : -1)],
          there = next
            ? all(".cell", next).filter(function (one) {
                return one.offsetParent !== null;
              })
            : [];
        focus(there[Math.min(row, there.length - 1)]);
      } else if (key === "Home") focus(own[0]);
      else if (key === "End") focus(own[own.length - 1]);
      else if (key === " ") fold(cell);
      else if (key === "i" && recall()) {
        if (card.hidden) open(cell);
        else close();
      } else if (key === "x" && recall()) mark(cell, cell.getAttribute("aria-selected") !== "true");
      else if (key === "Escape") close();
      else handled = false;
      if (handled) event.preventDefault();
    });
    document.addEventListener("keydown", function (event) {
      if (
        (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        !recall() ||
        !grid.isConnected
      )
        return;
      if (event.key === "s" && document.querySelector("[data-toggle]")) toggle("subs");
      else if (event.key === "d" && document.querySelector("[data-toggle]")) toggle("dense");
      else if (event.key === "h") grid.classList.toggle("hide");
      else if (/^[1-6]$/.test(event.key)) {
        var tab = all("[data-views] a")[Number(event.key) - 1];
        if (tab) tab.click();
      } else if (event.key === "e") {
        var summaries = all(".acts summary"),
          last = summaries.find(function (one) {
            return one.textContent === "Export";
          });
        if (last) last.click();
      } else if (event.key === "Escape") close();
    });
  }
  document.addEventListener("rhumb:page", start);
  start();
})();
