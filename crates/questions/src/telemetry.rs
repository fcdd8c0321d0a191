//! Which log sources make how much of a threat detectable.

use std::collections::{BTreeMap, HashMap};

use catalogue::{Catalogue, CatalogueSummary};
use count::StackInCatalogue;
use count::telemetry::{LogCoverage, LogCoverages, by_detections};
pub use count::telemetry::{Row, StatedBy};
use model::{LogSource, Role, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::counting::counting;
use crate::list::{Items, PageRequest};
use crate::stack::{StackArguments, StackInput, StackSummary};
use crate::threat::{PlacedThreat, ThreatArguments, ThreatInput};
use crate::{Ask, Error, Paging, question};

/// Arguments of `telemetry`.
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
    pub page: PageRequest,
}

/// Answer of `telemetry`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The threat.
    pub threat: PlacedThreat,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// Log sources, those that show most first.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// The share of the threat's weight that the log sources that arrive show, as detections say; absent where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detectable: Option<f64>,
    /// Detections of the threat that name no log source; nothing follows from them.
    pub without_log_source: u32,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Telemetry {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "telemetry";
    const ABOUT: &'static str = "Which log sources make how much of a threat detectable";

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
    let mut threat = arguments.threat.in_release(catalogue)?;
    let stack = arguments.stack.in_catalogue(catalogue)?;
    let weights: BTreeMap<TechniqueId, f64> = std::mem::take(&mut threat.techniques)
        .into_iter()
        .map(|technique| (technique.id, technique.weight))
        .collect();
    let ids: Vec<TechniqueId> = weights.keys().copied().collect();
    let counting = counting(catalogue, Some(&ids), &stack)?;
    let (by_detections, without_log_source) = by_detections(&counting, &stack);
    let by_attack = by_attack(catalogue, &weights, &stack)?;
    let telemetry = count::telemetry::telemetry(&weights, &by_detections, &by_attack, &stack);
    let list = Items::cut(telemetry.rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        detectable: telemetry.detectable,
        without_log_source,
        threat,
        stack: stack.summary,
        list,
        catalogue: catalogue.about().clone(),
    })
}

/// The names of data components, by id.
fn component_names(catalogue: &Catalogue) -> Result<HashMap<String, String>, Error> {
    let components = catalogue.of_role(Role::DataComponents)?.into_iter();
    Ok(components
        .filter_map(|component| Some((component.id?, component.title)))
        .collect())
}

/// Data components that ATT&CK's analytics read, by id.
fn by_attack(
    catalogue: &Catalogue,
    weights: &BTreeMap<TechniqueId, f64>,
    stack: &StackInCatalogue,
) -> Result<LogCoverages, Error> {
    // A strategy is for techniques, and its analytics read logs: so a log shows the techniques of the strategy.
    let strategies = catalogue.of_role(Role::DetectionStrategies)?.into_iter();
    let rows: Vec<i64> = strategies.map(|strategy| strategy.row).collect();
    let techniques = catalogue.techniques_of(&rows)?;
    let analytics: HashMap<i64, Vec<LogSource>> = catalogue
        .of_role(Role::Analytics)?
        .into_iter()
        .map(|analytic| (analytic.row, analytic.log_sources))
        .collect();
    let names = component_names(catalogue)?;
    let mut coverages = LogCoverages::new();
    for (strategy, _, analytic) in catalogue.links_from(&[Role::DetectionStrategies])? {
        let faced: Vec<TechniqueId> = techniques
            .get(&strategy)
            .into_iter()
            .flatten()
            .filter(|technique| weights.contains_key(technique))
            .copied()
            .collect();
        for log in analytics
            .get(&analytic)
            .into_iter()
            .flatten()
            .filter(|_| !faced.is_empty())
        {
            let Some(component) = &log.component else {
                continue;
            };
            let name = names.get(component);
            let coverage = coverages
                .entry(component.clone())
                .or_insert_with(|| LogCoverage {
                    name: name.cloned(),
                    ..LogCoverage::default()
                });
            coverage.techniques.extend(&faced);
            // DeTT&CT and others name data components in words.
            let by_name =
                name.is_some_and(|name| stack.log_sources().iter().any(|log| log.is_called(name)));
            coverage.arrives |= by_name || stack.feeds(log);
        }
    }
    Ok(coverages)
}
