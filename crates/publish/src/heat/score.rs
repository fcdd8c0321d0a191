//! What colours layers and pictures.

use strum::{Display, EnumString, VariantNames};

/// By what techniques are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Score {
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
    /// What is missing.
    Gap,
    /// How much the threat weighs.
    Weight,
}

impl Score {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Controls,
        Self::Detections,
        Self::Tests,
        Self::Total,
        Self::Potential,
        Self::Rung,
        Self::Gap,
        Self::Weight,
    ];
    /// Those that need no threat.
    pub(crate) const WITHOUT_THREAT: [Self; 6] = [
        Self::Controls,
        Self::Detections,
        Self::Tests,
        Self::Total,
        Self::Potential,
        Self::Rung,
    ];
}
