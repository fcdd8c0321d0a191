//! What is found, by which check, and how grave it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

/// One thing that a policy asks for, named as its key.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Check {
    /// Each file can be read whole.
    Readable,
    /// No two rules have one id.
    IdUnique,
    /// A rule names at least one technique.
    Mapped,
    /// Each id and tactic that a rule names is in use.
    ValidIds,
    /// A detection states a log source that is known.
    LogSourceKnown,
    /// A detection states a test or a recording.
    TestLinked,
    /// What had a rule has one still.
    NotLower,
    /// Enough of the threat has a rule.
    AtLeast,
}

impl Check {
    /// What it asks for, as a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::Readable => "Each file can be read whole",
            Self::IdUnique => "No two rules have one id",
            Self::Mapped => "A rule names at least one technique of ATT&CK",
            Self::ValidIds => {
                "Each technique and tactic that a rule names is in use in the chosen release of ATT&CK"
            }
            Self::LogSourceKnown => {
                "A detection states its log source, and other detections read that, too"
            }
            Self::TestLinked => "A detection states a test or a recording that makes it fire",
            Self::NotLower => {
                "A technique of the threat that had a rule in the base commit has one still"
            }
            Self::AtLeast => "Enough of the threat's weight is of techniques with a rule",
        }
    }
}

/// How grave a finding is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Severity {
    /// The check fails.
    Error,
    /// The check goes on.
    Warning,
}

/// One thing that is not as the policy asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What it was found by.
    pub check: Check,
    /// How grave it is.
    pub severity: Severity,
    /// The path of the file from the root of the repository: that of the rule, or of the policy where no file of a rule is
    /// to blame; empty for the repository as a whole.
    pub path: String,
    /// The line, from 1, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What it is about: the title of the rule, the name of a file, the threat.
    pub title: String,
    /// What is wrong, as a sentence that begins with no subject where that is the rule.
    pub message: String,
    /// What to do.
    pub remedy: String,
}
