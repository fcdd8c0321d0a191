//! A threat: whom a defender faces, as weighted techniques. It keeps the ids as they were written; where they lead in the
//! chosen release of ATT&CK is concluded when a question is asked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A threat that a defender faces.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threat {
    /// Its name.
    pub name: String,
    /// What it was taken from, one sentence each: a layer and its version, a group of ATT&CK, a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<String>,
    /// The release of ATT&CK that its ids are of, where it says so: `17`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attack: Option<String>,
    /// The ATT&CK domain that it says it speaks of: `enterprise-attack`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// How many adversaries it is made of: scores then say how many of them use a technique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adversaries: Option<u32>,
    /// Its techniques, each as often as it was written.
    pub techniques: Vec<ThreatTechnique>,
    /// What was found and is no technique, or could not be read: place and reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One technique of a threat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreatTechnique {
    /// The id as written: `T1059.001`, `T1562.001` of an older release.
    pub id: String,
    /// How much it weighs beside the others: a layer's score, or how many adversaries use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The tactic under which a layer shows it, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tactic: Option<String>,
    /// The colour that a layer gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// What was written beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Who uses it, or which words of a report say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
}

impl Threat {
    /// A threat without techniques yet.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

impl ThreatTechnique {
    /// A technique of which only the id is known.
    pub fn plain(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }
}
