//! What all text formats need: a limit of size, and lines.

use std::collections::BTreeSet;

use model::{Level, Problem};

use crate::File;

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

/// The line, from 1, of the byte at `offset`.
pub(crate) fn line_at(text: &str, offset: usize) -> Option<u32> {
    let before = text.as_bytes().get(..offset)?;
    u32::try_from(before.split(|&byte| byte == b'\n').count()).ok()
}

/// A text by its lines, for whoever asks for many of them.
pub(crate) struct Lines<'text> {
    text: &'text str,
    starts: Vec<usize>,
}

impl<'text> Lines<'text> {
    pub(crate) fn new(text: &'text str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    /// The line, from 1, of the byte at `offset`.
    pub(crate) fn line_at(&self, offset: usize) -> Option<u32> {
        u32::try_from(self.starts.partition_point(|&start| start <= offset)).ok()
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The line with this index, from 0, with its break; empty beyond the last.
    pub(crate) fn line(&self, index: usize) -> &'text str {
        self.between(index, index)
    }

    /// The text from one line to another, both included.
    pub(crate) fn between(&self, first: usize, last: usize) -> &'text str {
        let start = |index: usize| self.starts.get(index).copied().unwrap_or(self.text.len());
        &self.text[start(first)..start(last + 1)]
    }
}

/// The first line alone, for messages that quote more.
pub(crate) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("").trim()
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
