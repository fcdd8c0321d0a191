//! The policy: what a repository of rules must keep to, as its owners write it in TOML.
//!
//! To add a key: its field here, its row in `docs/check.md`, and the [`Check`] that it asks for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::{Check, Severity};

/// What a repository of rules must keep to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The release of ATT&CK to judge by, such as `18.1`. Default: the newest that the catalogue has in full.
    pub attack: Option<String>,
    /// What is asked of each rule.
    pub rules: Rules,
    /// What is asked of all rules together; nothing unless the table is there.
    pub coverage: Option<Coverage>,
}

/// What is asked of each rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// A rule names at least one technique.
    pub mapped: PolicyLevel,
    /// Each id and each tactic that a rule names is in use in the release.
    pub valid_ids: PolicyLevel,
    /// A detection states its log source, and some detection of the catalogue reads that, too.
    pub log_source_known: PolicyLevel,
    /// A detection states a test or a recording that makes it fire.
    pub test_linked: PolicyLevel,
    /// No two rules have one id.
    pub id_unique: PolicyLevel,
    /// Each file can be read whole.
    pub readable: PolicyLevel,
    /// Log sources of your own, known besides those of the catalogue: `acme/door_opened`, `acme//badge`.
    pub log_sources: Vec<String>,
    /// Only files that match one of these patterns. Default: all. Paths begin at the root of the repository.
    pub include: Vec<String>,
    /// No files that match one of these patterns.
    pub exclude: Vec<String>,
}

/// What is asked of all rules together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Coverage {
    /// Whom the rules are to meet: an adversary, software or campaign by name or id, `top`, `all`, or the path of a threat
    /// file beside the policy.
    pub threat: String,
    /// A technique of the threat that had a rule in the base commit has one still.
    pub not_lower: PolicyLevel,
    /// At least this share of the threat's weight, from 0 to 1, is of techniques with a rule.
    pub at_least: Option<f64>,
}

/// What a finding does to the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PolicyLevel {
    /// The check fails.
    Error,
    /// It is reported, and the check goes on.
    Warning,
    /// It is ignored.
    Off,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            mapped: PolicyLevel::Error,
            valid_ids: PolicyLevel::Error,
            log_source_known: PolicyLevel::Warning,
            test_linked: PolicyLevel::Off,
            id_unique: PolicyLevel::Error,
            readable: PolicyLevel::Error,
            log_sources: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
        }
    }
}

impl Default for Coverage {
    fn default() -> Self {
        Self {
            threat: "all".to_owned(),
            not_lower: PolicyLevel::Error,
            at_least: None,
        }
    }
}

impl PolicyLevel {
    /// The severity of a finding; none where the check is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Off => None,
        }
    }
}

impl Policy {
    /// What the policy makes of a check.
    pub fn demand(&self, check: Check) -> PolicyLevel {
        let coverage = self.coverage.as_ref();
        match check {
            Check::Mapped => self.rules.mapped,
            Check::ValidIds => self.rules.valid_ids,
            Check::LogSourceKnown => self.rules.log_source_known,
            Check::TestLinked => self.rules.test_linked,
            Check::IdUnique => self.rules.id_unique,
            Check::Readable => self.rules.readable,
            Check::NotLower => coverage.map_or(PolicyLevel::Off, |coverage| coverage.not_lower),
            Check::AtLeast => match coverage.and_then(|coverage| coverage.at_least) {
                Some(_) => PolicyLevel::Error,
                None => PolicyLevel::Off,
            },
        }
    }
}
