//! Why a question has no answer.

use std::fmt;

/// Something whose name is close to what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its id.
    pub id: String,
    /// Its name or title.
    pub name: String,
}

impl fmt::Display for Near {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.id, self.name)
    }
}

/// A question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The catalogue holds nothing of this name.
    #[error("there is no {what} `{name}` in this catalogue")]
    Unknown {
        /// `technique`, `resource`, `source`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// The nearest three.
        near: Vec<Near>,
    },
    /// An argument makes no sense.
    #[error("{0}")]
    Argument(String),
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Error),
}
