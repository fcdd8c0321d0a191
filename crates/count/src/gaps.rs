//! What is missing: how much for each reason, and what would help.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use model::{Kind, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::alignment::Row;
use crate::counting::{Counting, TechniqueResource};

/// What is missing for one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReasonTotals {
    /// Techniques.
    pub techniques: u32,
    /// The sum of their gaps.
    pub gap: f64,
}

/// What would help one technique: the best few of each, resources by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Detections that do not run and whose logs are not known to be missing, tested ones first.
    pub deploy: Vec<i64>,
    /// Logs that detections read and that do not arrive, those that most read first.
    pub switch_on: Vec<String>,
    /// Tests.
    pub test: Vec<i64>,
}

/// How much is missing for each reason.
pub fn by_reason(rows: &[Row]) -> BTreeMap<String, ReasonTotals> {
    let mut reasons: BTreeMap<String, ReasonTotals> = BTreeMap::new();
    for row in rows {
        let missing = reasons.entry(row.reason.to_string()).or_default();
        missing.techniques += 1;
        missing.gap += row.gap;
    }
    reasons
}

/// Everything that would help one technique.
#[derive(Default)]
struct Candidates<'a> {
    detections: Vec<TechniqueResource<'a>>,
    tests: Vec<i64>,
    /// How many detections read each log that is missing.
    logs: BTreeMap<String, u32>,
}

/// What would help each of the techniques: at most so many of each.
pub fn help(
    counting: &Counting,
    techniques: impl IntoIterator<Item = TechniqueId>,
    most: usize,
) -> BTreeMap<TechniqueId, Suggestions> {
    let none = |technique| (technique, Candidates::default());
    let mut candidates: BTreeMap<TechniqueId, Candidates<'_>> =
        techniques.into_iter().map(none).collect();
    for resource in counting.resources() {
        if let Some(of_technique) = candidates.get_mut(&resource.technique)
            && resource.counts
            && resource.on_platform
        {
            of_technique.add(counting, resource);
        }
    }
    let help = candidates.into_iter();
    help.map(|(technique, candidates)| (technique, candidates.best(most)))
        .collect()
}

impl<'a> Candidates<'a> {
    fn add(&mut self, counting: &'a Counting, counted: TechniqueResource<'a>) {
        match counted.resource.kind {
            Kind::Test => self.tests.push(counted.resource.row),
            Kind::Detection if counted.evidence.log == Some(false) => {
                for log in counting.missing_logs(counted.logs) {
                    *self.logs.entry(log.to_owned()).or_default() += 1;
                }
            }
            Kind::Detection if !counted.runs => self.detections.push(counted),
            Kind::Detection | Kind::Control | Kind::Knowledge => {}
        }
    }

    fn best(mut self, most: usize) -> Suggestions {
        self.detections.sort_by_key(|detection| {
            let resource = detection.resource;
            let is_copy = resource.original != resource.row;
            (!detection.in_use, !resource.tested, is_copy, resource.row)
        });
        let mut logs: Vec<(String, u32)> = self.logs.into_iter().collect();
        logs.sort_by_key(|(_, rules)| Reverse(*rules));
        let detections = self.detections.into_iter();
        Suggestions {
            deploy: detections
                .map(|detection| detection.resource.row)
                .take(most)
                .collect(),
            switch_on: logs.into_iter().map(|(log, _)| log).take(most).collect(),
            test: self.tests.into_iter().take(most).collect(),
        }
    }
}
