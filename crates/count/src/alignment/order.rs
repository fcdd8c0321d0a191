//! In which order rows stand.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantNames};

use super::Row;

/// What rows are sorted by.
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
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Sort {
    /// What is missing.
    #[default]
    Gap,
    /// How much the threat weighs.
    Weight,
    /// The technique's id.
    Id,
    /// The technique's name.
    Name,
    /// How many controls there are.
    Controls,
    /// How many detections there are.
    Detections,
    /// How many tests there are.
    Tests,
    /// How many controls, detections and tests there are together.
    Total,
    /// Validation potential.
    Potential,
    /// The best rung.
    Rung,
}

/// Which end of the order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The smallest, or the front of the alphabet.
    Ascending,
    /// The largest, or the end of the alphabet.
    Descending,
}

/// Sorts the rows; what is equal stands by id, whatever the direction.
pub fn sort(rows: &mut [Row], by: Sort, direction: Direction) {
    rows.sort_by(|left, right| {
        let ascending = by.compare(left, right);
        let order = match direction {
            Direction::Ascending => ascending,
            Direction::Descending => ascending.reverse(),
        };
        order.then_with(|| left.technique.id.cmp(&right.technique.id))
    });
}

impl Sort {
    fn compare(self, left: &Row, right: &Row) -> Ordering {
        let weights = || left.technique.weight.total_cmp(&right.technique.weight);
        let (numbers, others) = (&left.numbers, &right.numbers);
        match self {
            Self::Gap => left.gap.total_cmp(&right.gap).then_with(weights),
            Self::Weight => weights(),
            Self::Id => left.technique.id.cmp(&right.technique.id),
            Self::Name => left.technique.name.cmp(&right.technique.name),
            Self::Controls => numbers.controls.resources.cmp(&others.controls.resources),
            Self::Detections => numbers
                .detections
                .resources
                .cmp(&others.detections.resources),
            Self::Tests => numbers.tests.resources.cmp(&others.tests.resources),
            Self::Total => numbers.total().cmp(&others.total()),
            Self::Potential => numbers.potential.cmp(&others.potential),
            Self::Rung => numbers.rung.cmp(&others.rung),
        }
    }
}
