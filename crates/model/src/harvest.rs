//! What reading one source gives: its resources, what could not be read, and an account of every file.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{NotMappable, Ontology, Release, Resource};

/// Something in a source that could not be read or understood. The rest goes on.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Problem {
    /// The path of the file; empty for the source as a whole.
    pub path: String,
    /// The line, from 1, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What is wrong, as a sentence for its author.
    pub what: String,
}

/// The outcome of reading one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub enum FileOutcome {
    /// It gave resources or other statements.
    Stated,
    /// It could not be read, or not whole.
    Problem,
    /// It is known to hold none, and why.
    HoldsNone(String),
}

/// Every file that was read, counted by what became of it. The counts add up to `read`, or a file was lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileCounts {
    /// Files that the source asked for.
    pub read: u32,
    /// Files that gave resources or other statements.
    pub stated: u32,
    /// Files that gave a problem (and perhaps resources, too).
    pub problems: u32,
    /// Files known to hold none, by reason.
    pub hold_none: BTreeMap<String, u32>,
    /// Files of the tree that the source does not ask for.
    pub not_asked_for: u32,
}

/// All that one source says.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Harvest {
    /// Its resources, in the order of their files.
    pub resources: Vec<Resource>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What became of each file that was read.
    pub files: BTreeMap<String, FileOutcome>,
    /// Files of the tree that the source does not ask for.
    pub not_asked_for: u32,
    /// Techniques that its authors looked at and could map to nothing.
    pub not_mappable: Vec<NotMappable>,
    /// ATT&CK alone states a release.
    pub release: Option<Release>,
    /// D3FEND alone states an ontology.
    pub ontology: Option<Ontology>,
}

impl Harvest {
    /// The account of all files.
    pub fn account(&self) -> FileCounts {
        let mut account = FileCounts {
            not_asked_for: self.not_asked_for,
            ..FileCounts::default()
        };
        for outcome in self.files.values() {
            account.read += 1;
            match outcome {
                FileOutcome::Stated => account.stated += 1,
                FileOutcome::Problem => account.problems += 1,
                FileOutcome::HoldsNone(reason) => {
                    *account.hold_none.entry(reason.clone()).or_default() += 1;
                }
            }
        }
        account
    }
}
