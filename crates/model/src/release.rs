//! A release of ATT&CK: its tactics in matrix order, its techniques, and which of them were replaced by what.

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray, VariantNames};

use crate::TechniqueId;

/// One of ATT&CK's three matrices.
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
    VariantNames,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", ascii_case_insensitive)]
pub enum Domain {
    /// Enterprise networks, clouds and devices.
    Enterprise,
    /// Phones and tablets.
    Mobile,
    /// Industrial control systems.
    Ics,
}

/// A tactic: the adversary's aim, and a column of the matrix.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Tactic {
    /// `TA0008`.
    pub id: String,
    /// `lateral-movement`.
    pub shortname: String,
    /// `Lateral Movement`.
    pub name: String,
    /// Which matrix it is a column of.
    pub domain: Domain,
}

/// A technique or sub-technique in one release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Technique {
    /// Its id.
    pub id: TechniqueId,
    /// Its STIX id, by which releases agree on what replaced what.
    pub stix: String,
    /// Its bare name: `SMB/Windows Admin Shares`.
    pub name: String,
    /// Which matrix it stands in.
    pub domain: Domain,
    /// Short names of its tactics, as ATT&CK orders them.
    pub tactics: Vec<String>,
    /// Its platforms.
    pub platforms: Vec<String>,
    /// ATT&CK's text, Markdown with citations.
    pub description: String,
    /// Replaced by another.
    pub revoked: bool,
    /// Withdrawn without successor.
    pub deprecated: bool,
    /// When it last changed, `YYYY-MM-DD`.
    pub changed: Option<String>,
}

/// All that one release of ATT&CK says of techniques. Groups, mitigations and the rest are resources.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
pub struct Release {
    /// `18.1`.
    pub version: String,
    /// Tactics in matrix order, domain by domain.
    pub tactics: Vec<Tactic>,
    /// Every technique, also revoked and deprecated ones, sorted by id.
    pub techniques: Vec<Technique>,
    /// (replaced, successor), by STIX id.
    pub revoked_by: Vec<(String, String)>,
}
