//! That something was looked at and cannot be mapped: less than a mapping, and more than saying nothing.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// A technique that the authors of a source looked at and could map to nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct NotMappable {
    /// The technique, as written.
    pub written: String,
    /// The release of ATT&CK that they looked at.
    pub release: Option<String>,
    /// Why, in their words.
    pub reason: Option<String>,
    /// The path of the file.
    pub path: String,
    /// The line, from 1, where it is known.
    pub line: Option<u32>,
}
