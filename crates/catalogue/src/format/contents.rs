//! How much of the sources a catalogue holds.

/// What of the sources goes into the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Descriptions, queries and all else.
    All,
    /// Facts only: ids, names, paths, mappings; no description, query or command. The built-in catalogue is such.
    FactsOnly,
}
