// What to do next, as the program plans: whatever closes most of the gap goes first.
// @ts-check
/** @param {any} data @param {(technique: number) => any[]} pairs @param {(missing: boolean, tested: boolean, fed: boolean) => number} rung */
var rhumbPlan = function (data, pairs, rung) {
  "use strict";
  /** @param {any} aligned @param {number} budget */
  function plan(aligned, budget) {
    var faces = aligned.rows.filter(function (row) {
        return row.gap > 0;
      }),
      weights = faces.map(function (row) {
        return row.weight;
      });
    var at = {},
      rules = {},
      tests = {},
      logs = [],
      stack = aligned.stack,
      rungs = faces.map(function () {
        return 0;
      });
    faces.forEach(function (row, place) {
      at[row.at] = place;
    });
    faces
      .map(function (row) {
        return row.at;
      })
      .sort(function (one, other) {
        return one - other;
      })
      .forEach(function (technique) {
        pairs(technique).forEach(function (pair) {
          var shape = stack.shapes[data.facts[pair[0]]];
          if (!pair[1] || !shape.counts || !shape.uses) return;
          if (shape.kind === 1) {
            var rule = rules[pair[0]];
            if (!rule) {
              var missing = shape.log === false;
              rule = rules[pair[0]] = {
                techniques: [],
                missing: missing,
                fed: shape.log !== null,
                tested: shape.tested,
                logs: !missing
                  ? []
                  : shape.logs.map(function (log) {
                      var name = logName(log),
                        known = logs.indexOf(name);
                      return known < 0 ? logs.push(name) - 1 : known;
                    }),
              };
            }
            rule.techniques.push(at[technique]);
          } else if (shape.kind === 2)
            (tests[pair[0]] = tests[pair[0]] || { techniques: [] }).techniques.push(at[technique]);
        });
      });
    function on(rule, missing) {
      return rung(missing, rule.tested, rule.fed);
    }
    function each(all, visit) {
      Object.keys(all).forEach(function (fact) {
        visit(all[fact], Number(fact));
      });
    }
    function gap(place, rung) {
      return weights[place] * (1 - rung / 5);
    }
    function whole() {
      return rungs.reduce(function (sum, rung, place) {
        return sum + gap(place, rung);
      }, 0);
    }
    each(rules, function (rule) {
      rule.techniques.forEach(function (place) {
        rungs[place] = Math.max(rungs[place], on(rule, rule.missing));
      });
    });
    var before = whole(),
      left = before,
      steps = [];
    while (steps.length < budget) {
      var fires = {},
        best = null;
      each(rules, function (rule) {
        if (!rule.missing)
          rule.techniques.forEach(function (place) {
            fires[place] = true;
          });
      });
      var offer = function (action, what, raised) {
        var closes = Object.keys(raised)
          .map(Number)
          .reduce(function (sum, place) {
            return sum + (gap(place, rungs[place]) - gap(place, raised[place]));
          }, 0);
        if (closes > (best ? best.closes : 0) + 1e-9)
          best = { action: action, what: what, closes: closes, raises: raised };
      };
      var raise = function (raised, place, rung) {
        if (rung > rungs[place]) raised[place] = Math.max(raised[place] || 0, rung);
      };
      var fed = logs.map(function () {
        return {};
      });
      each(rules, function (rule) {
        if (rule.missing)
          rule.logs.forEach(function (log) {
            rule.techniques.forEach(function (place) {
              raise(fed[log], place, on(rule, false));
            });
          });
      });
      fed.forEach(function (raised, log) {
        offer("switch_on", log, raised);
      });
      each(tests, function (test, fact) {
        var raised = {};
        if (!test.done)
          test.techniques.forEach(function (place) {
            if (fires[place]) raise(raised, place, 5);
          });
        offer("test", fact, raised);
      });
      if (!best) break;
      Object.keys(best.raises).forEach(function (place) {
        rungs[Number(place)] = best.raises[place];
      });
      if (best.action === "test") tests[best.what].done = true;
      else
        each(rules, function (rule) {
          if (rule.logs.indexOf(best.what) >= 0) rule.missing = false;
        });
      left -= best.closes;
      steps.push({
        action: best.action,
        what: best.action === "test" ? best.what : logs[best.what],
        closes: best.closes,
        left: left,
        raises: Object.keys(best.raises)
          .map(Number)
          .map(function (place) {
            return [faces[place].at, best.raises[place]];
          }),
      });
    }
    return { gap: before, left: whole(), steps: steps };
  }
  function logName(log) {
    var some = log.slice(0, 3).filter(function (field) {
      return field !== null;
    });
    if (!some.length) return log[3] || "";
    if (some.length === 1) return some[0];
    return [log[0] || "", log[1] || ""].concat(log[2] === null ? [] : [log[2]]).join("/");
  }

  return plan;
};
