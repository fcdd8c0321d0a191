//! What can go wrong with a catalogue.

use std::path::PathBuf;

/// A catalogue cannot be built, opened or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file.
    #[error("there is no catalogue at `{0}`")]
    Missing(PathBuf),
    /// The file is no catalogue, or another program version wrote it.
    #[error("`{path}` is not a catalogue of this program version: {why}")]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The file cannot be written.
    #[error("cannot write the catalogue `{path}`")]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The release of ATT&CK was not read.
    #[error("this catalogue has no ATT&CK {wanted}, only {}", .known.join(", "))]
    NoRelease {
        /// What was asked for.
        wanted: String,
        /// The releases that it has.
        known: Vec<String>,
    },
    /// The file cannot be read to its end.
    #[error("the catalogue is damaged")]
    Database(#[source] rusqlite::Error),
    /// The caller gave up waiting for the answer.
    #[error("the query was cancelled")]
    GivenUp,
    /// A text in it cannot be unpacked.
    #[error("the catalogue is damaged: {0}")]
    Damaged(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Self::GivenUp,
            _ => Self::Database(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}
