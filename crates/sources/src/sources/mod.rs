//! One file per source. A test compares this list with the folder and with `fixtures/`.

mod attack;
mod car;

use crate::Source;

/// Every source that we know how to read, in the order in which pages show them.
pub const SOURCES: &[&Source] = &[&attack::SOURCE, &car::SOURCE];

/// The source with this id.
pub fn source(id: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.id == id).copied()
}
