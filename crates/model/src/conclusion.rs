//! What we conclude from a mapping for the chosen release of ATT&CK, beside what the source states.

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::TechniqueId;

/// How a mapping stands in the chosen release.
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
    VariantNames,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MappingState {
    /// The id is an active technique, as the source wrote it.
    AsWritten,
    /// The id was replaced; it is followed to its successor.
    Followed,
    /// The source names no technique; it follows from other statements of the source.
    Inferred,
    /// It follows only from what the source states of the whole tactic, or of sub-techniques. Counted and shown nowhere but on
    /// pages as they were in 2022.
    Indirect,
    /// The technique belongs to another domain than the resource.
    OtherDomain,
    /// The id may lead here, or only in part: cannot be decided without reading the resource. Shown, not counted.
    Ambiguous,
    /// The technique was withdrawn without successor: shown, not counted as coverage.
    Deprecated,
    /// The release knows no such technique, or the words are no technique id.
    Unknown,
}

impl MappingState {
    /// Whether the mapping counts for the technique that it leads to.
    pub fn counts(self) -> bool {
        match self {
            Self::AsWritten | Self::Followed | Self::Inferred | Self::OtherDomain => true,
            Self::Indirect | Self::Ambiguous | Self::Deprecated | Self::Unknown => false,
        }
    }
}

/// What follows from one mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conclusion {
    /// The technique in the chosen release; none where it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique: Option<TechniqueId>,
    /// How it got there.
    pub state: MappingState,
    /// Why, as a sentence, where it is not simply as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
