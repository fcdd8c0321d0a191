// Alignments as files, in the forms that the program writes: tables and layers of the Navigator. Columns, scales and the parts
// that all layers share come from `words.js`; the test program `parity` compares whole files.
// @ts-check
/** @param {any} data @param {any} words */
var rhumbExports = function (data, words) {
  "use strict";
  var T = data.techniques,
    about = data.about,
    publish = words.publish,
    names = 8,
    longest = 2000;

  /** Four places at most; a half goes to the even neighbour. @param {number} value */
  function rounded(value) {
    var whole = value * 10000,
      down = Math.floor(whole);
    var text = whole - down === 0.5 ? ((down % 2 ? down + 1 : down) / 10000).toFixed(4) : value.toFixed(4);
    return text.replace(/0+$/, "").replace(/\.$/, "");
  }
  /** @param {number} value */
  function score(value) {
    var text = rounded(value);
    return /\./.test(text) ? Math.round(value * 10000) / 10000 : Number(text);
  }
  /** Without what turns text around or shows nothing. @param {string} text */
  function clean(text) {
    return text
      .replace(
        /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu,
        " ",
      )
      .replace(/\s+/g, " ")
      .trim();
  }
  /** @param {string} text */
  function cut(text) {
    var letters = Array.from(clean(text));
    return letters.length > longest ? letters.slice(0, longest).join("") + "…" : letters.join("");
  }
  /** @param {any[][]} pairs */
  function named(pairs) {
    var all = pairs.map(function (pair) {
      return { name: cut(pair[0]), value: cut(String(pair[1])) };
    });
    return all.filter(function (one) {
      return one.name && one.value;
    });
  }
  function tactics(row) {
    return T.tactics[row.at].map(function (place) {
      return data.tactics[place][2];
    });
  }
  function platforms(row) {
    return data.platforms[T.platforms[row.at]];
  }

  // Tables.
  var values = {
    technique: function (row) {
      return row.id;
    },
    name: function (row) {
      return row.name;
    },
    tactics: function (row) {
      return tactics(row).join("; ");
    },
    platforms: function (row) {
      return platforms(row).join("; ");
    },
    controls: function (row) {
      return row.controls.resources;
    },
    controls_volume: function (row) {
      return words.volumes[row.controls.volume];
    },
    detections: function (row) {
      return row.detections.resources;
    },
    detections_volume: function (row) {
      return words.volumes[row.detections.volume];
    },
    tests: function (row) {
      return row.tests.resources;
    },
    tests_volume: function (row) {
      return words.volumes[row.tests.volume];
    },
    potential: function (row) {
      return words.volumes[row.potential];
    },
    written: function (row) {
      return row.written
        .map(function (one) {
          return one.id + " (" + one.state + ")";
        })
        .join("; ");
    },
    from: function (row) {
      return row.from.join("; ");
    },
    comments: function (row) {
      return row.comments.join("; ");
    },
    // Nothing is left out on purpose in a browser.
    excluded_by: function () {
      return null;
    },
  };
  /** A column of each source of each pillar that has anything. */
  function sources(rows) {
    var all = [];
    words.faces.forEach(function (face) {
      var found = {};
      rows.forEach(function (row) {
        row[face[0]].terms.forEach(function (term) {
          found[term.source] = true;
        });
      });
      Object.keys(found)
        .sort()
        .forEach(function (source) {
          all.push([face[0], source]);
        });
    });
    return all;
  }
  function cell(row, column) {
    var value = values[column[0]] ? values[column[0]](row) : row[column[0]];
    return value === null || value === undefined ? "" : column[1] ? rounded(value) : String(value);
  }
  /** A spreadsheet runs what starts like a formula. @param {string} text */
  function quoted(text) {
    if (/^[=+@\t\r-]/.test(text) && (!text.trim() || isNaN(Number(text)))) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  /** The rows as `rhumb align --format csv` writes them. */
  function csv(aligned) {
    var columns = publish.columns,
      of = sources(aligned.rows);
    var lines = [
      columns
        .map(function (column) {
          return column[0];
        })
        .concat(
          of.map(function (pair) {
            return pair.join(":");
          }),
        ),
    ];
    aligned.rows.forEach(function (row) {
      lines.push(
        columns
          .map(function (column) {
            return cell(row, column);
          })
          .concat(
            of.map(function (pair) {
              var term = row[pair[0]].terms.find(function (term) {
                return term.source === pair[1];
              });
              return term ? String(term.resources) : "";
            }),
          ),
      );
    });
    return lines
      .map(function (line) {
        return line.map(quoted).join(",") + "\n";
      })
      .join("");
  }

  // Layers.
  /** The matrix of a technique, by its number and platforms. */
  function domain(row) {
    var of = platforms(row);
    if (/^T0/.test(row.id)) return "ics-attack";
    return of.length &&
      of.every(function (name) {
        return /^(android|ios)$/i.test(name);
      })
      ? "mobile-attack"
      : "enterprise-attack";
  }
  function comment(row) {
    var parts = [
      "controls " +
        row.controls.resources +
        ", detections " +
        row.detections.resources +
        ", tests " +
        row.tests.resources,
    ];
    parts.push(
      row.running + " detections run" + (row.without_log ? ", " + row.without_log + " of them without their log" : ""),
    );
    if (row.deployable) parts.push(row.deployable + " more could be deployed");
    parts.push("validation potential " + words.volumes[row.potential], "rung " + row.rung + " of 5");
    parts.push(
      row.gap > 0
        ? "gap " + rounded(row.gap) + " = weight " + rounded(row.weight) + " × (1 − " + row.rung + "/5)"
        : "no gap, weight " + rounded(row.weight),
    );
    parts.push(publish.reasons[row.reason]);
    row.written.forEach(function (one) {
      parts.push(one.state.replace(/_/g, " ") + " from " + one.id + (one.reason ? " (" + one.reason + ")" : ""));
    });
    if (row.from.length)
      parts.push(
        "faced because of " +
          row.from.slice(0, names).join(", ") +
          (row.from.length > names ? " and " + (row.from.length - names) + " more" : ""),
      );
    return cut(parts.concat(row.comments).join("; "));
  }
  function technique(row, value) {
    var of = function (face) {
      return [face[0], row[face[0]].resources];
    };
    var facts = words.faces.map(of).concat([
      ["running", row.running],
      ["potential", words.volumes[row.potential]],
      ["rung", row.rung],
      ["weight", rounded(row.weight)],
      ["gap", rounded(row.gap)],
      ["reason", row.reason],
    ]);
    var link = { label: row.id + " in ATT&CK", url: "https://attack.mitre.org/techniques/" + row.id.replace(".", "/") };
    return {
      techniqueID: row.id,
      score: score(value),
      enabled: row.reason !== "other_platform",
      comment: comment(row),
      metadata: named(facts),
      links: [link],
    };
  }
  /** What was asked, and of what. */
  function facts(aligned, count) {
    var threat = aligned.threat,
      stack = aligned.stack;
    function listed(list, none) {
      return list.length ? list.join(", ") : none;
    }
    var all = [
      ["question", "align"],
      ["threat", threat.name],
    ].concat(
      threat.origins.map(function (one) {
        return ["origin", one];
      }),
    );
    if (threat.adversaries) all.push(["adversaries", threat.adversaries]);
    threat.unplaced.forEach(function (one) {
      all.push([
        "unplaced",
        one.id + ": " + one.reason + (one.perhaps.length ? "; perhaps " + one.perhaps.join(", ") : ""),
      ]);
    });
    var own = stack.sources
      .filter(function (one, at) {
        return stack.sources.indexOf(one) === at;
      })
      .sort();
    all.push(
      ["sources in use", listed(own, "all")],
      ["platforms in use", listed(stack.platforms, "all")],
      ["log sources", listed(stack.logs, "not considered")],
      ["running", "every rule of the sources in use"],
    );
    aligned.assumed.forEach(function (one) {
      all.push(["assumed", one]);
    });
    all.push(
      ["rows", count < aligned.rows.length ? count + " of " + aligned.rows.length : count],
      ["ATT&CK", about.attack],
      ["catalogue read", about.date],
      ["sources in the catalogue", about.sources],
      ["resources in the catalogue", about.resources],
    );
    if (about.names_only) all.push(["catalogue", "knows this release of ATT&CK by ids, names and tactics only"]);
    if (about.facts_only) all.push(["catalogue", "holds facts only: no descriptions, queries or commands"]);
    return named(all);
  }
  function description(aligned, of, others) {
    var all = [
      "Score" + (of.times > 1 ? ", in hundredths" : "") + ": " + of.explained + ".",
      "Taken from " +
        about.resources +
        " resources of " +
        about.sources +
        " sources, read until " +
        about.date +
        ", followed to ATT&CK " +
        about.attack +
        ".",
      "A number says what exists, not what is covered.",
    ];
    if (
      aligned.rows.some(function (row) {
        return row.reason === "other_platform";
      })
    )
      all.push("Disabled techniques are left out on purpose or for other platforms.");
    if (others.length)
      all.push(
        "Of other matrices, not in this layer: " +
          others
            .map(function (row) {
              return row.id;
            })
            .join(", ") +
          ".",
      );
    return cut(all.join(" "));
  }
  /** By platform only where the Navigator can filter by all of them. */
  function filters(wanted, domain) {
    var found = wanted.map(function (name) {
      return publish.platforms[domain].find(function (known) {
        return known.toLowerCase() === name.toLowerCase();
      });
    });
    return found.length && found.every(Boolean) ? { filters: { platforms: found } } : {};
  }
  /** The rows as `rhumb align --format layer` writes them, by their gap or total. @param {any} aligned @param {"gap" | "total"} by */
  function layer(aligned, by) {
    var of = publish.layers[by],
      most = "enterprise-attack",
      counts = {},
      name = clean(aligned.threat.name);
    aligned.rows.forEach(function (row) {
      var one = domain(row);
      counts[one] = (counts[one] || 0) + 1;
    });
    ["mobile-attack", "ics-attack"].forEach(function (one) {
      if ((counts[one] || 0) > (counts[most] || 0)) most = one;
    });
    var held = aligned.rows.filter(function (row) {
        return domain(row) === most;
      }),
      others = aligned.rows.filter(function (row) {
        return domain(row) !== most;
      });
    var major = about.attack.replace(/^v+/, "").split(".")[0];
    return Object.assign({}, of.frame, filters(aligned.stack.platforms, most), {
      name: (name ? "align: " + name : "align") + ", by " + by,
      versions: Object.assign({}, of.frame.versions, /^\d+$/.test(major) ? { attack: major } : {}),
      domain: most,
      description: description(aligned, of, others),
      techniques: held.map(function (row) {
        return technique(row, (by === "gap" ? row.gap : row.total) * of.times);
      }),
      metadata: facts(aligned, held.length),
    });
  }

  return { csv: csv, layer: layer };
};
