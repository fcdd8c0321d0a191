//! The shortest list of rules to deploy, logs to switch on and tests to run that closes the most weighted gap: step by step
//! whatever closes most.

mod greedy;

use std::collections::{BTreeMap, HashMap};

use catalogue::{About, Catalogue, Listed};
use model::{Kind, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use strum::Display;

use crate::align::{Aligned, Shown};
use crate::gaps::log_name;
use crate::numbers::Counting;
use crate::stack::{GivenStack, Owned, StackArguments, StackSummary};
use crate::threat::{Faced, GivenThreat, ThreatArguments};
use crate::{Ask, Error, question};
use greedy::{Rule, State, Step as Chosen, Technique, Test};

/// How many steps a plan has unless said otherwise.
const STEPS: u32 = 10;

/// Arguments of `plan`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub threat: ThreatArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub stack: StackArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub shown: Shown,
    /// How many steps at most; unless said, 10
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<u32>,
}

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

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What to do.
    pub action: Action,
    /// The key of the detection or test, or the log source.
    pub what: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How much of the gap it closes.
    pub closes: f64,
    /// What is left then.
    pub left: f64,
    /// The techniques that it raises, and to which rung.
    pub raises: BTreeMap<TechniqueId, u8>,
}

/// Answer of `plan`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The threat.
    pub threat: Faced,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// What was chosen where nothing was said.
    pub assumed: Vec<String>,
    /// The gap before the first step.
    pub gap: f64,
    /// The steps, each the one that closes most after those before it.
    pub steps: Vec<Step>,
    /// The gap after the last.
    pub left: f64,
    /// What the answer was taken from.
    pub catalogue: About,
}

impl Ask for question::Plan {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "plan";
    const ABOUT: &'static str =
        "The fewest rules, logs and tests that close most of the gap, step by step";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "threat": ["APT29"], "budget": 5 })
    }

    fn catalogue(answer: &Answer) -> &About {
        &answer.catalogue
    }

    fn threats(arguments: &mut Arguments) -> &mut [GivenThreat] {
        &mut arguments.threat.threat
    }

    fn stacks(arguments: &mut Arguments) -> &mut [GivenStack] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let faced = arguments.threat.faced(catalogue)?;
    let owned = arguments.stack.owned(catalogue)?;
    let aligned = Aligned::new(catalogue, faced, owned, &arguments.shown)?;
    let techniques: Vec<(TechniqueId, f64)> = aligned
        .rows
        .iter()
        .filter(|row| row.gap > 0.0)
        .map(|row| (row.technique.id, row.technique.weight))
        .collect();
    let ids: Vec<TechniqueId> = techniques.iter().map(|(id, _)| *id).collect();
    let planned = Planned::new(&aligned.counting, &aligned.owned, &techniques);
    let mut state = planned.state.clone();
    let gap = state.gap();
    let chosen = state.plan(arguments.budget.unwrap_or(STEPS).min(crate::MOST) as usize);
    let left = state.gap();
    Ok(Answer {
        steps: planned.steps(catalogue, &ids, gap, chosen)?,
        threat: aligned.faced,
        stack: aligned.owned.summary,
        assumed: aligned.assumed,
        gap,
        left,
        catalogue: catalogue.about().clone(),
    })
}

/// The numbers of a plan with what they stand for.
struct Planned {
    state: State,
    rules: Vec<i64>,
    tests: Vec<i64>,
    logs: Vec<String>,
}

impl Planned {
    fn new(counting: &Counting, owned: &Owned, techniques: &[(TechniqueId, f64)]) -> Self {
        let places: HashMap<TechniqueId, usize> = techniques
            .iter()
            .enumerate()
            .map(|(place, (id, _))| (*id, place))
            .collect();
        let (mut rules, mut tests): (BTreeMap<i64, Rule>, BTreeMap<i64, Test>) = Default::default();
        let mut logs: BTreeMap<String, usize> = BTreeMap::new();
        for one in counting
            .counted(owned)
            .filter(|one| one.counts && !owned.excludes(one.fact.row) && one.on_platform)
        {
            let Some(&technique) = places.get(&one.technique) else {
                continue;
            };
            match one.fact.kind {
                // What is not in use cannot be deployed; what runs counts wherever it comes from.
                Kind::Detection if one.in_use || one.runs => {
                    let rule = rules.entry(one.fact.row).or_insert_with(|| {
                        let missing = one.evidence.log == Some(false);
                        let named = one.log_sources.iter().filter(|_| missing).map(|log| {
                            let next = logs.len();
                            *logs.entry(log_name(log)).or_insert(next)
                        });
                        Rule {
                            techniques: Vec::new(),
                            runs: one.runs,
                            missing,
                            logs: named.collect(),
                            log: one.evidence.log,
                            tested: one.fact.tested,
                        }
                    });
                    rule.techniques.push(technique);
                }
                Kind::Test if one.in_use => tests
                    .entry(one.fact.row)
                    .or_default()
                    .techniques
                    .push(technique),
                Kind::Detection | Kind::Test | Kind::Control | Kind::Knowledge => {}
            }
        }
        let mut names: Vec<(String, usize)> = logs.into_iter().collect();
        names.sort_by_key(|(_, place)| *place);
        let (rule_rows, rules) = rules.into_iter().unzip();
        let (test_rows, tests) = tests.into_iter().unzip();
        Self {
            state: State::new(
                techniques
                    .iter()
                    .map(|(_, weight)| Technique::new(*weight))
                    .collect(),
                rules,
                tests,
            ),
            rules: rule_rows,
            tests: test_rows,
            logs: names.into_iter().map(|(name, _)| name).collect(),
        }
    }

    fn steps(
        &self,
        catalogue: &Catalogue,
        ids: &[TechniqueId],
        gap: f64,
        chosen: Vec<Chosen>,
    ) -> Result<Vec<Step>, Error> {
        let row = |chosen: &Chosen| match chosen.action {
            (Action::Deploy, place) => Some(self.rules[place]),
            (Action::Test, place) => Some(self.tests[place]),
            (Action::SwitchOn, _) => None,
        };
        let rows: Vec<i64> = chosen.iter().filter_map(row).collect();
        let listed: HashMap<i64, Listed> = catalogue
            .listed_rows(&rows)?
            .into_iter()
            .map(|one| (one.row, one))
            .collect();
        let mut left = gap;
        let steps = chosen.into_iter().map(|step| {
            left -= step.closes;
            let resource = row(&step).and_then(|row| listed.get(&row));
            let (action, place) = step.action;
            Step {
                action,
                what: resource.map_or_else(
                    || self.logs.get(place).cloned().unwrap_or_default(),
                    |one| one.key.clone(),
                ),
                title: resource.map(|one| one.title.clone()),
                closes: step.closes,
                left,
                raises: step
                    .raises
                    .into_iter()
                    .map(|(technique, rung)| (ids[technique], rung))
                    .collect(),
            }
        });
        Ok(steps.collect())
    }
}
