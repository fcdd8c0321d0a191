//! Answers as people and programs read them: on the terminal, as Markdown, JSON, NDJSON, CSV, XLSX, as a layer of the
//! ATT&CK Navigator, a STIX bundle or a picture of the matrix. Pages are made by `web`, of the same rows and words.
//!
//! Nothing here asks or decides; every surface gets its text from these functions.

mod about;
mod address;
mod answers;
mod check;
mod columns;
mod compass;
mod diff;
mod extract;
mod format;
mod heat;
mod markdown;
mod numbers;
mod options;
mod pack;
pub mod related;
mod retag;
mod scripts;
mod statements;
mod style;
mod subject;
mod table;
mod terminal;

pub use address::is_web_address;
pub use answers::{AnswerShape, answer_shape, table, title};
pub use check::{Report, check};
pub use compass::compass;
pub use diff::diff;
pub use extract::extract;
pub use format::{Error, Format, Output, publish};
pub use heat::{Scale, Score, Tone};
pub use options::{Layout, Options};
pub use pack::pack;
pub use retag::{Patch, patch};
pub use scripts::scripts;
pub use style::{Style, clean as plain, clean_lines as plain_lines, is_invisible};
pub use table::{Column, Table, Type, Value};
