// What to do next, as the program plans: whatever closes most of the gap goes first.
// @ts-check
/** @typedef {{ techniques: number[], logMissing: boolean, logKnown: boolean, tested: boolean, logs: number[] }} Rule A rule: its
 * techniques, whether its log source is missing or not known, whether a test is linked, the log sources that it needs.
 * @typedef {{ fact: number, techniques: number[], done: boolean }} Test
 * @typedef {{ rows: any[], rungs: number[], rules: Rule[], tests: Test[], logs: string[] }} PlanState The techniques that have a gap, the
 * rung of each, and what can raise it; techniques and log sources are places in these lists.
 * @typedef {{ action: string, what: number, closes: number, raises: Object<string, number> }} Step */
/** @param {any} data @param {(technique: number) => any[]} pairs @param {(logMissing: boolean, tested: boolean, logArrives: boolean) => number} rung */
var rhumbPlan = function (data, pairs, rung) {
  "use strict";
  /** The place of a log source in the list, where it is added if it is new. @param {string[]} logs @param {string} name */
  function placeOf(logs, name) {
    var known = logs.indexOf(name);
    return known < 0 ? logs.push(name) - 1 : known;
  }
  /** @param {any} shape @param {string[]} logs @returns {Rule} */
  function ruleOf(shape, logs) {
    var logMissing = shape.log === false;
    return {
      techniques: [],
      logMissing: logMissing,
      logKnown: shape.log !== null,
      tested: shape.tested,
      logs: shape.logs.map((/** @type {string} */ log) => placeOf(logs, log)),
    };
  }
  /** The rules and tests that the stack has for these rows. @param {any[]} rows @param {any} stack @returns {PlanState} */
  function begin(rows, stack) {
    // By the place of their fact, in whose order they are looked at.
    /** @type {Object<number, Rule>} */
    var rules = {};
    /** @type {Object<number, Test>} */
    var tests = {};
    /** @type {string[]} */
    var logs = [];
    var places = rows.map((_, place) => place).sort((left, right) => rows[left].at - rows[right].at);
    places.forEach(function (place) {
      pairs(rows[place].at).forEach(function ([fact, mappingCounts]) {
        var shape = stack.shapes[data.facts[fact]];
        if (!mappingCounts || !shape.counts || !shape.uses) return;
        if (shape.kind === 1) (rules[fact] = rules[fact] || ruleOf(shape, logs)).techniques.push(place);
        if (shape.kind === 2)
          (tests[fact] = tests[fact] || { fact: fact, techniques: [], done: false }).techniques.push(place);
      });
    });
    var state = {
      rows: rows,
      rungs: rows.map(() => 0),
      rules: Object.values(rules),
      tests: Object.values(tests),
      logs: logs,
    };
    state.rules.forEach(function (rule) {
      rule.techniques.forEach(function (place) {
        state.rungs[place] = Math.max(state.rungs[place], rungOf(rule, rule.logMissing));
      });
    });
    return state;
  }
  /** @param {Rule} rule @param {boolean} logMissing */
  function rungOf(rule, logMissing) {
    return rung(logMissing, rule.tested, rule.logKnown);
  }
  /** The gap of a technique at a rung. @param {PlanState} state @param {number} place @param {number} rung */
  function gap(state, place, rung) {
    return state.rows[place].weight * (1 - rung / 5);
  }
  /** @param {PlanState} state */
  function wholeGap(state) {
    return state.rungs.reduce((sum, rung, place) => sum + gap(state, place, rung), 0);
  }
  /** Notes that a technique is raised, where it is. @param {PlanState} state @param {Object<string, number>} raises @param {number} place @param {number} rung */
  function raise(state, raises, place, rung) {
    if (rung > state.rungs[place]) raises[place] = Math.max(raises[place] || 0, rung);
  }
  /** What each log source raises once it arrives. @param {PlanState} state */
  function raisedByLogs(state) {
    var raises = state.logs.map(() => /** @type {Object<string, number>} */ ({}));
    state.rules.forEach(function (rule) {
      if (rule.logMissing)
        rule.logs.forEach(function (log) {
          rule.techniques.forEach((place) => raise(state, raises[log], place, rungOf(rule, false)));
        });
    });
    return raises;
  }
  /** What a test raises: the techniques for which a rule can fire. @param {PlanState} state @param {Test} test @param {Set<number>} fires */
  function raisedByTest(state, test, fires) {
    /** @type {Object<string, number>} */
    var raises = {};
    if (!test.done)
      test.techniques.forEach(function (place) {
        if (fires.has(place)) raise(state, raises, place, 5);
      });
    return raises;
  }
  /** The step that closes most of the gap; none where no step closes any. @param {PlanState} state */
  function bestStep(state) {
    var ready = state.rules.filter((rule) => !rule.logMissing),
      fires = new Set(ready.flatMap((rule) => rule.techniques));
    /** @type {Step | null} */
    var best = null;
    /** @param {string} action @param {number} what @param {Object<string, number>} raises */
    function offer(action, what, raises) {
      var closes = Object.keys(raises)
        .map(Number)
        .reduce((sum, place) => sum + (gap(state, place, state.rungs[place]) - gap(state, place, raises[place])), 0);
      if (closes > (best ? best.closes : 0) + 1e-9)
        best = { action: action, what: what, closes: closes, raises: raises };
    }
    raisedByLogs(state).forEach((raises, log) => offer("switch_on", log, raises));
    state.tests.forEach((test, place) => offer("test", place, raisedByTest(state, test, fires)));
    return /** @type {Step | null} */ (best);
  }
  /** @param {PlanState} state @param {Step} step */
  function take(state, step) {
    Object.keys(step.raises).forEach(function (place) {
      state.rungs[Number(place)] = step.raises[place];
    });
    if (step.action === "test") state.tests[step.what].done = true;
    else
      state.rules.forEach(function (rule) {
        if (rule.logs.indexOf(step.what) >= 0) rule.logMissing = false;
      });
  }

  /** The next steps for an alignment. @param {any} aligned @param {number} budget How many steps at most. */
  return function (aligned, budget) {
    var rows = aligned.rows.filter((/** @type {any} */ row) => row.gap > 0),
      state = begin(rows, aligned.stack),
      before = wholeGap(state),
      left = before,
      steps = [];
    while (steps.length < budget) {
      var step = bestStep(state);
      if (!step) break;
      take(state, step);
      left -= step.closes;
      var raises = step.raises;
      steps.push({
        action: step.action,
        what: step.action === "test" ? state.tests[step.what].fact : state.logs[step.what],
        closes: step.closes,
        left: left,
        raises: Object.keys(raises)
          .map(Number)
          .map((place) => [rows[place].at, raises[place]]),
      });
    }
    return { gap: before, left: wholeGap(state), steps: steps };
  };
};
