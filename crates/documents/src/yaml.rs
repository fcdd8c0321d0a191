//! YAML under a budget: depth, nodes and aliases are bounded, duplicate keys refused, `00000429` stays text.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::options::DuplicateKeyPolicy;
use serde_saphyr::{
    Error as ParseError, Localizer, Location, MessageFormatter, Options, UserMessageFormatter,
};

use crate::Error;
use crate::text::Lines;

pub use serde_saphyr::Spanned;

/// How much one file may hold, and the message where it holds more.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The deepest nesting.
    pub depth: usize,
    /// The most lists, mappings and scalars.
    pub nodes: usize,
    /// Said of what is nested deeper.
    pub too_deep: &'static str,
    /// Said of what holds more, most of all by aliases of aliases.
    pub too_much: &'static str,
}

/// The one document.
pub fn parse<T: DeserializeOwned>(content: &str, limits: &'static Limits) -> Result<T, Error> {
    serde_saphyr::from_str_with_options(content, options(limits))
        .map_err(|error| wrong(&error, limits))
}

/// All documents; empty ones are left out.
pub fn all<T: DeserializeOwned>(content: &str, limits: &'static Limits) -> Result<Vec<T>, Error> {
    serde_saphyr::from_multiple_with_options(content, options(limits))
        .map_err(|error| wrong(&error, limits))
}

/// The line at which the value stands.
pub fn line<T>(spanned: &Spanned<T>) -> Option<u32> {
    u32::try_from(spanned.referenced.line())
        .ok()
        .filter(|&line| line > 0)
}

/// The lines of `key` and all below it, cut out of the text as they stand; the value begins at `line`.
///
/// A block ends at the next key or document that stands no further in. Other text that far out is a quoted
/// scalar continued at the margin.
pub fn section<'text>(lines: &Lines<'text>, key: &str, line: u32) -> Option<&'text str> {
    let value = usize::try_from(line).ok()?.checked_sub(1)?;
    let is_key = |&at: &usize| key_of(lines.line(at)) == Some(key);
    // A value stands below its key, perhaps after comments, or beside it.
    let above = (0..value).rev().find(|&at| !is_blank(lines.line(at)));
    let first = above.filter(is_key).or(Some(value).filter(is_key))?;
    let margin = indent(lines.line(first));
    let mut last = first;
    for at in first + 1..lines.len() {
        let line = lines.line(at);
        let outside = indent(line) <= margin;
        if outside && (key_of(line).is_some() || line.starts_with("---") || line.starts_with("..."))
        {
            break;
        }
        // White space and comments before the next key are the next key's.
        if !(line.trim().is_empty() || outside && is_blank(line)) {
            last = at;
        }
    }
    Some(lines.between(first, last).trim_end())
}

/// Whether nothing or only a comment stands in the line.
fn is_blank(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    (!key.is_empty() && key.chars().all(word)).then_some(key)
}

fn options(limits: &Limits) -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        with_snippet: false,
        // A mapping or list has two events, its begin and its end.
        budget: serde_saphyr::budget! {
            max_depth: limits.depth,
            max_nodes: limits.nodes,
            max_events: 2 * limits.nodes,
        },
    }
}

fn wrong(error: &ParseError, limits: &'static Limits) -> Error {
    let place = error.location();
    Error {
        line: place.map(|place: Location| place.line()),
        column: place.map(|place: Location| place.column()),
        what: error.render_with_formatter(&Messages(limits)),
    }
}

/// What is wrong, for the author of the file: no advice to programmers, no position that the error has already.
struct Messages(&'static Limits);

impl MessageFormatter for Messages {
    fn localizer(&self) -> &dyn Localizer {
        &NoPosition
    }

    fn format_message<'a>(&self, error: &'a ParseError) -> Cow<'a, str> {
        match error {
            ParseError::DuplicateMappingKey { key: Some(key), .. } => {
                Cow::Owned(format!("the key `{key}` is there twice"))
            }
            ParseError::Unexpected { expected, .. } => Cow::Borrowed(match *expected {
                "sequence start" => "a list should be here",
                "mapping start" => "keys and values should be here",
                "string scalar" | "scalar" => "a text or number should be here",
                _ => "something else should be here",
            }),
            ParseError::Budget {
                breach: BudgetBreach::Depth { .. },
                ..
            } => Cow::Borrowed(self.0.too_deep),
            // The scanner below has a limit of its own.
            ParseError::ExternalMessage { msg, .. } if msg == "recursion limit exceeded" => {
                Cow::Borrowed(self.0.too_deep)
            }
            ParseError::Budget { .. }
            | ParseError::AliasReplayCounterOverflow { .. }
            | ParseError::AliasReplayLimitExceeded { .. }
            | ParseError::AliasExpansionLimitExceeded { .. }
            | ParseError::AliasReplayStackDepthExceeded { .. } => Cow::Borrowed(self.0.too_much),
            _ => UserMessageFormatter.format_message(error),
        }
    }
}

struct NoPosition;

impl Localizer for NoPosition {
    fn attach_location<'a>(&self, base: Cow<'a, str>, _: Location) -> Cow<'a, str> {
        base
    }

    fn alias_defined_at(&self, _: Location) -> String {
        String::new()
    }

    fn alias_used_at(&self, _: Location) -> String {
        String::new()
    }
}
