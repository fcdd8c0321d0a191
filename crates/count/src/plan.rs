//! The shortest list of rules to deploy, logs to switch on and tests to run that closes the most weighted gap: step by step
//! whatever closes most.

mod greedy;

use std::collections::{BTreeMap, HashMap};

use model::{Kind, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::Display;

use crate::counting::{Counting, TechniqueResource};
use greedy::{PlanState, Rule, Technique, Test};

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Deploy a detection.
    Deploy,
    /// Let a log source arrive.
    SwitchOn,
    /// Run a test in the lab; what it adds is added if a detection fires.
    Test,
}

/// What a step is done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A detection or test, by its number in the catalogue.
    Resource(i64),
    /// A log, by the id of its unit.
    LogSource(String),
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What to do.
    pub action: Action,
    /// With what.
    pub subject: Subject,
    /// How much of the gap it closes.
    pub closes: f64,
    /// What is left then.
    pub left: f64,
    /// The techniques that it raises, and to which rung.
    pub raises: BTreeMap<TechniqueId, u8>,
}

/// Steps, each the one that closes most after those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The gap before the first step.
    pub gap: f64,
    /// The steps.
    pub steps: Vec<Step>,
    /// The gap after the last.
    pub left: f64,
}

/// At most so many steps for techniques with these weights.
pub fn plan(counting: &Counting, techniques: &[(TechniqueId, f64)], budget: usize) -> Plan {
    let (mut state, names) = PlanCandidates::new(counting, techniques).finish(techniques);
    let gap = state.gap();
    let chosen = state.plan(budget);
    let mut left = gap;
    let steps = chosen.into_iter().map(|chosen| {
        left -= chosen.closes;
        let raises = chosen.raises.into_iter();
        Step {
            action: chosen.action.0,
            subject: names.subject(chosen.action),
            closes: chosen.closes,
            left,
            raises: raises
                .map(|(technique, rung)| (techniques[technique].0, rung))
                .collect(),
        }
    });
    Plan {
        gap,
        steps: steps.collect(),
        left: state.gap(),
    }
}

/// What the places in a state stand for.
struct Subjects {
    rules: Vec<i64>,
    tests: Vec<i64>,
    logs: Vec<String>,
}

impl Subjects {
    fn subject(&self, (action, place): (Action, usize)) -> Subject {
        match action {
            Action::Deploy => Subject::Resource(self.rules[place]),
            Action::Test => Subject::Resource(self.tests[place]),
            Action::SwitchOn => Subject::LogSource(self.logs[place].clone()),
        }
    }
}

/// All that can be done.
#[derive(Default)]
struct PlanCandidates {
    /// By number, and so in the order of the catalogue.
    rules: BTreeMap<i64, Rule>,
    tests: BTreeMap<i64, Test>,
    /// In the order in which rules name them.
    logs: Vec<String>,
    log_places: HashMap<String, usize>,
}

impl PlanCandidates {
    fn new(counting: &Counting, techniques: &[(TechniqueId, f64)]) -> Self {
        let numbered = techniques.iter().enumerate();
        let places: HashMap<TechniqueId, usize> =
            numbered.map(|(place, (id, _))| (*id, place)).collect();
        let mut gathered = Self::default();
        for counted in counting.resources() {
            let is_offered = counted.counts && !counted.excluded && counted.on_platform;
            if is_offered && let Some(&technique) = places.get(&counted.technique) {
                gathered.add(counting, &counted, technique);
            }
        }
        gathered
    }

    fn add(&mut self, counting: &Counting, counted: &TechniqueResource<'_>, technique: usize) {
        let row = counted.resource.row;
        match counted.resource.kind {
            // What is not in use cannot be deployed; what runs counts wherever it comes from.
            Kind::Detection if counted.in_use || counted.runs => {
                if !self.rules.contains_key(&row) {
                    let rule = self.rule(counting, counted);
                    self.rules.insert(row, rule);
                }
                if let Some(rule) = self.rules.get_mut(&row) {
                    rule.techniques.push(technique);
                }
            }
            Kind::Test if counted.in_use => {
                let test = self.tests.entry(row).or_default();
                test.techniques.push(technique);
            }
            Kind::Detection | Kind::Test | Kind::Control | Kind::Knowledge => {}
        }
    }

    fn rule(&mut self, counting: &Counting, counted: &TechniqueResource<'_>) -> Rule {
        let missing = match counted.evidence.log {
            Some(false) => counting.missing_logs(counted.logs),
            Some(true) | None => Vec::new(),
        };
        Rule {
            techniques: Vec::new(),
            runs: counted.runs,
            logs: missing.into_iter().map(|log| self.log(log)).collect(),
            evidence: counted.evidence,
        }
    }

    fn log(&mut self, id: &str) -> usize {
        let logs = &mut self.logs;
        let place = self
            .log_places
            .entry(id.to_owned())
            .or_insert_with_key(|id| {
                logs.push(id.clone());
                logs.len() - 1
            });
        *place
    }

    fn finish(self, techniques: &[(TechniqueId, f64)]) -> (PlanState, Subjects) {
        let weights = techniques.iter().map(|(_, weight)| *weight);
        let (rule_rows, rules) = self.rules.into_iter().unzip();
        let (test_rows, tests) = self.tests.into_iter().unzip();
        let state = PlanState::new(weights.map(Technique::new).collect(), rules, tests);
        let names = Subjects {
            rules: rule_rows,
            tests: test_rows,
            logs: self.logs,
        };
        (state, names)
    }
}
