//! Detection rules exported from Kibana: one JSON object in each line, the last of which counts what was exported; or the
//! answer of its API, whose rules stand in `data`.

use std::collections::BTreeMap;

use model::Stack;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::rules::{RuleStatus, Rules};
use crate::input::Input;
use crate::json::{self, Items, TopLevel};
use crate::lenient::{Flag, Text};
use crate::notes::{LONGEST_REASON, Notes, cut};
use crate::{Error, table};

/// What the file is.
pub(super) const ORIGIN: &str = "detection rules of Elastic";

const EXPECTED: &str = "objects with a `rule_id`";

#[derive(Deserialize)]
struct Rule {
    #[serde(default, rename = "rule_id")]
    id: Text,
    #[serde(default)]
    name: Text,
    #[serde(default)]
    enabled: Flag,
    /// Only exception lists and their items have one.
    #[serde(default)]
    list_id: Text,
}

#[derive(Deserialize)]
struct ApiResponse<'a> {
    #[serde(borrow)]
    data: Items<'a>,
}

/// Whether each line is an object of its own.
pub(super) fn is_lines(input: &Input<'_>) -> bool {
    let first = table::first_line(input.text);
    serde_json::from_str::<BTreeMap<String, &RawValue>>(first).is_ok()
}

/// Whether it is one rule, a list of rules or an answer with rules.
pub(super) fn is_meant(top: &TopLevel<'_>) -> bool {
    match top {
        TopLevel::Object(_) => top.has("rule_id") || top.has("data"),
        TopLevel::List(items) => items.first_has("rule_id"),
    }
}

/// Reads one line after the other.
pub(super) fn lines(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    json::shallow(input)?;
    let mut rules = Rules::of(input);
    for (index, line) in input.text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("line {}", index + 1);
        match documents::json::parse::<Rule>(line) {
            Ok(rule) => add(&rule, &place, &mut rules, notes)?,
            Err(error) => notes.at(place, cut(&error.what, LONGEST_REASON)),
        }
    }
    rules.into_stack(notes, EXPECTED)
}

/// Reads one document.
pub(super) fn document(
    input: &Input<'_>,
    top: &TopLevel<'_>,
    notes: &mut Notes,
) -> Result<Stack, Error> {
    let mut rules = Rules::of(input);
    let (items, field) = match top {
        TopLevel::List(items) => (items.clone(), ""),
        TopLevel::Object(_) if top.has("data") => {
            (json::parse::<ApiResponse<'_>>(input)?.data, "data")
        }
        TopLevel::Object(_) => {
            add(&json::parse(input)?, "the rule", &mut rules, notes)?;
            (Items::default(), "")
        }
    };
    for (index, rule) in items.read::<Rule>(field, notes) {
        add(&rule, &format!("{field}[{index}]"), &mut rules, notes)?;
    }
    rules.into_stack(notes, EXPECTED)
}

/// What has neither id nor name counts the others or belongs to a list of exceptions.
fn add(rule: &Rule, place: &str, rules: &mut Rules<'_>, notes: &mut Notes) -> Result<(), Error> {
    if rule.list_id.trimmed().is_some() {
        return Ok(());
    }
    match (rule.id.trimmed(), rule.name.trimmed()) {
        (Some(id), _) => rules.add(id, RuleStatus::enabled(rule.enabled.0)),
        (None, Some(name)) => {
            notes.at(place, "no `rule_id`; taken by its name");
            rules.add(name, RuleStatus::enabled(rule.enabled.0))
        }
        (None, None) => Ok(()),
    }
}
