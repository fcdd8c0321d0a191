//! Which log sources make how much of a threat detectable.

use std::collections::{BTreeMap, BTreeSet};

use model::{RuleLogs, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantNames};
use vocabulary::logs::{Unit, position, units};

use crate::counting::Counting;
use crate::log_source::StackLogs;
use crate::number;
use crate::stack::StackInCatalogue;

/// Who says that a log shows a technique.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum StatedBy {
    /// Detections that read it.
    Detections,
    /// ATT&CK's own analytics.
    Attack,
}

/// One log source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The log source, as a stack writes it: `sysmon/process_creation`; of ATT&CK, the id of its data component.
    pub log_source: String,
    /// Its name: `Sysmon: process creation`; absent where the vocabulary does not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who says so.
    pub said_by: StatedBy,
    /// Whether it arrives; absent where the stack names no log source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owned: Option<bool>,
    /// How many techniques of the threat it shows.
    pub techniques: u32,
    /// Their share of the threat's weight.
    pub share: f64,
    /// The share that no other log source of the same kind, nor one that arrives, shows: what is lost without it, or won with it.
    pub alone: f64,
    /// How many detections read it.
    pub detections: u32,
}

/// What one log source shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogCoverage {
    /// The techniques.
    pub techniques: BTreeSet<TechniqueId>,
    /// The detections that read it, by number.
    pub detections: BTreeSet<i64>,
    /// Whether it arrives.
    pub arrives: bool,
    /// Its name.
    pub name: Option<String>,
}

/// What each log source shows, by the word for it.
pub type LogCoverages = BTreeMap<String, LogCoverage>;

/// The units of which each would do for a rule: those that arrive or could be switched on; all where it reads only what comes
/// with products that are not there.
fn possible_units(
    counting: &Counting,
    logs: &RuleLogs,
    stack: &StackInCatalogue,
) -> Vec<&'static Unit> {
    let read = counting.units(logs).filter_map(position);
    let read: Vec<&Unit> = read.map(|at| &units()[at]).collect();
    let is_possible = |unit: &&Unit| stack.logs().has_unit(&unit.id) || stack.can_have(unit);
    let possible: Vec<&Unit> = read.iter().copied().filter(is_possible).collect();
    if possible.is_empty() { read } else { possible }
}

/// In what order log sources are listed.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LogSort {
    /// Those that show most first.
    #[default]
    Share,
    /// Those that do not arrive and add most first, then those without which most is lost.
    Alone,
}

/// The log sources of a threat.
#[derive(Clone, Debug, PartialEq)]
pub struct Telemetry {
    /// In the order that was asked for.
    pub rows: Vec<Row>,
    /// The share of the threat's weight that those that arrive show, as detections say; absent where the stack names none.
    pub detectable: Option<f64>,
}

/// What each log source shows as the detections in use read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetectionLogs {
    /// By the id of its unit.
    pub coverages: LogCoverages,
    /// How many detections state no log source.
    pub unstated: u32,
    /// How many state some that the vocabulary does not understand.
    pub not_understood: u32,
}

/// What each log source shows as the detections in use read it: each log as one, or each of its events.
pub fn by_detections(counting: &Counting, stack: &StackInCatalogue, events: bool) -> DetectionLogs {
    let mut coverages = LogCoverages::new();
    let (mut unstated, mut not_understood) = (BTreeSet::new(), BTreeSet::new());
    for detection in counting.detections_in_use() {
        let row = detection.resource.row;
        match detection.logs {
            RuleLogs::Unstated => _ = unstated.insert(row),
            RuleLogs::Words(_) => _ = not_understood.insert(row),
            RuleLogs::Units(_) => {}
        }
        for unit in possible_units(counting, detection.logs, stack) {
            let (key, name) = if events {
                (&unit.id, unit.title())
            } else {
                (&unit.log, unit.log_name.clone())
            };
            let coverage = coverages.entry(key.clone()).or_default();
            coverage.arrives |= stack.logs().has_unit(&unit.id);
            coverage.name = Some(name);
            coverage.techniques.insert(detection.technique);
            coverage.detections.insert(row);
        }
    }
    DetectionLogs {
        coverages,
        unstated: number(unstated.len()),
        not_understood: number(not_understood.len()),
    }
}

/// How much of the weights each log source shows, as detections and as ATT&CK say.
pub fn telemetry(
    weights: &BTreeMap<TechniqueId, f64>,
    by_detections: &LogCoverages,
    by_attack: &LogCoverages,
    stack: &StackInCatalogue,
    sort: LogSort,
) -> Telemetry {
    let is_named = !stack.logs().is_empty();
    let shares = ThreatWeights::new(weights);
    let mut rows = shares.rows(by_detections, StatedBy::Detections, is_named);
    rows.extend(shares.rows(by_attack, StatedBy::Attack, is_named));
    rows.sort_by(|left, right| {
        let by_value = match sort {
            LogSort::Share => right.share.total_cmp(&left.share),
            LogSort::Alone => (left.owned.cmp(&right.owned))
                .then_with(|| right.alone.total_cmp(&left.alone))
                .then_with(|| right.share.total_cmp(&left.share)),
        };
        (left.said_by.cmp(&right.said_by))
            .then(by_value)
            .then_with(|| left.log_source.cmp(&right.log_source))
    });
    let arriving = by_detections.values().filter(|coverage| coverage.arrives);
    let detectable: BTreeSet<TechniqueId> = arriving
        .flat_map(|coverage| coverage.techniques.iter().copied())
        .collect();
    Telemetry {
        rows,
        detectable: is_named.then(|| shares.of(&detectable)),
    }
}

struct ThreatWeights<'a> {
    weights: &'a BTreeMap<TechniqueId, f64>,
    all: f64,
}

impl<'a> ThreatWeights<'a> {
    fn new(weights: &'a BTreeMap<TechniqueId, f64>) -> Self {
        Self {
            weights,
            all: weights.values().sum(),
        }
    }

    fn of<'b>(&self, techniques: impl IntoIterator<Item = &'b TechniqueId>) -> f64 {
        let weights = techniques.into_iter();
        let sum: f64 = weights.filter_map(|id| self.weights.get(id)).sum();
        // The sum of nothing is -0.
        if self.all > 0.0 {
            sum / self.all + 0.0
        } else {
            0.0
        }
    }

    fn rows(&self, coverages: &LogCoverages, said_by: StatedBy, is_named: bool) -> Vec<Row> {
        // Where the stack names logs, those that arrive are the ones that others are compared with.
        let is_compared = |coverage: &LogCoverage| !is_named || coverage.arrives;
        let mut times: BTreeMap<TechniqueId, u32> = BTreeMap::new();
        for coverage in coverages.values().filter(|coverage| is_compared(coverage)) {
            for technique in &coverage.techniques {
                *times.entry(*technique).or_default() += 1;
            }
        }
        let row = |(log, coverage): (&String, &LogCoverage)| {
            let own = u32::from(is_compared(coverage));
            let alone =
                |technique: &&TechniqueId| times.get(technique).copied().unwrap_or_default() == own;
            Row {
                log_source: log.clone(),
                name: coverage.name.clone(),
                said_by,
                owned: is_named.then_some(coverage.arrives),
                techniques: number(coverage.techniques.len()),
                share: self.of(&coverage.techniques),
                alone: self.of(coverage.techniques.iter().filter(alone)),
                detections: number(coverage.detections.len()),
            }
        };
        coverages.iter().map(row).collect()
    }
}

/// How much of a technique the logs that arrive show, by ATT&CK's analytics.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Visibility {
    /// No log of any analytic arrives.
    Blind,
    /// Some of the logs of an analytic arrive, and of none all.
    Partial,
    /// All logs of an analytic arrive.
    Seen,
}

/// How much the logs that arrive show, where each analytic needs logs of which these are known to arrive or not.
pub fn visibility(analytics: &[Vec<bool>]) -> Visibility {
    let all = |logs: &Vec<bool>| !logs.is_empty() && logs.iter().all(|arrives| *arrives);
    if analytics.iter().any(all) {
        Visibility::Seen
    } else if analytics.iter().flatten().any(|arrives| *arrives) {
        Visibility::Partial
    } else {
        Visibility::Blind
    }
}

/// Who reads one log source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readers {
    /// The units of logs that are meant, or words that only rules have, with how many detections read each.
    pub log_sources: BTreeMap<String, u32>,
    /// How many detections of each source read it.
    pub by_source: BTreeMap<String, u32>,
    /// Of each technique: how many detections read it, and how many there are in all.
    pub techniques: BTreeMap<TechniqueId, (u32, u32)>,
}

/// The detections in use that read a log source.
pub fn readers(counting: &Counting, wanted: &StackLogs) -> Readers {
    let (mut logs, mut sources) = (RowsByName::new(), RowsByName::new());
    let mut readers = Readers::default();
    for detection in counting.detections_in_use() {
        let row = detection.resource.row;
        let meant = wanted.meant(counting, detection.logs);
        let (reading, all) = readers.techniques.entry(detection.technique).or_default();
        *all += 1;
        *reading += u32::from(!meant.is_empty());
        if !meant.is_empty() {
            let of_source = sources.entry(detection.source.to_owned()).or_default();
            of_source.insert(row);
        }
        for log in meant {
            logs.entry(log.to_owned()).or_default().insert(row);
        }
    }
    readers.log_sources = counted(logs);
    readers.by_source = counted(sources);
    readers
}

type RowsByName = BTreeMap<String, BTreeSet<i64>>;

fn counted(rows: RowsByName) -> BTreeMap<String, u32> {
    let rows = rows.into_iter();
    rows.map(|(name, rows)| (name, number(rows.len())))
        .collect()
}
