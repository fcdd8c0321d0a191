//! One vocabulary: what sources and people call platforms, logs, countries, sectors, motives and tactics, translated to one
//! name each.
//!
//! The tables are data in `data/`; the code only looks words up. A word that stands in no table is not understood, and
//! whoever asks is told so: nothing is guessed. A new word is a line in a table.

pub mod category;
pub mod logs;
pub mod platform;
pub mod tactic;
mod word;

pub use word::{apart, fold};
