//! Objects and relationships, with the fields that we use.

use std::borrow::Cow;
use std::ops::Deref;

use serde::Deserialize;

/// A text of the file.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'tree>(#[serde(borrow)] Cow<'tree, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Any object but a relationship; most fields belong to a few types alone.
#[derive(Debug, Deserialize)]
pub(crate) struct Object<'tree> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Text<'tree>,
    pub(crate) id: Text<'tree>,
    pub(crate) name: Option<Text<'tree>>,
    pub(crate) description: Option<Text<'tree>>,
    pub(crate) modified: Option<Text<'tree>>,
    #[serde(default)]
    revoked: bool,
    #[serde(default, rename = "x_mitre_deprecated")]
    deprecated: bool,
    #[serde(default)]
    pub(crate) external_references: Vec<ExternalReference<'tree>>,
    #[serde(default)]
    pub(crate) kill_chain_phases: Vec<KillChainPhase<'tree>>,
    #[serde(default)]
    aliases: Vec<Text<'tree>>,
    #[serde(default)]
    x_mitre_aliases: Vec<Text<'tree>>,
    #[serde(default, rename = "x_mitre_platforms")]
    pub(crate) platforms: Vec<Text<'tree>>,
    #[serde(default, rename = "x_mitre_contributors")]
    pub(crate) contributors: Vec<Text<'tree>>,
    #[serde(rename = "x_mitre_shortname")]
    pub(crate) shortname: Option<Text<'tree>>,
    #[serde(rename = "x_mitre_version")]
    pub(crate) version: Option<Text<'tree>>,
    #[serde(default)]
    pub(crate) tactic_refs: Vec<Text<'tree>>,
    /// Of reports and groupings: what they hold.
    #[serde(default)]
    pub(crate) object_refs: Vec<Text<'tree>>,
    #[serde(default, rename = "x_mitre_analytic_refs")]
    pub(crate) analytic_refs: Vec<Text<'tree>>,
    #[serde(rename = "x_mitre_data_source_ref")]
    pub(crate) data_source_ref: Option<Text<'tree>>,
    #[serde(default)]
    x_mitre_log_source_references: Vec<LogSource<'tree>>,
    #[serde(default)]
    x_mitre_log_sources: Vec<LogSource<'tree>>,
}

/// Where else an object is described; one of them is its place in ATT&CK.
#[derive(Debug, Deserialize)]
pub(crate) struct ExternalReference<'tree> {
    #[serde(borrow)]
    pub(crate) source_name: Option<Text<'tree>>,
    pub(crate) external_id: Option<Text<'tree>>,
    pub(crate) url: Option<Text<'tree>>,
}

/// A tactic of a technique, by its short name.
#[derive(Debug, Deserialize)]
pub(crate) struct KillChainPhase<'tree> {
    #[serde(borrow)]
    pub(crate) kill_chain_name: Text<'tree>,
    pub(crate) phase_name: Text<'tree>,
}

/// A log, and what in it matters.
#[derive(Debug, Deserialize)]
pub(crate) struct LogSource<'tree> {
    #[serde(borrow)]
    pub(crate) name: Option<Text<'tree>>,
    pub(crate) channel: Option<Text<'tree>>,
    #[serde(rename = "x_mitre_data_component_ref")]
    pub(crate) data_component_ref: Option<Text<'tree>>,
}

/// How one object relates to another.
#[derive(Debug, Deserialize)]
pub(crate) struct Relationship<'tree> {
    #[serde(borrow)]
    pub(crate) id: Text<'tree>,
    #[serde(rename = "relationship_type")]
    pub(crate) relation: Text<'tree>,
    #[serde(rename = "source_ref")]
    pub(crate) source: Text<'tree>,
    #[serde(rename = "target_ref")]
    pub(crate) target: Text<'tree>,
    pub(crate) description: Option<Text<'tree>>,
    #[serde(default)]
    revoked: bool,
    #[serde(default, rename = "x_mitre_deprecated")]
    deprecated: bool,
}

impl Object<'_> {
    /// Replaced by another.
    pub(crate) fn is_revoked(&self) -> bool {
        self.revoked
    }

    /// Withdrawn without successor.
    pub(crate) fn is_deprecated(&self) -> bool {
        self.deprecated
    }

    /// Neither revoked nor deprecated.
    pub(crate) fn is_live(&self) -> bool {
        !self.revoked && !self.deprecated
    }

    /// Other names, which each type keeps in a field of its own.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = &str> {
        let both = self.aliases.iter().chain(&self.x_mitre_aliases);
        both.map(Deref::deref)
    }

    /// The logs that it reads (an analytic) or is seen in (a data component).
    pub(crate) fn log_sources(&self) -> impl Iterator<Item = &LogSource<'_>> {
        let both = self.x_mitre_log_source_references.iter();
        both.chain(&self.x_mitre_log_sources)
    }
}

impl Relationship<'_> {
    /// Neither revoked nor deprecated.
    pub(crate) fn is_live(&self) -> bool {
        !self.revoked && !self.deprecated
    }
}
