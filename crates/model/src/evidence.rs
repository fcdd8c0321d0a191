//! What is known of a rule: the facts that the evidence ladder is climbed by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of one rule for one technique, fact by fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleEvidence {
    /// It is mapped to the technique, and counts.
    pub mapped: bool,
    /// One of its log sources is in the stack; absent without a stack, or where the rule states no log source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<bool>,
    /// A source states a test of it.
    pub tested: bool,
    /// It fired on a recorded sample; absent until evidence can be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fired_on_sample: Option<bool>,
    /// It fired in the defender's own lab; absent until evidence can be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fired_in_lab: Option<bool>,
}

/// Whether running a rule made it fire. What was not measured is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Firing {
    /// On a recorded sample.
    pub on_sample: Option<bool>,
    /// In the defender's own lab.
    pub in_lab: Option<bool>,
}
