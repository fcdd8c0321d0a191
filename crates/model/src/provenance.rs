//! Where the statements of a source come from and on what terms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::{Declaration, Kind};

/// Whether a source's own words may be shown to others.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
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
pub enum TextPolicy {
    /// Its licence lets anyone republish it with attribution.
    Free,
    /// Its words are for the reader's own use; others get a link.
    LinkOnly,
}

/// A part of a source: what a user may want to count on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourcePart {
    /// `sigma_emerging`.
    pub id: String,
    /// `Emerging threats`.
    pub title: String,
    /// What its resources are for.
    pub kind: Kind,
}

/// One source at one commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// `sigma`.
    pub source: String,
    /// `Sigma rules public repository`.
    pub title: String,
    /// `SigmaHQ/sigma` on GitHub, or another address; empty for a folder of the user's own.
    pub repository: String,
    /// The branch that people read; empty for a folder of the user's own.
    pub branch: String,
    /// The release, where the source has releases (`18.1`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The commit that was read, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The date of that commit, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit_date: Option<String>,
    /// The day on which it was fetched, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// The licence, by its SPDX name where it has one.
    pub licence: String,
    /// The copyright line.
    pub copyright: String,
    /// The sentence that the licence asks for wherever the data is shown, where it asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The licence in full, where showing the data requires it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence_text: Option<String>,
    /// Whether its words may be shown to others.
    pub text: TextPolicy,
    /// Whether it is the user's own and no public repository that the program knows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// Its parts, in order.
    pub parts: Vec<SourcePart>,
    /// What it says of itself.
    #[serde(skip)]
    pub declaration: Declaration,
}
