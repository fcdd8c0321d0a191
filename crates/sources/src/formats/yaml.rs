//! YAML under a budget: size, depth, nodes and aliases are bounded, duplicate keys refused, `00000429` stays text.

use std::borrow::Cow;

use model::Problem;
use serde::de::DeserializeOwned;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::options::DuplicateKeyPolicy;
use serde_saphyr::{Error, Localizer, Location, MessageFormatter, Options, UserMessageFormatter};

use super::text::{self, Lines};
use crate::File;

pub(crate) use serde_saphyr::Spanned;

/// The one document of the file.
pub(crate) fn one<T: DeserializeOwned>(file: &File<'_>) -> Result<T, Problem> {
    serde_saphyr::from_str_with_options(text::small(file)?, options())
        .map_err(|error| problem(file, &error))
}

/// All documents of the file; empty ones are left out.
pub(crate) fn all<T: DeserializeOwned>(file: &File<'_>) -> Result<Vec<T>, Problem> {
    serde_saphyr::from_multiple_with_options(text::small(file)?, options())
        .map_err(|error| problem(file, &error))
}

/// The line at which the value stands.
pub(crate) fn line<T>(spanned: &Spanned<T>) -> Option<u32> {
    u32::try_from(spanned.referenced.line())
        .ok()
        .filter(|&line| line > 0)
}

/// The lines of `key` and all below it, cut out of the text as they stand; the value begins at `line`.
///
/// A block ends at the next key or document that stands no further in. Other text that far out is a quoted
/// scalar continued at the margin.
pub(crate) fn section<'text>(lines: &Lines<'text>, key: &str, line: u32) -> Option<&'text str> {
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

fn options() -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: 200, max_nodes: 500_000 },
    }
}

fn problem(file: &File<'_>, error: &Error) -> Problem {
    let line = error
        .location()
        .map(|location: Location| location.line())
        .and_then(|line| u32::try_from(line).ok());
    let what = error.render_with_formatter(&Words);
    file.problem(
        line,
        format!("is not the YAML expected here: {}", text::first_line(&what)),
    )
}

/// What is wrong, for the author of the file: no advice to programmers, no position that the problem has already.
struct Words;

impl MessageFormatter for Words {
    fn localizer(&self) -> &dyn Localizer {
        &NoPosition
    }

    fn format_message<'a>(&self, error: &'a Error) -> Cow<'a, str> {
        match error {
            Error::DuplicateMappingKey { key: Some(key), .. } => {
                Cow::Owned(format!("the key `{key}` is there twice"))
            }
            Error::Unexpected { expected, .. } => Cow::Borrowed(match *expected {
                "sequence start" => "a list should be here",
                "mapping start" => "keys and values should be here",
                "string scalar" | "scalar" => "a text or number should be here",
                _ => "something else should be here",
            }),
            Error::Budget {
                breach: BudgetBreach::Depth { .. },
                ..
            } => Cow::Borrowed(TOO_DEEP),
            // The scanner below has a limit of its own.
            Error::ExternalMessage { msg, .. } if msg == "recursion limit exceeded" => {
                Cow::Borrowed(TOO_DEEP)
            }
            Error::Budget { .. }
            | Error::AliasReplayCounterOverflow { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. } => {
                Cow::Borrowed("it unfolds to more than any rule or test holds")
            }
            _ => UserMessageFormatter.format_message(error),
        }
    }
}

const TOO_DEEP: &str = "it is nested deeper than any rule or test";

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
