//! The resources of techniques together with those of their sub-techniques.

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::counting::Counting;
use crate::number;

/// Resources of a technique and its sub-techniques, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WithSubTechniques {
    /// Controls.
    pub controls: u32,
    /// Detections.
    pub detections: u32,
    /// Tests.
    pub tests: u32,
}

impl Counting {
    /// What each technique has together with its sub-techniques, of the sources and platforms in use.
    pub fn with_sub_techniques(&self) -> BTreeMap<TechniqueId, WithSubTechniques> {
        let mut rows: BTreeMap<(TechniqueId, Kind), BTreeSet<i64>> = BTreeMap::new();
        let counted = self.resources();
        for counted in counted.filter(|counted| counted.counts && counted.in_use) {
            let family = counted.technique.parent().unwrap_or(counted.technique);
            for technique in BTreeSet::from([counted.technique, family]) {
                rows.entry((technique, counted.resource.kind))
                    .or_default()
                    .insert(counted.resource.row);
            }
        }
        let mut with: BTreeMap<TechniqueId, WithSubTechniques> = BTreeMap::new();
        for ((technique, kind), rows) in rows {
            let count = number(rows.len());
            let with = with.entry(technique).or_default();
            match kind {
                Kind::Control => with.controls = count,
                Kind::Detection => with.detections = count,
                Kind::Test => with.tests = count,
                Kind::Knowledge => {}
            }
        }
        with
    }
}
