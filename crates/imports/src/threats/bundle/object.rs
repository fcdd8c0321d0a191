//! One object of STIX, as far as it is read here.

use serde::Deserialize;

use crate::ids;
use crate::lenient::{Flag, OneOrMany, Text};

/// Where ids of techniques are written.
const SOURCES: [&str; 3] = ["mitre-attack", "mitre-mobile-attack", "mitre-ics-attack"];

/// Who uses techniques.
pub(super) const USERS: [&str; 6] = [
    "intrusion-set",
    "malware",
    "tool",
    "campaign",
    "threat-actor",
    "incident",
];

#[derive(Deserialize)]
pub(super) struct Object {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: Text,
    #[serde(default)]
    pub(super) spec_version: Text,
    #[serde(default)]
    revoked: Flag,
    #[serde(default)]
    x_mitre_deprecated: Flag,
    #[serde(default)]
    x_mitre_id: Text,
    #[serde(default)]
    pub(super) x_mitre_version: Text,
    #[serde(default)]
    pub(super) x_mitre_domains: OneOrMany<Text>,
    #[serde(default)]
    external_references: OneOrMany<Reference>,
    #[serde(default)]
    relationship_type: Text,
    #[serde(default)]
    pub(super) source_ref: String,
    #[serde(default)]
    pub(super) target_ref: String,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default)]
    source_name: Text,
    #[serde(default)]
    external_id: Text,
}

impl Object {
    pub(super) fn is_gone(&self) -> bool {
        self.revoked.0 == Some(true) || self.x_mitre_deprecated.0 == Some(true)
    }

    pub(super) fn called(&self) -> String {
        self.name.trimmed().unwrap_or_default()
    }

    /// Whether an adversary uses something.
    pub(super) fn is_use(&self) -> bool {
        let source = self.source_ref.split("--").next().unwrap_or("");
        self.kind == "relationship"
            && self.relationship_type.trimmed().as_deref() == Some("uses")
            && USERS.contains(&source)
    }

    pub(super) fn technique(&self) -> Option<String> {
        let attack = |reference: &&Reference| {
            reference
                .source_name
                .trimmed()
                .is_some_and(|name| SOURCES.contains(&&*name))
        };
        let references = self.external_references.0.iter().filter(attack);
        let ids = references.filter_map(|reference| reference.external_id.trimmed());
        ids.chain(self.x_mitre_id.trimmed())
            .find(|id| ids::is_id(id))
    }
}
