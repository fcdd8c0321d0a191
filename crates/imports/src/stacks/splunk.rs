//! Saved searches of Splunk: `savedsearches.conf` and the JSON of its REST API. Those of Splunk's own content (ESCU) are
//! named `ESCU - Title - Rule`.

use std::collections::BTreeMap;

use model::Stack;
use serde::Deserialize;

use super::rules::{RuleStatus, Rules};
use crate::Error;
use crate::input::Input;
use crate::json::{self, Items};
use crate::lenient::{Flag, flag};
use crate::notes::Notes;

/// Settings that searches have, and nothing else that begins with a stanza.
const SETTINGS: [&str; 4] = ["search", "disabled", "enableSched", "cron_schedule"];

/// The stanza whose settings hold for all others.
const DEFAULT: &str = "default";

#[derive(Deserialize)]
struct ApiResponse<'a> {
    #[serde(borrow)]
    entry: Items<'a>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    #[serde(default)]
    content: Content,
}

#[derive(Default, Deserialize)]
struct Content {
    #[serde(default)]
    disabled: Flag,
    #[serde(default)]
    is_scheduled: Flag,
}

/// What a stanza says of whether its search runs.
#[derive(Clone, Copy, Debug, Default)]
struct Switches {
    disabled: Option<bool>,
    scheduled: Option<bool>,
}

/// The title of a search, without what Splunk's content puts around it.
pub(super) fn title(name: &str) -> &str {
    let trimmed = name.trim();
    let name = trimmed.strip_prefix("ESCU - ").unwrap_or(trimmed);
    name.strip_suffix(" - Rule").unwrap_or(name)
}

/// Whether it is a `.conf`: a stanza before anything else, and settings of searches. Tables of TOML look alike.
pub(super) fn is_conf(input: &Input<'_>) -> bool {
    let mut lines = input.text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    let is_setting = |line: &str| {
        let key = line.split('=').next().unwrap_or("").trim();
        SETTINGS.contains(&key)
    };
    match first.and_then(stanza) {
        Some(name) if name.starts_with('[') => false,
        Some(name) => name.contains(' ') || lines.any(is_setting),
        None => input.has_extension("conf"),
    }
}

/// Reads `savedsearches.conf`.
pub(super) fn conf(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let (stanzas, default) = stanzas(input.text);
    let mut rules = Rules::of(input);
    for (name, own) in stanzas {
        let disabled = own.disabled.or(default.disabled);
        let scheduled = own.scheduled.or(default.scheduled);
        rules.add(title(name), RuleStatus::scheduled(disabled, scheduled))?;
    }
    rules.into_stack(notes, "stanzas of saved searches")
}

/// Reads an answer of the REST API.
pub(super) fn answer(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let answer: ApiResponse<'_> = json::parse(input)?;
    let mut rules = Rules::of(input);
    for (_, entry) in answer.entry.read::<Entry>("entry", notes) {
        let Content {
            disabled,
            is_scheduled,
        } = entry.content;
        rules.add(
            title(&entry.name),
            RuleStatus::scheduled(disabled.0, is_scheduled.0),
        )?;
    }
    rules.into_stack(notes, "saved searches in `entry`")
}

/// The stanzas in order, those of one name as one, and what holds for all.
fn stanzas(text: &str) -> (Vec<(&str, Switches)>, Switches) {
    let mut stanzas: Vec<(&str, Switches)> = vec![(DEFAULT, Switches::default())];
    let mut places = BTreeMap::from([(DEFAULT, 0)]);
    let (mut at, mut continued) = (0, false);
    for line in text.lines() {
        // A search goes on where its line ends with a backslash; what stands there is no setting.
        let inside = std::mem::replace(&mut continued, line.trim_end().ends_with('\\'));
        if inside {
            continue;
        }
        if let Some(name) = stanza(line) {
            at = *places.entry(name).or_insert(stanzas.len());
            if at == stanzas.len() {
                stanzas.push((name, Switches::default()));
            }
        } else if let Some((key, value)) = line.split_once('=') {
            stanzas[at].1.set(key.trim(), value);
        }
    }
    let (_, default) = stanzas.remove(0);
    (stanzas, default)
}

/// `[name]`.
fn stanza(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    (!name.is_empty()).then_some(name)
}

impl Switches {
    fn set(&mut self, key: &str, value: &str) {
        match key {
            "disabled" => self.disabled = flag(value),
            "enableSched" => self.scheduled = flag(value),
            _ => {}
        }
    }
}
