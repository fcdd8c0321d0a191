//! Why a file that a defender brings cannot be used.

use std::fmt;

/// A file cannot be used: which, where in it, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}{}: {what}", .place.as_ref().map(|place| format!(": {place}")).unwrap_or_default())]
pub struct Error {
    /// The file, address or `standard input`.
    pub name: String,
    /// Where in it, if known.
    pub place: Option<ErrorPosition>,
    /// The message, without a full stop.
    pub what: String,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorPosition {
    /// A line, from 1.
    Line(u64),
    /// A line and a column, from 1.
    At(u64, u64),
    /// A field: `techniques[3].score`.
    Field(String),
}

impl fmt::Display for ErrorPosition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(out, "line {line}"),
            Self::At(line, column) => write!(out, "line {line}, column {column}"),
            Self::Field(field) => out.write_str(field),
        }
    }
}
