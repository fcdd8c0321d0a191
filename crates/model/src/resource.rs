//! A resource: one rule, test, control or piece of knowledge, as its source states it.

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray, VariantNames};

use crate::{Domain, TechniqueId};

/// What a resource is for.
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
pub enum Kind {
    /// A mitigation, countermeasure, framework control or product capability.
    Control,
    /// A rule, analytic or hunting query.
    Detection,
    /// An offensive test: catalogued and linked, never run.
    Test,
    /// All else: adversaries, software, campaigns, detection strategies, data components.
    Knowledge,
}

/// How bad it is when it fires, on one scale for all sources. The source's own word is kept beside it.
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
pub enum Level {
    /// For the record only.
    Informational,
    /// Worth a look in context.
    Low,
    /// Worth a look.
    Medium,
    /// Worth a look now.
    High,
    /// Act now.
    Critical,
}

/// How far a resource can be relied on, on one scale for all sources. The source's own word is kept beside it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
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
pub enum Status {
    /// The source does not say.
    #[default]
    Unstated,
    /// For production use.
    Stable,
    /// Mostly finished; may need tuning.
    Test,
    /// Young, in development or preview.
    Experimental,
    /// Withdrawn or replaced by its authors.
    Deprecated,
    /// Not usable as it stands.
    Unsupported,
    /// A template that a defender must fill in first.
    Placeholder,
    /// Only a pointer to where the rule lives now.
    Moved,
    /// Its authors say the same in a newer source that is read, too.
    Superseded,
}

impl Status {
    /// Whether it counts in numbers, volumes and coverage. What does not is still shown, marked.
    pub fn counts(self) -> bool {
        match self {
            Self::Unstated | Self::Stable | Self::Test | Self::Experimental => true,
            Self::Deprecated
            | Self::Unsupported
            | Self::Placeholder
            | Self::Moved
            | Self::Superseded => false,
        }
    }
}

/// Where in its source a resource stands. With the source it is the key of the resource: upstream ids repeat.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct ResourcePlace {
    /// The path of the file from the root of the repository.
    pub path: String,
    /// The line at which it starts, from 1, where the format tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The index of the resource in the file, from 0.
    pub ordinal: u32,
}

/// One technique that a resource names, as it names it.
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
pub struct Mapping {
    /// The words of the source: `attack.t1059.001`, `T1059.001`, `T1485.A002`, `AML.T0051`.
    pub written: String,
    /// The technique in these words; `None` where they are no plain ATT&CK id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique: Option<TechniqueId>,
    /// What the source adds to this mapping (a score, a procedure), in its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The line of the file, from 1, where the format tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl Mapping {
    /// A mapping whose words are the id alone.
    pub fn plain(written: impl Into<String>) -> Self {
        let written = written.into();
        Self {
            technique: written.parse().ok(),
            written,
            detail: None,
            line: None,
        }
    }

    /// A mapping whose words hold the id behind a prefix: `attack.t1059.001`.
    pub fn prefixed(written: impl Into<String>, prefix: &str) -> Self {
        let written = written.into();
        Self {
            technique: written.strip_prefix(prefix).and_then(|id| id.parse().ok()),
            written,
            detail: None,
            line: None,
        }
    }

    /// The same, at a line of its file.
    #[must_use]
    pub fn at(self, line: impl Into<Option<u32>>) -> Self {
        Self {
            line: line.into(),
            ..self
        }
    }

    /// The same, with what the source adds.
    #[must_use]
    pub fn with(self, detail: impl Into<Option<String>>) -> Self {
        Self {
            detail: detail.into(),
            ..self
        }
    }
}

/// One place at which a resource names a tactic.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct TacticMention {
    /// The words of the source: `attack.defense-evasion`, `DefenseEvasion`, `TA0005:T1562.008`.
    pub written: String,
    /// The line of the file, from 1, where the format tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The techniques that it is named for, in the words of their mappings; empty: all of the resource.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub techniques: Vec<String>,
    /// Whether what the format wants before it is missing, so that no program reads it as a tactic: `defense_evasion`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bare: bool,
}

impl TacticMention {
    /// A tactic, named for all techniques of its resource.
    pub fn new(written: impl Into<String>, line: Option<u32>) -> Self {
        Self {
            written: written.into(),
            line,
            ..Self::default()
        }
    }
}

/// The log that a detection reads, in the words of its source.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct LogSource {
    /// The product that writes it: `windows`, `aws`, or ATT&CK's log source name `WinEventLog:Sysmon`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The kind of event: `process_creation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The part of the product, or the channel: `sysmon`, `EventCode=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// ATT&CK's data component, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
}

/// Something else that a resource points to: another rule, a test, a recording, an adversary.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Related {
    /// How, in the words of the source: `derived`, `atomic_guid`, `attack_data`, `d3fend`, `analytic`.
    pub relation: String,
    /// Its id or address.
    pub id: String,
}

impl Related {
    /// `id`, related in this way.
    pub fn new(relation: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            relation: relation.into(),
            id: id.into(),
        }
    }
}

/// One thing in a source, as the source states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Resource {
    /// The id of the part of the source that it belongs to.
    pub part: String,
    /// The id that its authors gave it. May repeat inside a source.
    pub id: Option<String>,
    /// Its title or name.
    pub title: String,
    /// What it is for.
    pub kind: Kind,
    /// Where it stands.
    pub place: ResourcePlace,
    /// A better page for it than the file itself.
    pub page: Option<String>,
    /// Its level, normalised.
    pub level: Option<Level>,
    /// Its level, severity or risk score as written.
    pub level_written: Option<String>,
    /// Its status, normalised.
    pub status: Status,
    /// Its status as written.
    pub status_written: Option<String>,
    /// The platforms that it is for, as written.
    pub platforms: Vec<String>,
    /// The ATT&CK domains that it speaks of; empty means enterprise.
    pub domains: Vec<Domain>,
    /// The logs that it reads.
    pub log_sources: Vec<LogSource>,
    /// Data sources, connectors, indices and integrations that it needs, as written.
    pub data_sources: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it refers to for reading.
    pub references: Vec<String>,
    /// What else it points to.
    pub related: Vec<Related>,
    /// When its authors last changed it, `YYYY-MM-DD`.
    pub changed: Option<String>,
    /// What it is, in words.
    pub description: Option<String>,
    /// The query, rule body or command.
    pub query: Option<String>,
    /// Other names that people search it by.
    pub aliases: Vec<String>,
    /// The tactics that it names, as written.
    pub tactics: Vec<String>,
    /// Where it names tactics, place by place; empty where the format does not tell, then `tactics` is all that is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tactic_mentions: Vec<TacticMention>,
    /// The techniques that it names.
    pub mappings: Vec<Mapping>,
}

impl Resource {
    /// A resource of which no more is known yet; its place is filled in when it is added to a harvest.
    pub fn new(part: &str, kind: Kind, title: impl Into<String>) -> Self {
        Self {
            part: part.to_owned(),
            id: None,
            title: title.into(),
            kind,
            place: ResourcePlace::default(),
            page: None,
            level: None,
            level_written: None,
            status: Status::Unstated,
            status_written: None,
            platforms: Vec::new(),
            domains: Vec::new(),
            log_sources: Vec::new(),
            data_sources: Vec::new(),
            authors: Vec::new(),
            references: Vec::new(),
            related: Vec::new(),
            changed: None,
            description: None,
            query: None,
            aliases: Vec::new(),
            tactics: Vec::new(),
            tactic_mentions: Vec::new(),
            mappings: Vec::new(),
        }
    }
}
