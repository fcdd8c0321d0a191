//! What it means that one resource points to another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// What a link says, read from the resource that it starts at.
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
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RelationMeaning {
    /// The other is a test or a recording that makes this one fire.
    TestedBy,
    /// This one makes the other fire.
    Tests,
    /// The other finds what this one describes.
    DetectedBy,
    /// This one finds what the other describes.
    Detects,
    /// Any other relation; its own word says which.
    Related,
}

impl RelationMeaning {
    /// The same link, read from its other end.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::TestedBy => Self::Tests,
            Self::Tests => Self::TestedBy,
            Self::DetectedBy => Self::Detects,
            Self::Detects => Self::DetectedBy,
            Self::Related => Self::Related,
        }
    }
}
