//! Volume and validation potential: how much there is to adopt for a technique, and how well it can be proven.
//!
//! The one place where counts become ratings, so that every page rates alike.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

/// How much there is of one pillar (controls, detections or tests) for a technique.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Volume {
    /// Nothing exists.
    #[default]
    #[strum(serialize = "N/A")]
    None,
    /// Relatively little.
    Low,
    /// Some.
    Medium,
    /// Relatively much.
    High,
}

/// How well a technique's controls can be validated, from its detections and tests.
pub type Potential = Volume;

/// One source's term of a volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VolumeTerm {
    /// The source.
    pub source: String,
    /// Its resources for the technique that count.
    pub resources: u32,
    /// 1 point from 1 resource, 2 from 3, 3 from 6.
    pub points: u32,
}

impl VolumeTerm {
    /// The points that so many resources of one source give.
    pub fn new(source: impl Into<String>, resources: u32) -> Self {
        let points = match resources {
            0 => 0,
            1..=2 => 1,
            3..=5 => 2,
            6.. => 3,
        };
        Self {
            source: source.into(),
            resources,
            points,
        }
    }
}

/// A resource as volumes see it.
#[derive(Clone, Copy, Debug)]
pub struct VolumeResource<'a> {
    /// Its number in the catalogue.
    pub row: i64,
    /// The number of the resource that it is a copy of, or its own.
    pub original: i64,
    /// Its source.
    pub source: &'a str,
}

/// What each source gives, with all copies of one rule or test counted once: a copy counts for the source of its original,
/// where that is among them.
pub fn terms(mut resources: Vec<VolumeResource<'_>>) -> Vec<VolumeTerm> {
    resources.sort_by_key(|resource| (resource.original != resource.row, resource.row));
    let mut seen = BTreeSet::new();
    let mut of_source: BTreeMap<&str, u32> = BTreeMap::new();
    for resource in resources {
        if seen.insert(resource.original) {
            *of_source.entry(resource.source).or_default() += 1;
        }
    }
    of_source
        .into_iter()
        .map(|(source, resources)| VolumeTerm::new(source, resources))
        .collect()
}

/// The volume that the points of all sources make: Low from 1, Medium from 3, High from 7.
pub fn volume(terms: &[VolumeTerm]) -> Volume {
    match terms.iter().map(|term| term.points).sum() {
        0 => Volume::None,
        1..=2 => Volume::Low,
        3..=6 => Volume::Medium,
        7.. => Volume::High,
    }
}

/// The validation potential of a technique with these detection and test volumes.
pub fn potential(detections: Volume, tests: Volume) -> Potential {
    use Volume::{High, Low, Medium, None};
    match (detections, tests) {
        (None, None) => None,
        (None | Low, _) | (Medium | High, None) => Low,
        (Medium, Low | Medium) | (High, Low) => Medium,
        (Medium, High) | (High, Medium | High) => High,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_potential_table_is_the_published_one() {
        let rows: Vec<String> = Volume::VARIANTS
            .iter()
            .map(|&detections| {
                Volume::VARIANTS
                    .iter()
                    .map(|&tests| (potential(detections, tests) as u8).to_string())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(rows, ["0 1 1 1", "1 1 1 1", "1 2 2 3", "1 2 3 3"]);
    }

    #[test]
    fn points_step_at_one_three_and_six_and_volumes_at_one_three_and_seven() {
        let points: Vec<u32> = (0..8)
            .map(|resources| VolumeTerm::new("a", resources).points)
            .collect();
        assert_eq!(points, [0, 1, 1, 2, 2, 2, 3, 3]);
        let volumes: Vec<Volume> = [
            vec![],
            vec![1],
            vec![1, 1],
            vec![6],
            vec![6, 6],
            vec![6, 6, 1],
        ]
        .iter()
        .map(|counts: &Vec<u32>| {
            volume(
                &counts
                    .iter()
                    .map(|&count| VolumeTerm::new("a", count))
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
        assert_eq!(
            volumes,
            [
                Volume::None,
                Volume::Low,
                Volume::Low,
                Volume::Medium,
                Volume::Medium,
                Volume::High
            ]
        );
    }
}
