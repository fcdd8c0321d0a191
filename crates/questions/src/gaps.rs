//! What is missing, ranked, with why and with what would help.

use std::collections::{BTreeMap, HashMap};

use catalogue::{Catalogue, CatalogueSummary, ResourceSummary};
use count::Counting;
pub use count::gaps::ReasonTotals;
use count::gaps::{by_reason, help};
pub use count::log_name;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::align::{Alignment, Reason, Row, TechniqueSelection};
use crate::list::{Items, PageRequest};
use crate::stack::{StackArguments, StackInput, StackSummary};
use crate::threat::{PlacedThreat, ThreatArguments, ThreatInput};
use crate::{Ask, Error, Paging, question};

/// How many rules, logs and tests are named for each gap; all are counted.
const NAMED: usize = 3;

/// Arguments of `gaps`.
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
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// A resource that would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// Its stable key.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// A gap and what would help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// The technique, its numbers, the gap and its reason.
    #[serde(flatten)]
    pub row: Row,
    /// Detections that do not run and whose logs are not known to be missing, tested ones first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deploy: Vec<Suggestion>,
    /// Logs that detections of the technique read and that do not arrive, those that most read first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switch_on: Vec<String>,
    /// Tests of the technique, for what runs to be proven with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub test: Vec<Suggestion>,
}

/// Answer of `gaps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The threat.
    pub threat: PlacedThreat,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// Defaults that were applied.
    pub assumed: Vec<String>,
    /// The gaps, the largest first.
    #[serde(flatten)]
    pub list: Items<Gap>,
    /// How many techniques have each reason, and how much weight is missing for it.
    pub reasons: BTreeMap<String, ReasonTotals>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Gaps {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "gaps";
    const ABOUT: &'static str =
        "What is missing for a threat, ranked, with the reason and what would help";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "threat": ["APT29"], "limit": 5 })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| &answer.list,
            |answer| &mut answer.list,
        ))
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
    let reasons = by_reason(&aligned.rows);
    let rows: Vec<Row> = aligned
        .rows
        .into_iter()
        .filter(|row| row.gap > 0.0 || row.reason == Reason::NothingExists)
        .collect();
    let list = Items::cut(rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        threat: aligned.threat,
        list: Items {
            items: helped(catalogue, list.items, &aligned.counting)?,
            total: list.total,
            next: list.next,
        },
        stack: aligned.stack.summary,
        assumed: aligned.assumed,
        reasons,
        catalogue: catalogue.about().clone(),
    })
}

/// The rows with what would help each, by its key and title.
fn helped(catalogue: &Catalogue, rows: Vec<Row>, counting: &Counting) -> Result<Vec<Gap>, Error> {
    let techniques = rows.iter().map(|row| row.technique.id);
    let mut help = help(counting, techniques, NAMED);
    let offered = help
        .values()
        .flat_map(|help| help.deploy.iter().chain(&help.test));
    let wanted: Vec<i64> = offered.copied().collect();
    let listed: HashMap<i64, ResourceSummary> = catalogue
        .summaries(&wanted)?
        .into_iter()
        .map(|listed| (listed.row, listed))
        .collect();
    let offer = |row: i64| {
        let resource = listed.get(&row)?;
        Some(Suggestion {
            key: resource.key.clone(),
            title: resource.title.clone(),
        })
    };
    let gaps = rows.into_iter().map(|row| {
        let help = help.remove(&row.technique.id).unwrap_or_default();
        Gap {
            deploy: help.deploy.into_iter().filter_map(offer).collect(),
            switch_on: help.switch_on,
            test: help.test.into_iter().filter_map(offer).collect(),
            row,
        }
    });
    Ok(gaps.collect())
}
