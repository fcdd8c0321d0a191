//! What was left out, and why: a sentence for each kind, then the first few single things with their places.

use std::fmt::Display;

use crate::limits::MOST_NOTES;

/// So many characters of a parser's reason are shown; serde quotes what it found at any length.
pub(crate) const LONGEST_REASON: usize = 200;

/// So many characters of other people's text are shown.
const SHOWN: usize = 80;

/// Notes in the making.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    said: Vec<String>,
    single: Vec<String>,
    more: usize,
}

impl Notes {
    /// Something about the file as a whole.
    pub(crate) fn say(&mut self, what: impl Into<String>) {
        self.said.push(what.into());
    }

    /// So many `things` (one `thing`) and what became of them; nothing if there are none.
    pub(crate) fn count(&mut self, number: usize, thing: &str, what: &str) {
        if number > 0 {
            self.say(format!("{} {what}", counted(number, thing)));
        }
    }

    /// Something at one place.
    pub(crate) fn at(&mut self, place: impl Display, what: impl Display) {
        if self.single.len() < MOST_NOTES {
            self.single.push(format!("{place}: {what}"));
        } else {
            self.more += 1;
        }
    }

    /// All of them, in order.
    pub(crate) fn into_vec(self) -> Vec<String> {
        let more = (self.more > 0).then(|| format!("{} more", self.more));
        self.said
            .into_iter()
            .chain(self.single)
            .chain(more)
            .collect()
    }
}

/// `1 rule`, `3 rules`, `3 entries`.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    match (number, thing.strip_suffix('y')) {
        (1, _) => format!("1 {thing}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {thing}s"),
    }
}

/// Other people's text in one line, cut where it is long.
pub(crate) fn clipped(text: &str) -> String {
    cut(text, SHOWN)
}

/// In one line, at most so many characters.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    let text = text.trim();
    let short: String = text.chars().take(most).map(plain).collect();
    match text.chars().nth(most) {
        Some(_) => format!("{short}…"),
        None => short,
    }
}
