//! A threat against a stack: one row per technique, with what exists, what runs, how far it is proven, what is missing and why.

mod order;

use std::collections::BTreeMap;

use model::{Claim, Exclusion};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

use crate::counting::Counting;
use crate::ladder::gap;
use crate::numbers::Numbers;
use crate::placed_threat::PlacedTechnique;
use crate::stack::StackInCatalogue;
pub use order::{Direction, Sort, sort};

/// Why there is a gap.
#[derive(
    Clone,
    Copy,
    Debug,
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
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The catalogue holds no detection for it.
    NothingExists,
    /// Detections exist and their logs are not known to be missing, but none runs.
    NoRule,
    /// Detections run or exist, but the logs that they read are missing.
    NoLog,
    /// A detection runs, but no test is linked to one.
    NoTest,
    /// A test is linked to a detection that runs, but it never fired.
    NotProven,
    /// A detection fired.
    Proven,
    /// The technique is for other platforms than those in use.
    OtherPlatform,
    /// It is left out on purpose.
    Excluded,
}

/// One technique of the threat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The technique, and why it is faced.
    #[serde(flatten)]
    pub technique: PlacedTechnique,
    /// What exists, what runs, how far it is proven.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// `weight × (1 − rung / 5)`; nothing where the technique is excluded or for other platforms.
    pub gap: f64,
    /// Why.
    pub reason: Reason,
    /// Who left it out, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<Exclusion>,
    /// What an imported file says of it; counted nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// The rows together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Techniques.
    pub techniques: u32,
    /// Their weights.
    pub weight: f64,
    /// Their gaps.
    pub gap: f64,
    /// How many have their best detection on each rung, from 0 to 5.
    pub rungs: [u32; 6],
    /// How many have each reason.
    pub reasons: BTreeMap<String, u32>,
}

/// The rows of the techniques, in their order.
pub fn align(
    techniques: Vec<PlacedTechnique>,
    counting: &Counting,
    stack: &StackInCatalogue,
) -> Vec<Row> {
    let mut numbers = counting.numbers();
    let row = |technique: PlacedTechnique| {
        let numbers = numbers.remove(&technique.id).unwrap_or_default();
        Row::new(technique, numbers, stack)
    };
    techniques.into_iter().map(row).collect()
}

impl Row {
    /// The technique with these numbers against the stack.
    pub fn new(technique: PlacedTechnique, numbers: Numbers, stack: &StackInCatalogue) -> Self {
        let exclusion = stack.exclusion(technique.id).cloned();
        let reason = if exclusion.is_some() {
            Reason::Excluded
        } else if !stack.runs_on(&technique.platforms) {
            Reason::OtherPlatform
        } else {
            Reason::new(&numbers)
        };
        let gap = match reason {
            Reason::Excluded | Reason::OtherPlatform => 0.0,
            _ => gap(technique.weight, numbers.rung),
        };
        Self {
            claims: stack.claims(technique.id).to_vec(),
            exclusion,
            technique,
            numbers,
            gap,
            reason,
        }
    }
}

impl Reason {
    /// What the numbers of a technique say that the defender has to do with.
    pub fn new(numbers: &Numbers) -> Self {
        match numbers {
            Numbers { rung: 4.., .. } => Self::Proven,
            Numbers { rung: 3, .. } => Self::NotProven,
            Numbers {
                running,
                without_log,
                ..
            } if running > without_log => Self::NoTest,
            Numbers {
                running: 0,
                deployable: 0,
                detections,
                ..
            } if detections.resources == 0 => Self::NothingExists,
            Numbers {
                running: 0,
                deployable: 1..,
                ..
            } => Self::NoRule,
            Numbers { .. } => Self::NoLog,
        }
    }
}

/// The sums of the rows.
pub fn totals(rows: &[Row]) -> Totals {
    let mut totals = Totals::default();
    for row in rows {
        totals.techniques += 1;
        totals.weight += row.technique.weight;
        totals.gap += row.gap;
        totals.rungs[usize::from(row.numbers.rung.min(5))] += 1;
        *totals.reasons.entry(row.reason.to_string()).or_default() += 1;
    }
    totals
}
