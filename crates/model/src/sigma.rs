//! A Sigma document, as its author wrote it: <https://sigmahq.io/sigma-specification/>. A rule with its detection, a
//! correlation of rules, or a filter of rules.
//!
//! It is read and evaluated elsewhere. Nothing of a detection is left out or changed, so that whoever evaluates it decides
//! what is wrong with it.

use crate::{LogSource, Related};

/// One document of a file, with what an `action` hands down to it from the documents above.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The line of the file at which it begins, from 1.
    pub line: Option<u32>,
    /// `id`: a UUID.
    pub id: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `name`, by which correlations refer to it.
    pub name: Option<String>,
    /// `status`.
    pub status: Option<String>,
    /// `level`.
    pub level: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `author`, of which one text may name several.
    pub authors: Vec<String>,
    /// `references`.
    pub references: Vec<String>,
    /// `date`.
    pub date: Option<String>,
    /// `modified`.
    pub modified: Option<String>,
    /// `tags`.
    pub tags: Vec<Tag>,
    /// `related`: other rules, and how.
    pub related: Vec<Related>,
    /// `logsource`, without its prose.
    pub log_source: Option<LogSource>,
    /// `detection`.
    pub detection: Option<Detection>,
    /// `correlation`.
    pub correlation: Option<Correlation>,
    /// Whether it is a `filter`, which changes rules and is none.
    pub is_filter: bool,
    /// `regression_tests_path`: recordings that the rule fires on.
    pub regression_tests_path: Option<String>,
    /// The `atomic_guid` of each `simulation`: tests that the rule fires on.
    pub simulations: Vec<String>,
}

/// A tag and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// `attack.t1059.001`.
    pub text: String,
    /// The line of the file, from 1, where it is known.
    pub line: Option<u32>,
}

/// What a rule looks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detection {
    /// The lines of the file at which it stands, from 1: what an `action` hands down first.
    pub lines: Vec<u32>,
    /// Selections by name, in the order as written.
    pub selections: Vec<(String, Selection)>,
    /// How selections are joined; of several conditions, each is one way to fire.
    pub conditions: Vec<String>,
    /// The time in which an aggregation counts: `15m`.
    pub timeframe: Option<String>,
}

/// What an event must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Selection {
    /// All of these.
    All(Vec<FieldTest>),
    /// One of these at least.
    Any(Vec<Selection>),
    /// This somewhere, in whatever field.
    Keyword(Value),
}

/// A field, compared with values: `CommandLine|contains|all`.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldTest {
    /// Its name; empty where modifiers alone stand there, for keywords.
    pub field: String,
    /// How it is compared: `contains`, `all`, `re`.
    pub modifiers: Vec<String>,
    /// With what; one of them is enough, unless a modifier says otherwise.
    pub values: Vec<Value>,
}

/// A single value, of the type that it has in YAML: `4688` is a number, `'4688'` a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: the field must be absent or empty.
    Null,
    /// `true`.
    Boolean(bool),
    /// `4688`.
    Integer(i64),
    /// `0.5`.
    Float(f64),
    /// A text, with `*`, `?` and `\` as written.
    Text(String),
    /// A list or a mapping where Sigma knows single values only.
    Nested,
}

/// Rules whose events together mean something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correlation {
    /// The line of the file at which it stands, from 1.
    pub line: Option<u32>,
    /// `type`: `event_count`, `value_count`, `temporal`.
    pub kind: Option<String>,
    /// The names or ids of the rules.
    pub rules: Vec<String>,
    /// The fields in which their events must agree.
    pub group_by: Vec<String>,
    /// The time in which they must happen: `5m`.
    pub timespan: Option<String>,
    /// What must hold of their number.
    pub condition: CorrelationCondition,
    /// What fields are called in each rule: (alias, (rule, field)).
    pub aliases: Vec<(String, Vec<(String, String)>)>,
    /// Whether the rules also fire on their own; not stated is no.
    pub generate: Option<bool>,
}

/// What must hold of the number of events or values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorrelationCondition {
    /// Comparisons in the order as written: `gte`, 10.
    pub comparisons: Vec<(String, Value)>,
    /// The fields whose values are counted.
    pub fields: Vec<String>,
    /// Names of rules joined by words, where it is no comparison.
    pub expression: Option<String>,
}

impl Document {
    /// Whether it is a rule or a correlation of rules. A filter, for one, is none.
    pub fn is_rule(&self) -> bool {
        self.detection.is_some() || self.correlation.is_some()
    }
}
