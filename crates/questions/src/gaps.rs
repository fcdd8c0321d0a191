//! What is missing, ranked, with why and with what would help.

use std::collections::{BTreeMap, HashMap};

use catalogue::{About, Catalogue, Listed};
use model::{Kind, LogSource, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::align::{Aligned, Reason, Row, Shown};
use crate::list::{Items, PageRequest};
use crate::numbers::{Counted, Counting};
use crate::stack::{GivenStack, Owned, StackArguments, StackSummary};
use crate::threat::{Faced, GivenThreat, ThreatArguments};
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
    pub shown: Shown,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// A resource that would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    /// What names it for good.
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
    pub deploy: Vec<Offer>,
    /// Logs that detections of the technique read and that do not arrive, those that most read first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switch_on: Vec<String>,
    /// Tests of the technique, for what runs to be proven with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub test: Vec<Offer>,
}

/// Answer of `gaps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The threat.
    pub threat: Faced,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// What was chosen where nothing was said.
    pub assumed: Vec<String>,
    /// The gaps, the largest first.
    #[serde(flatten)]
    pub list: Items<Gap>,
    /// How many techniques have each reason, and how much weight is missing for it.
    pub reasons: BTreeMap<String, Missing>,
    /// What the answer was taken from.
    pub catalogue: About,
}

/// What is missing for one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Missing {
    /// Techniques.
    pub techniques: u32,
    /// The sum of their gaps.
    pub gap: f64,
}

impl Ask for question::Gaps {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "gaps";
    const ABOUT: &'static str =
        "What is missing for a threat, ranked, with why and with what would help";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "threat": ["APT29"], "limit": 5 })
    }

    fn catalogue(answer: &Answer) -> &About {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| &answer.list,
            |answer| &mut answer.list,
        ))
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
    let mut reasons: BTreeMap<String, Missing> = BTreeMap::new();
    for row in &aligned.rows {
        let missing = reasons.entry(row.reason.to_string()).or_default();
        missing.techniques += 1;
        missing.gap += row.gap;
    }
    let rows: Vec<Row> = aligned
        .rows
        .into_iter()
        .filter(|row| row.gap > 0.0 || row.reason == Reason::NothingExists)
        .collect();
    let list = Items::cut(rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        threat: aligned.faced,
        list: Items {
            items: helped(catalogue, list.items, &aligned.counting, &aligned.owned)?,
            total: list.total,
            next: list.next,
        },
        stack: aligned.owned.summary,
        assumed: aligned.assumed,
        reasons,
        catalogue: catalogue.about().clone(),
    })
}

/// What helps one technique, by number.
#[derive(Default)]
struct Help<'a> {
    detections: Vec<Counted<'a>>,
    tests: Vec<i64>,
    logs: BTreeMap<String, u32>,
}

fn helped(
    catalogue: &Catalogue,
    rows: Vec<Row>,
    counting: &Counting,
    owned: &Owned,
) -> Result<Vec<Gap>, Error> {
    let of_row = |row: &Row| (row.technique.id, Help::default());
    let mut help: BTreeMap<TechniqueId, Help<'_>> = rows.iter().map(of_row).collect();
    for one in counting
        .counted(owned)
        .filter(|one| one.counts && one.on_platform)
    {
        let Some(help) = help.get_mut(&one.technique) else {
            continue;
        };
        match one.fact.kind {
            Kind::Test => help.tests.push(one.fact.row),
            Kind::Detection if one.evidence.log == Some(false) => {
                for log in one.log_sources {
                    *help.logs.entry(log_name(log)).or_default() += 1;
                }
            }
            Kind::Detection if !one.runs => help.detections.push(one),
            Kind::Detection | Kind::Control | Kind::Knowledge => {}
        }
    }
    for help in help.values_mut() {
        help.detections.sort_by_key(|one| {
            (
                !one.in_use,
                !one.fact.tested,
                one.fact.original != one.fact.row,
                one.fact.row,
            )
        });
        help.detections.truncate(NAMED);
        help.tests.truncate(NAMED);
    }
    let wanted: Vec<i64> = help
        .values()
        .flat_map(|help| {
            help.detections
                .iter()
                .map(|one| one.fact.row)
                .chain(help.tests.iter().copied())
        })
        .collect();
    let listed: HashMap<i64, Listed> = catalogue
        .listed_rows(&wanted)?
        .into_iter()
        .map(|one| (one.row, one))
        .collect();
    let offer = |row: i64| {
        let one = listed.get(&row)?;
        Some(Offer {
            key: one.key.clone(),
            title: one.title.clone(),
        })
    };
    let gaps = rows.into_iter().map(|row| {
        let help = help.remove(&row.technique.id).unwrap_or_default();
        let mut logs: Vec<(String, u32)> = help.logs.into_iter().collect();
        logs.sort_by_key(|(_, rules)| std::cmp::Reverse(*rules));
        Gap {
            deploy: help
                .detections
                .iter()
                .filter_map(|one| offer(one.fact.row))
                .collect(),
            switch_on: logs.into_iter().take(NAMED).map(|(log, _)| log).collect(),
            test: help.tests.into_iter().filter_map(offer).collect(),
            row,
        }
    });
    Ok(gaps.collect())
}

/// A log source as a stack writes it: `windows/process_creation`, `windows//sysmon`, `proxy`.
pub fn log_name(log: &LogSource) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    match (&log.product, &log.category, &log.service) {
        (Some(product), None, None) => product.clone(),
        (None, Some(category), None) => category.clone(),
        (None, None, Some(service)) => service.clone(),
        (None, None, None) => text(&log.component),
        (product, category, None) => format!("{}/{}", text(product), text(category)),
        (product, category, service) => {
            format!("{}/{}/{}", text(product), text(category), text(service))
        }
    }
}
