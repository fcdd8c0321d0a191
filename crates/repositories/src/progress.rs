//! The progress of long work.

use std::time::Duration;

use crate::fetch::FetchedState;

/// Receives the events of each source or repository, by its name, from several threads.
pub trait Progress: Sync {
    /// It has happened just now.
    fn report(&self, name: &str, event: &Event<'_>);
}

/// What happens to a source or repository.
#[derive(Debug)]
pub enum Event<'a> {
    /// Work on it begins.
    Started,
    /// Its fetch is so far: `45%`.
    Fetching(&'a str),
    /// It was fetched.
    Fetched {
        /// In which state.
        state: &'a FetchedState,
        /// How long it took.
        took: Duration,
    },
    /// It could not be fetched.
    NotFetched,
    /// It was read.
    Read {
        /// How many files it has.
        files: usize,
        /// How many bytes they hold.
        bytes: u64,
        /// How many resources it states.
        resources: usize,
        /// How many problems there were.
        problems: usize,
        /// How long it took.
        took: Duration,
    },
    /// It was packed.
    Packed {
        /// How many files it has.
        files: usize,
        /// How many bytes they hold.
        bytes: u64,
    },
}
