//! Stacks. The format is recognised from the content: the top of JSON, the type of a DeTT&CT file, stanzas, the columns of a
//! table; the rest is TOML. A new format gets a file here, a line in [`read`], a word in [`EXPECTED`] and a fixture.

mod dettect;
mod elastic;
mod layer;
mod merge;
mod platforms;
mod rules;
mod sentinel;
mod sheet;
mod splunk;
mod stack_toml;

use model::Stack;

use crate::Error;
use crate::input::Input;
use crate::json::{self, TopLevel};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped};
use crate::{table, threats};

pub(crate) use dettect::kind as kind_of_dettect;
pub use merge::merge;

/// What can be a stack.
const EXPECTED: &str = "a `stack.toml`, an administration of DeTT&CT, a Navigator layer, a table of scores or \
                        rules, or rules exported from Splunk, Microsoft Sentinel or Elastic";

/// A stack as one file gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedStack {
    /// What the file says is owned, running or covered.
    pub stack: Stack,
    /// What the file is, one sentence: `Elastic rules export (file rules.ndjson)`.
    pub origin: String,
    /// What was left out or could not be read: place and reason.
    pub notes: Vec<String>,
}

/// Reads a stack of any format.
pub(crate) fn read(input: &Input<'_>) -> Result<ImportedStack, Error> {
    let mut notes = Notes::default();
    let (stack, origin) = of_any(input, &mut notes)?;
    let entries = stack.deployed.len() + stack.claims.len() + stack.log_sources.len();
    if entries > MOST_ENTRIES {
        return Err(input.error(
            None,
            format!("holds {entries} entries, and at most {MOST_ENTRIES} are read"),
        ));
    }
    let origin = format!("{origin} ({})", input.shown());
    let stack = merge(vec![stack]);
    Ok(ImportedStack {
        stack,
        origin,
        notes: notes.into_vec(),
    })
}

/// The stack, and what the file is.
type StackResult = Result<(Stack, &'static str), Error>;

fn of_any(input: &Input<'_>, notes: &mut Notes) -> StackResult {
    if input.has_extension("toml") {
        return stack_toml::read(input).map(|stack| (stack, "stack"));
    }
    if json::is_meant(input.text) {
        return of_json(input, notes);
    }
    if let Some(kind) = dettect::kind(input.text) {
        return dettect::read(input, &kind, notes);
    }
    if splunk::is_conf(input) {
        return splunk::conf(input, notes).map(|stack| (stack, "saved searches of Splunk"));
    }
    if stack_toml::is_meant(input.text) {
        return stack_toml::read(input).map(|stack| (stack, "stack"));
    }
    match sheet::read(input, notes)? {
        Some(read) => Ok(read),
        None => Err(unknown(input, &text_found(input))),
    }
}

fn of_json(input: &Input<'_>, notes: &mut Notes) -> StackResult {
    let top = match json::top(input) {
        Ok(top) => top,
        Err(_) if elastic::is_lines(input) => {
            return elastic::lines(input, notes).map(|stack| (stack, elastic::ORIGIN));
        }
        Err(error) => return Err(error),
    };
    if top.has("techniques") && threats::is_own(input) {
        let what = "is a threat written by Rhumb, not a stack";
        return Err(input.error(None, what));
    }
    if top.has("techniques") {
        return layer::read(input, notes).map(|stack| (stack, "Navigator layer"));
    }
    if top.has("entry") {
        return splunk::answer(input, notes).map(|stack| (stack, "saved searches of Splunk"));
    }
    if top.has("resources") || top.has("value") {
        return sentinel::read(input, notes)
            .map(|stack| (stack, "analytics rules of Microsoft Sentinel"));
    }
    if elastic::is_meant(&top) {
        return elastic::document(input, &top, notes).map(|stack| (stack, elastic::ORIGIN));
    }
    if let (TopLevel::List(_), Ok(rules)) = (&top, json::parse::<Vec<String>>(input)) {
        return Ok((
            Stack {
                deployed: rules,
                ..Stack::default()
            },
            "list of rules",
        ));
    }
    Err(unknown(input, &top.found()))
}

/// The error of a file of no known format.
fn unknown(input: &Input<'_>, found: &str) -> Error {
    input
        .error(None, format!("is not a known stack format: found {found}"))
        .with(format!("expected {EXPECTED}"))
}

fn text_found(input: &Input<'_>) -> String {
    format!(
        "text that begins with `{}`",
        clipped(table::first_line(input.text))
    )
}
