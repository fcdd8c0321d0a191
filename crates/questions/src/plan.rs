//! The shortest list of rules to deploy, logs to switch on and tests to run that closes the most weighted gap: step by step
//! whatever closes most.

use std::collections::{BTreeMap, HashMap};

use catalogue::{Catalogue, CatalogueSummary, ResourceSummary};
pub use count::plan::Action;
use count::plan::Subject;
use model::TechniqueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::align::{Alignment, TechniqueSelection};
use crate::stack::{StackArguments, StackInput, StackSummary};
use crate::threat::{PlacedThreat, ThreatArguments, ThreatInput};
use crate::{Ask, Error, question};

/// Default number of steps of a plan.
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
    pub shown: TechniqueSelection,
    /// Maximum number of steps. Default: 10
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<u32>,
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
    pub threat: PlacedThreat,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// Defaults that were applied.
    pub assumed: Vec<String>,
    /// The gap before the first step.
    pub gap: f64,
    /// The steps, each the one that closes most after those before it.
    pub steps: Vec<Step>,
    /// The gap after the last.
    pub left: f64,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
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

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn threats(arguments: &mut Arguments) -> &mut [ThreatInput] {
        &mut arguments.threat.threat
    }

    fn stacks(arguments: &mut Arguments) -> &mut [StackInput] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let threat = arguments.threat.in_release(catalogue)?;
    let stack = arguments.stack.in_catalogue(catalogue)?;
    let aligned = Alignment::new(catalogue, threat, stack, &arguments.shown)?;
    let open = aligned.rows.iter().filter(|row| row.gap > 0.0);
    let techniques: Vec<(TechniqueId, f64)> = open
        .map(|row| (row.technique.id, row.technique.weight))
        .collect();
    let budget = arguments.budget.unwrap_or(STEPS).min(crate::MOST) as usize;
    let plan = count::plan::plan(&aligned.counting, &techniques, budget);
    Ok(Answer {
        steps: steps(catalogue, plan.steps)?,
        threat: aligned.threat,
        stack: aligned.stack.summary,
        assumed: aligned.assumed,
        gap: plan.gap,
        left: plan.left,
        catalogue: catalogue.about().clone(),
    })
}

/// The steps with the titles of their resources.
fn steps(catalogue: &Catalogue, planned: Vec<count::plan::Step>) -> Result<Vec<Step>, Error> {
    let rows: Vec<i64> = planned
        .iter()
        .filter_map(|step| match step.subject {
            Subject::Resource(row) => Some(row),
            Subject::LogSource(_) => None,
        })
        .collect();
    let listed: HashMap<i64, ResourceSummary> = catalogue
        .summaries(&rows)?
        .into_iter()
        .map(|listed| (listed.row, listed))
        .collect();
    let steps = planned.into_iter().map(|step| {
        let (what, title) = match step.subject {
            Subject::LogSource(name) => (name, None),
            Subject::Resource(row) => match listed.get(&row) {
                Some(resource) => (resource.key.clone(), Some(resource.title.clone())),
                None => (String::new(), None),
            },
        };
        Step {
            action: step.action,
            what,
            title,
            closes: step.closes,
            left: step.left,
            raises: step.raises,
        }
    });
    Ok(steps.collect())
}
