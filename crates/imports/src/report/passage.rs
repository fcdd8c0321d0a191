//! A passage: a paragraph, a heading, an item or a row, with the place of each of its words.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::clean::clean;

/// Where in a report something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// A line of text, Markdown or HTML, from 1.
    Line(u64),
    /// A page of a PDF, from 1.
    Page(u64),
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(out, "line {line}"),
            Self::Page(page) => write!(out, "page {page}"),
        }
    }
}

/// A paragraph, a heading, an item of a list or a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its text on one line, cleaned of what only typesetting needs.
    pub text: String,
    /// Where it begins.
    pub place: Position,
    /// Whether it is a heading, where capitals say nothing.
    pub heading: bool,
    /// From which byte of the text which place holds.
    places: Vec<(usize, Position)>,
}

impl Passage {
    /// The place of a byte of its text.
    pub fn place_at(&self, offset: usize) -> Position {
        let after = self.places.partition_point(|(start, _)| *start <= offset);
        after
            .checked_sub(1)
            .map_or(self.place, |index| self.places[index].1)
    }
}

/// A passage that is being read, line by line.
#[derive(Default)]
pub(super) struct Draft {
    text: String,
    places: Vec<(usize, Position)>,
    /// The line before ended in a soft hyphen: the word goes on.
    joined: bool,
}

impl Draft {
    /// Adds a line, and puts together the word that the line's end had cut.
    pub(super) fn line(&mut self, place: Position, line: &str) {
        let mut cleaned = String::new();
        clean(line, &mut cleaned);
        let next = cleaned.trim();
        if next.is_empty() {
            return;
        }
        self.join(next);
        self.places.push((self.text.len(), place));
        self.text.push_str(next);
        self.joined = line.trim_end().ends_with('\u{ad}');
    }

    /// `tech-` + `nique` is one word, `Power-` + `Shell` keeps its hyphen, all else gets a space.
    fn join(&mut self, next: &str) {
        let cut = self.text.strip_suffix('-').is_some_and(|before| {
            before.ends_with(char::is_alphabetic) && next.starts_with(char::is_alphabetic)
        });
        if cut && next.starts_with(char::is_lowercase) {
            self.text.pop();
        } else if !cut && !self.joined && !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    /// Adds a part of a line as it stands, spaces and all.
    pub(super) fn part(&mut self, place: Position, part: &str) {
        let mut next = String::new();
        clean(part, &mut next);
        for (index, word) in next.split(' ').enumerate() {
            if index > 0 && !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            if !word.is_empty() {
                self.places.push((self.text.len(), place));
                self.text.push_str(word);
            }
        }
    }

    /// What has been read, where that is anything; the draft is empty afterwards.
    pub(super) fn finish(&mut self, heading: bool) -> Option<Passage> {
        let mut draft = std::mem::take(self);
        draft.text.truncate(draft.text.trim_end().len());
        draft.places.dedup_by_key(|(_, place)| *place);
        let place = draft.places.first()?.1;
        Some(Passage {
            text: draft.text,
            place,
            heading,
            places: draft.places,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_words_together_and_keeps_their_lines() {
        let mut draft = Draft::default();
        for (line, text) in [
            (1, "a tech-"),
            (2, "nique of Power-"),
            (3, "Shell 7 -"),
            (4, "soft\u{ad}"),
            (5, "ware"),
        ] {
            draft.line(Position::Line(line), text);
        }
        let passage = draft.finish(false).unwrap();
        assert_eq!(passage.text, "a technique of Power-Shell 7 - software");
        let line = |word| passage.place_at(passage.text.find(word).unwrap());
        assert_eq!(line("nique"), Position::Line(2));
        assert_eq!(line("Shell"), Position::Line(3));
        assert_eq!(line("ware"), Position::Line(5));
        assert_eq!(draft.finish(false), None);
    }
}
