//! Greedy choice over plain numbers: whatever closes most of the gap goes first; among equals what stands first, rules
//! before logs before tests.

use std::collections::BTreeMap;

use model::RuleEvidence;

use super::Action;
use crate::ladder::{gap, rung};

/// A technique: how much it weighs, and the best rung of what runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Technique {
    weight: f64,
    rung: u8,
}

/// A detection.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    /// Places of its techniques.
    pub(super) techniques: Vec<usize>,
    pub(super) runs: bool,
    /// Places of the logs that would do, where they are missing.
    pub(super) logs: Vec<usize>,
    pub(super) evidence: RuleEvidence,
}

/// A test.
#[derive(Clone, Debug, Default)]
pub(super) struct Test {
    /// Places of its techniques.
    pub(super) techniques: Vec<usize>,
    done: bool,
}

/// Where the defender stands.
#[derive(Clone, Debug)]
pub(super) struct PlanState {
    techniques: Vec<Technique>,
    rules: Vec<Rule>,
    tests: Vec<Test>,
    logs: usize,
    /// Whether something runs and is fed that can fire for each technique.
    fires: Vec<bool>,
}

/// What to do, and what that does.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The place is that of a rule, a log or a test.
    pub(super) action: (Action, usize),
    pub(super) closes: f64,
    /// The rung that each technique reaches.
    pub(super) raises: BTreeMap<usize, u8>,
}

impl Technique {
    pub(super) fn new(weight: f64) -> Self {
        Self { weight, rung: 0 }
    }

    fn gap(self) -> f64 {
        gap(self.weight, self.rung)
    }
}

impl Rule {
    /// Whether none of its logs arrives.
    fn is_missing_log(&self) -> bool {
        self.evidence.log == Some(false)
    }

    fn rung(&self) -> u8 {
        rung(self.evidence)
    }

    /// The rung that it has once its log arrives.
    fn rung_when_fed(&self) -> u8 {
        rung(RuleEvidence {
            log: Some(true),
            ..self.evidence
        })
    }
}

/// The rung that a test which makes a detection fire proves.
const FIRED: u8 = 5;

/// Less than this is nothing: sums of weights are not exact.
const NOTHING: f64 = 1e-9;

impl PlanState {
    pub(super) fn new(techniques: Vec<Technique>, rules: Vec<Rule>, tests: Vec<Test>) -> Self {
        let logs = rules
            .iter()
            .flat_map(|rule| &rule.logs)
            .max()
            .map_or(0, |most| most + 1);
        let mut state = Self {
            fires: vec![false; techniques.len()],
            techniques,
            rules,
            tests,
            logs,
        };
        for rule in state.rules.iter().filter(|rule| rule.runs) {
            for &technique in &rule.techniques {
                let technique = &mut state.techniques[technique];
                technique.rung = technique.rung.max(rule.rung());
            }
        }
        state.fire();
        state
    }

    /// What runs and is fed can fire.
    fn fire(&mut self) {
        for rule in self
            .rules
            .iter()
            .filter(|rule| rule.runs && !rule.is_missing_log())
        {
            for &technique in &rule.techniques {
                self.fires[technique] = true;
            }
        }
    }

    /// What is missing.
    pub(super) fn gap(&self) -> f64 {
        self.techniques
            .iter()
            .map(|technique| technique.gap())
            .sum()
    }

    /// The best steps, one after the other, done.
    pub(super) fn plan(&mut self, budget: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        while steps.len() < budget
            && let Some(step) = self.best()
        {
            self.take(&step);
            steps.push(step);
        }
        steps
    }

    /// The step that closes most, if any closes anything.
    fn best(&self) -> Option<Step> {
        let mut best: Option<(f64, (Action, usize))> = None;
        for action in self.actions() {
            let closes = self.closes(action);
            if closes > best.map_or(0.0, |best| best.0) + NOTHING {
                best = Some((closes, action));
            }
        }
        best.map(|(_, action)| self.step(action))
    }

    /// How much of the gap doing this closes. There are thousands of things to do at every step: what they raise is only
    /// written down for the one that is chosen.
    fn closes(&self, action: (Action, usize)) -> f64 {
        let raised = |techniques: &[usize], rung: u8| {
            let gains = techniques.iter().map(|&technique| {
                let technique = self.techniques[technique];
                let raised = Technique {
                    rung: rung.max(technique.rung),
                    ..technique
                };
                technique.gap() - raised.gap()
            });
            gains.sum::<f64>()
        };
        match action {
            (Action::Deploy, place) => {
                let rule = &self.rules[place];
                raised(&rule.techniques, rule.rung())
            }
            (Action::Test, place) => {
                let techniques = self.tests[place].techniques.iter().copied();
                let fired: Vec<usize> = techniques.filter(|&place| self.fires[place]).collect();
                raised(&fired, FIRED)
            }
            (Action::SwitchOn, _) => self.step(action).closes,
        }
    }

    /// Everything that can be done.
    pub(super) fn actions(&self) -> impl Iterator<Item = (Action, usize)> {
        let rules = self
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| !rule.runs)
            .map(|(place, _)| (Action::Deploy, place));
        let logs = (0..self.logs).map(|place| (Action::SwitchOn, place));
        let tests = self
            .tests
            .iter()
            .enumerate()
            .filter(|(_, test)| !test.done)
            .map(|(place, _)| (Action::Test, place));
        rules.chain(logs).chain(tests)
    }

    /// What doing this does.
    pub(super) fn step(&self, action: (Action, usize)) -> Step {
        let mut raises: BTreeMap<usize, u8> = BTreeMap::new();
        let mut raise = |technique: usize, rung: u8| {
            if rung > self.techniques[technique].rung {
                let reached = raises.entry(technique).or_insert(rung);
                *reached = (*reached).max(rung);
            }
        };
        match action {
            (Action::Deploy, place) => {
                let rule = &self.rules[place];
                rule.techniques
                    .iter()
                    .for_each(|&technique| raise(technique, rule.rung()));
            }
            (Action::SwitchOn, log) => {
                let fed = self
                    .rules
                    .iter()
                    .filter(|rule| rule.runs && rule.is_missing_log() && rule.logs.contains(&log));
                for rule in fed {
                    let rung = rule.rung_when_fed();
                    rule.techniques
                        .iter()
                        .for_each(|&technique| raise(technique, rung));
                }
            }
            (Action::Test, place) => {
                for &technique in &self.tests[place].techniques {
                    // Only what runs and is fed can fire.
                    if self.fires[technique] {
                        raise(technique, FIRED);
                    }
                }
            }
        }
        let closes = raises.iter().map(|(&technique, &rung)| {
            let technique = self.techniques[technique];
            technique.gap() - Technique { rung, ..technique }.gap()
        });
        Step {
            action,
            closes: closes.sum(),
            raises,
        }
    }

    /// Does it.
    pub(super) fn take(&mut self, step: &Step) {
        for (&technique, &rung) in &step.raises {
            self.techniques[technique].rung = rung;
        }
        match step.action {
            (Action::Deploy, place) => self.rules[place].runs = true,
            (Action::Test, place) => self.tests[place].done = true,
            (Action::SwitchOn, log) => {
                for rule in self
                    .rules
                    .iter_mut()
                    .filter(|rule| rule.logs.contains(&log))
                {
                    rule.evidence.log = Some(true);
                }
            }
        }
        self.fire();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn state() -> impl Strategy<Value = PlanState> {
        let technique = (1u8..=4).prop_map(|quarters| Technique::new(f64::from(quarters) / 4.0));
        (1usize..4, proptest::collection::vec(technique, 3)).prop_flat_map(|(logs, techniques)| {
            let of = techniques.len();
            let rule = (
                proptest::collection::btree_set(0..of, 1..=2),
                any::<bool>(),
                any::<bool>(),
                any::<bool>(),
                0..logs,
            )
                .prop_map(|(techniques, runs, missing, tested, log)| Rule {
                    techniques: techniques.into_iter().collect(),
                    runs,
                    logs: if missing { vec![log] } else { Vec::new() },
                    evidence: RuleEvidence {
                        mapped: true,
                        log: Some(!missing),
                        tested,
                        ..RuleEvidence::default()
                    },
                });
            let test = proptest::collection::btree_set(0..of, 1..=2).prop_map(|techniques| Test {
                techniques: techniques.into_iter().collect(),
                done: false,
            });
            let (rules, tests) = (
                proptest::collection::vec(rule, 0..4),
                proptest::collection::vec(test, 0..3),
            );
            (Just(techniques), rules, tests)
                .prop_map(|(techniques, rules, tests)| PlanState::new(techniques, rules, tests))
        })
    }

    /// The least gap that any order of so many steps leaves.
    fn brute(state: &PlanState, steps: usize) -> f64 {
        let here = state.gap();
        if steps == 0 {
            return here;
        }
        let left = state.actions().map(|action| {
            let mut next = state.clone();
            next.take(&state.step(action));
            brute(&next, steps - 1)
        });
        left.fold(here, f64::min)
    }

    proptest! {
        #[test]
        fn every_step_is_the_best_single_one_and_does_what_it_says(state in state()) {
            let mut now = state;
            for _ in 0..4 {
                let before = now.gap();
                let best = brute(&now, 1);
                let Some(step) = now.clone().plan(1).pop() else {
                    prop_assert!((before - best).abs() < 1e-6);
                    break;
                };
                now.take(&step);
                prop_assert!((before - step.closes - now.gap()).abs() < 1e-6);
                prop_assert!((now.gap() - best).abs() < 1e-6);
                // The state as a whole says the same as the step.
                let anew = PlanState::new(now.techniques.iter().map(|technique| Technique::new(technique.weight)).collect(), now.rules.clone(), vec![]);
                prop_assert!(anew.gap() >= now.gap() - 1e-6);
            }
        }

        /// Where rules alone can be deployed the gap closes with diminishing returns, and greed is at least 1 - 1/e as good
        /// as the best choice there is.
        #[test]
        fn greed_over_rules_is_near_the_best(state in state(), steps in 1usize..4) {
            let rules = PlanState { tests: Vec::new(), logs: 0, ..state };
            let mut greedy = rules.clone();
            greedy.plan(steps);
            let (before, best) = (rules.gap(), brute(&rules, steps));
            prop_assert!(before - greedy.gap() >= (1.0 - 1.0 / std::f64::consts::E) * (before - best) - 1e-6);
            prop_assert!(greedy.gap() >= best - 1e-6);
        }
    }

    #[test]
    fn a_plan_ends_where_nothing_helps() {
        let mut empty = PlanState::new(vec![Technique::new(1.0)], Vec::new(), Vec::new());
        assert!(empty.plan(5).is_empty());
        assert!((empty.gap() - 1.0).abs() < NOTHING);
    }
}
