//! Which log sources make how much of a threat detectable.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use catalogue::{Catalogue, CatalogueSummary};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use count::StackInCatalogue;
use count::telemetry::{DetectionLogs, LogCoverage, LogCoverages, by_detections, visibility};
pub use count::telemetry::{LogSort, Row, StatedBy, Visibility};
use model::{LogSource, Role, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use strum::VariantNames;
use vocabulary::logs::logs_of;

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
    /// List the events of each log apart
    #[arg(long)]
    pub events: bool,
    /// In what order: `share` (those that show most first), `alone` (those that add most first, then those without which most is
    /// lost)
    #[arg(long, value_name = "ORDER", value_parser = PossibleValuesParser::new(LogSort::VARIANTS).map(|name| LogSort::from_str(&name).unwrap_or_default()))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<LogSort>,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// How much of one technique the logs that arrive show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TechniqueVisibility {
    /// The technique.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// What arrives of the logs of its analytics.
    pub visibility: Visibility,
    /// How many analytics ATT&CK has for it.
    pub analytics: u32,
    /// Of how many all logs arrive.
    pub seen: u32,
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
    /// What of each technique is seen, by ATT&CK's analytics; none where the stack names no log source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visibility: Vec<TechniqueVisibility>,
    /// Detections of the threat that name no log source; nothing follows from them.
    pub without_log_source: u32,
    /// Detections of the threat whose log source the vocabulary does not understand; nothing follows from them, either.
    pub not_understood: u32,
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
    let DetectionLogs {
        coverages: by_detections,
        unstated: without_log_source,
        not_understood,
    } = by_detections(&counting, &stack, arguments.events);
    let analytics = AnalyticLogs::read(catalogue, &weights, &stack)?;
    let telemetry = count::telemetry::telemetry(
        &weights,
        &by_detections,
        &analytics.by_component(catalogue)?,
        &stack,
        arguments.sort.unwrap_or_default(),
    );
    let visibility_of_techniques = if stack.logs().is_empty() {
        Vec::new()
    } else {
        analytics.visibility(catalogue, &weights)?
    };
    let list = Items::cut(telemetry.rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        detectable: telemetry.detectable,
        visibility: visibility_of_techniques,
        without_log_source,
        not_understood,
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

/// One analytic of ATT&CK with the techniques of its strategy.
struct AnalyticLogs {
    analytics: Vec<(Vec<TechniqueId>, Vec<AnalyticLog>)>,
}

/// A log that an analytic reads.
struct AnalyticLog {
    component: Option<String>,
    arrives: bool,
}

impl AnalyticLogs {
    /// A strategy is for techniques, and its analytics read logs: so a log shows the techniques of the strategy.
    fn read(
        catalogue: &Catalogue,
        weights: &BTreeMap<TechniqueId, f64>,
        stack: &StackInCatalogue,
    ) -> Result<Self, Error> {
        let strategies = catalogue.of_role(Role::DetectionStrategies)?.into_iter();
        let rows: Vec<i64> = strategies.map(|strategy| strategy.row).collect();
        let techniques = catalogue.techniques_of(&rows)?;
        let logs: HashMap<i64, Vec<LogSource>> = catalogue
            .of_role(Role::Analytics)?
            .into_iter()
            .map(|analytic| (analytic.row, analytic.log_sources))
            .collect();
        let mut analytics = Vec::new();
        for (strategy, _, analytic) in catalogue.links_from(&[Role::DetectionStrategies])? {
            let of_threat: Vec<TechniqueId> = techniques
                .get(&strategy)
                .into_iter()
                .flatten()
                .filter(|technique| weights.contains_key(technique))
                .copied()
                .collect();
            if of_threat.is_empty() {
                continue;
            }
            let logs = logs.get(&analytic).into_iter().flatten();
            let logs = logs.map(|log| AnalyticLog::of(log, stack)).collect();
            analytics.push((of_threat, logs));
        }
        Ok(Self { analytics })
    }

    /// What each data component shows, by its id.
    fn by_component(&self, catalogue: &Catalogue) -> Result<LogCoverages, Error> {
        let names = component_names(catalogue)?;
        let mut coverages = LogCoverages::new();
        for (techniques, logs) in &self.analytics {
            for log in logs {
                let Some(component) = &log.component else {
                    continue;
                };
                let coverage = coverages
                    .entry(component.clone())
                    .or_insert_with(|| LogCoverage {
                        name: names.get(component).cloned(),
                        ..LogCoverage::default()
                    });
                coverage.techniques.extend(techniques);
                coverage.arrives |= log.arrives;
            }
        }
        Ok(coverages)
    }

    /// What of each technique is seen.
    fn visibility(
        &self,
        catalogue: &Catalogue,
        weights: &BTreeMap<TechniqueId, f64>,
    ) -> Result<Vec<TechniqueVisibility>, Error> {
        let names: HashMap<TechniqueId, String> = catalogue
            .matrix_techniques()?
            .into_iter()
            .map(|technique| (technique.id, technique.name))
            .collect();
        let of_technique = |id: &TechniqueId| {
            let of_it = self
                .analytics
                .iter()
                .filter(|(techniques, _)| techniques.contains(id));
            let logs = of_it.map(|(_, logs)| logs.iter().map(|log| log.arrives).collect());
            let analytics: Vec<Vec<bool>> = logs.collect();
            let seen = analytics
                .iter()
                .filter(|logs| visibility(&[(*logs).clone()]) == Visibility::Seen);
            TechniqueVisibility {
                id: *id,
                name: names.get(id).cloned().unwrap_or_default(),
                visibility: visibility(&analytics),
                analytics: number(analytics.len()),
                seen: number(seen.count()),
            }
        };
        Ok(weights.keys().map(of_technique).collect())
    }
}

impl AnalyticLog {
    fn of(log: &LogSource, stack: &StackInCatalogue) -> Self {
        let read = logs_of("", std::slice::from_ref(log), &[]);
        Self {
            component: log.component.clone(),
            arrives: stack.logs().has_any(&read.logs),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
