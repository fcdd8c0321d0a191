//! The repositories of sources on this machine: configured, fetched, locked, cached, read.
//!
//! [`Configuration`] says where they are, [`SyncPlan`] and [`Fetcher`] fetch them, [`Lock`] notes in which state, [`Jobs`] and
//! [`gather()`] read them for a catalogue. Nothing here prints, reads the environment or ends the process: folders are given,
//! and [`Progress`] receives the progress of long work. Only `clone` uses the network, by the `git` program.

mod address;
mod bundle;
mod cache;
mod clone;
mod configuration;
mod error;
mod fetch;
mod gather;
mod harvest_cache;
mod job;
mod jobs;
mod lock;
mod parallel;
mod progress;
mod sync;
mod target;

pub use bundle::{BundleSummary, bundle};
pub use cache::Cache;
pub use clone::Network;
pub use configuration::{Configuration, ConfiguredSource, RepositoryOverride, TomlFile, nearest};
pub use error::Error;
pub use fetch::{FetchedState, Fetcher};
pub use gather::gather;
pub use harvest_cache::HarvestCache;
pub use job::Job;
pub use jobs::Jobs;
pub use lock::{Lock, LockedRepository};
pub use progress::{Event, Progress};
pub use sync::{Failure, Revision, SyncOutcome, SyncPlan};
