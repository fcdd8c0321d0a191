//! Answers as people and programs read them: on the terminal, as Markdown, HTML, JSON, NDJSON, CSV.
//!
//! Nothing here asks or decides; every surface gets its text from these functions.

mod check;
mod diff;
mod format;
mod html;
mod joined;
mod markdown;
mod retag;
mod rows;
mod style;
mod terminal;

pub use check::{Report, check};
pub use diff::diff;
pub use format::{Error, Format, Layout, Options, publish};
pub use retag::{Patch, patch};
pub use style::Style;
