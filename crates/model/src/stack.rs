//! A stack: what a defender owns. It is written by hand or imported, and never stands in a catalogue.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a defender owns. What is left out means "all", but for deployed rules, exclusions and claims.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Stack {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Platforms in use: those of ATT&CK (Windows, Linux, IaaS) or providers (AWS, Entra ID, Microsoft 365), in the words of any
    /// source. What is for others alone is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// Log sources that arrive where rules run, in the words of any source: `windows/process_creation` (product/category),
    /// `windows//sysmon` (product//service), `DC0032` (a data component of ATT&CK), `WinEventLog:Sysmon` (a log of ATT&CK),
    /// `DeviceProcessEvents` (a table), `logs-endpoint.events.process-*` (an index).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_sources: Vec<String>,
    /// Sources in use, by their ids in `rhumb sources`: rule sets, test sets, frameworks, your own repositories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Products in use; each brings the sources and log sources that its vendor writes for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Rules that run: upstream ids, keys (`sigma:rules/windows/x.yml`), titles, or patterns of these with `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deployed: Vec<String>,
    /// What is left out on purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
    /// What an imported file says is covered, without naming a rule. Shown beside the numbers, never counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// Something that is left out on purpose, and who answers for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// A technique id, or a rule as in `deployed`.
    pub what: String,
    /// Who decided.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
}

/// What another tool says of a technique.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The technique as written.
    pub technique: String,
    /// What is claimed: `detection`, `visibility`, `score`.
    pub of: String,
    /// The score, on the scale of the tool.
    pub score: f64,
    /// To what it applies, where the tool says so: `all`, `servers`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applicable_to: Vec<String>,
    /// Where it comes from.
    pub origin: String,
}
