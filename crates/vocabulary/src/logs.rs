//! Logs: what rules read and stacks have, whoever names it.
//!
//! A *log* is a feed that is switched on as one; an *event* is a kind of record in it. `log/event` is a *unit*, the smallest
//! thing that a word can stand for. Every word of every source stands for a set of units, a [`LogSet`]: a rule runs where
//! its set and that of the stack have a unit in common.
//!
//! The tables are `data/kinds.toml`, `data/components.toml`, `data/words.toml` and `data/logs/*.toml`. A new file is a line
//! in `logs/data.rs`.

mod channel;
mod data;
mod fields;
mod named;
mod reach;
mod resolve;
mod set;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use named::{logs_in_use, logs_named, logs_of_product};
pub use resolve::{Resolved, logs_of, platforms_of};
pub use set::LogSet;
pub use table::{Meaning, Unit};

use crate::fold;
use table::TABLE;

/// All units; a [`LogSet`] holds their positions here.
pub fn units() -> &'static [Unit] {
    &TABLE.units
}

/// The position of the unit of this id.
pub fn position(id: &str) -> Option<usize> {
    TABLE.positions.get(id).copied()
}

/// What a word stands for, whoever says it.
pub fn meaning(word: &str) -> Option<&'static Meaning> {
    TABLE.words.of(None, &fold(word))
}

/// What a word stands for in this source.
pub fn meaning_in(source: &str, word: &str) -> Option<&'static Meaning> {
    TABLE.words.of(Some(source), &fold(word))
}

/// Every word that stands for logs or is known to stand for none, as it is written, sorted. One that ends in `*` stands for
/// every word that begins so.
pub fn log_words() -> &'static [String] {
    &TABLE.words.written
}

/// Words like one that is not understood, the most like first; at most three.
pub fn nearest_logs(word: &str) -> Vec<&'static str> {
    let words = log_words().iter().filter(|word| !word.ends_with('*'));
    crate::word::nearest(word, words.map(|word| (word.as_str(), word.as_str())))
}

/// The id and the name of every kind of event.
pub fn event_kinds() -> &'static [(String, String)] {
    &TABLE.kinds
}

/// The id and the name of every data component.
pub fn data_components() -> &'static [(String, String)] {
    &TABLE.components
}
