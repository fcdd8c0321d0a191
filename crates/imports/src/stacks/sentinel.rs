//! Analytics rules of Microsoft Sentinel: the ARM template that its portal exports, and the list of its REST API. A rule that
//! was made from a template names it; that is the id which its repository knows.

use model::Stack;
use serde::Deserialize;

use super::rules::{RuleStatus, Rules};
use crate::Error;
use crate::input::Input;
use crate::json::{self, Items};
use crate::lenient::{Flag, Text};
use crate::notes::Notes;

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    resources: Items<'a>,
    #[serde(borrow, default)]
    value: Items<'a>,
}

#[derive(Deserialize)]
struct Rule {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    properties: Properties,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Properties {
    enabled: Flag,
    alert_rule_template_name: Text,
    display_name: Text,
}

/// Reads either.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let file: File<'_> = json::parse(input)?;
    let (mut rules, mut others) = (Rules::of(input), 0);
    for (field, items) in [("resources", &file.resources), ("value", &file.value)] {
        for (index, rule) in items.read::<Rule>(field, notes) {
            if !rule.is_alert_rule() {
                others += 1;
                continue;
            }
            match rule.properties.named() {
                Some(name) => rules.add(name, RuleStatus::enabled(rule.properties.enabled.0))?,
                None => notes.at(
                    format_args!("{field}[{index}]"),
                    "a rule with neither template nor display name",
                ),
            }
        }
    }
    notes.count(others, "resource", "left out: no analytics rule");
    rules.into_stack(notes, "resources of the type `alertRules`")
}

impl Rule {
    /// The list of the API may leave the type out.
    fn is_alert_rule(&self) -> bool {
        self.kind
            .trimmed()
            .is_none_or(|kind| kind.to_ascii_lowercase().ends_with("/alertrules"))
    }
}

impl Properties {
    fn named(&self) -> Option<String> {
        let template = self.alert_rule_template_name.trimmed();
        template.or_else(|| self.display_name.trimmed().as_deref().and_then(literal))
    }
}

/// In ARM templates `[…]` is an expression, and `[[…]` a text that begins with a bracket.
fn literal(text: &str) -> Option<String> {
    match text.strip_prefix('[') {
        Some(escaped) if escaped.starts_with('[') => Some(escaped.to_owned()),
        Some(_) if text.ends_with(")]") => None,
        _ => Some(text.to_owned()),
    }
}
