//! What the readers of text files share: a limit of size, problems, and the values that they all write alike.

use std::collections::BTreeSet;

use documents::text::first_line;
use model::{Level, LogSource, Problem};

use crate::File;

pub(crate) use documents::text::{Lines, line_at};

/// The largest rule or test file that is parsed; the largest known has some 300 kB.
const LARGEST_TEXT: usize = 8 << 20;

/// The text of a file that people wrote by hand.
pub(crate) fn small<'tree>(file: &File<'tree>) -> Result<&'tree str, Problem> {
    if file.bytes.len() > LARGEST_TEXT {
        return Err(file.problem(None, "is larger than 8 MiB: no rule or test is"));
    }
    let text = file.text()?;
    if text.trim().is_empty() {
        return Err(file.problem(None, "is empty"));
    }
    Ok(text)
}

/// The problem of a file that is not the YAML, JSON, CSV or TOML that its reader expects.
pub(crate) fn unexpected(file: &File<'_>, format: &str, error: &documents::Error) -> Problem {
    let line = error.line.and_then(|line| u32::try_from(line).ok());
    let what = first_line(&error.what);
    file.problem(line, format!("is not the {format} expected here: {what}"))
}

/// The value, if there is more in it than white space.
pub(crate) fn some(text: impl Into<Option<String>>) -> Option<String> {
    text.into().filter(|text| !text.trim().is_empty())
}

/// The texts without those that stand there already, in their order.
pub(crate) fn distinct(texts: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts
        .into_iter()
        .map(Into::into)
        .filter(|text: &String| seen.insert(text.clone()))
        .collect()
}

/// The log sources that state something, each once, in their order.
pub(crate) fn log_sources(logs: impl IntoIterator<Item = LogSource>) -> Vec<LogSource> {
    let mut seen = BTreeSet::from([LogSource::default()]);
    logs.into_iter()
        .filter(|log| seen.insert(log.clone()))
        .collect()
}

/// The level that a word in any case means, if it is one of the scale.
pub(crate) fn level(word: &str) -> Option<Level> {
    match word.trim() {
        word if word.eq_ignore_ascii_case("info") => Some(Level::Informational),
        word => word.parse().ok(),
    }
}

/// A date in `2013/07/05`, `2013-07-05` or longer ISO form, as `2013-07-05`.
pub(crate) fn day(date: &str) -> Option<String> {
    let day: String = date
        .trim()
        .chars()
        .take(10)
        .map(|letter| if letter == '/' { '-' } else { letter })
        .collect();
    let shape = day.char_indices().all(|(at, letter)| {
        if at == 4 || at == 7 {
            letter == '-'
        } else {
            letter.is_ascii_digit()
        }
    });
    (day.len() == 10 && shape).then_some(day)
}
