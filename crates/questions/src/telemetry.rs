//! Which log sources make how much of a threat detectable.

use std::collections::{BTreeMap, HashMap};

use catalogue::{About, Catalogue};
use count::StackInCatalogue;
use count::telemetry::{LogCoverage, LogCoverages, by_detections};
pub use count::telemetry::{Row, SaidBy};
use model::{LogSource, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::counting::counting;
use crate::list::{Items, Which};
use crate::stack::{StackArguments, StackSummary};
use crate::threat::{PlacedThreat, ThreatArguments};

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
    pub which: Which,
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
    /// What the answer was taken from.
    pub catalogue: About,
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
    let list = Items::cut(telemetry.rows, &arguments.which, crate::MOST)?;
    Ok(Answer {
        detectable: telemetry.detectable,
        without_log_source,
        threat,
        stack: stack.summary,
        list,
        catalogue: catalogue.about().clone(),
    })
}

/// Data components that ATT&CK's analytics read, by id.
fn by_attack(
    catalogue: &Catalogue,
    weights: &BTreeMap<TechniqueId, f64>,
    stack: &StackInCatalogue,
) -> Result<LogCoverages, Error> {
    const STRATEGIES: &str = "attack_detection_strategies";
    let strategies: Vec<i64> = catalogue
        .of_part(STRATEGIES)?
        .into_iter()
        .map(|one| one.row)
        .collect();
    let techniques = catalogue.techniques_of(&strategies)?;
    let analytics: HashMap<i64, Vec<LogSource>> = catalogue
        .of_part("attack_analytics")?
        .into_iter()
        .map(|one| (one.row, one.log_sources))
        .collect();
    let names: HashMap<String, String> = catalogue
        .of_part("attack_data_components")?
        .into_iter()
        .filter_map(|one| Some((one.id?, one.title)))
        .collect();
    let mut coverages = LogCoverages::new();
    for (strategy, _, analytic) in catalogue.links_from(&[STRATEGIES])? {
        let faced = techniques
            .get(&strategy)
            .into_iter()
            .flatten()
            .filter(|technique| weights.contains_key(technique));
        let faced: Vec<TechniqueId> = faced.copied().collect();
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
