//! The one-file database: built from harvests, linked, opened read-only, looked up.
//!
//! The same harvests give the same bytes. Statements of sources and our conclusions stand in tables of their own, and so
//! does the code: `builder` writes what sources state, `conclusions` draws what follows from it, `lookup` reads both, and
//! `format` is what the writer and the reader agree on. No other crate knows that it is SQLite.

mod builder;
mod conclusions;
mod error;
mod format;
mod lookup;

pub use builder::gathered::Gathered;
pub use builder::prepared::{Prepared, prepare};
pub use builder::{Built, build};
pub use conclusions::cluster::CopiedBy;
pub use conclusions::countermeasures::{Inferred, Reason, countermeasures};
pub use conclusions::link::FoundBy;
pub use error::Error;
pub use format::contents::Contents as Words;
pub use lookup::adversary::Statement;
pub use lookup::body::Texts;
pub use lookup::by_technique::Mapped;
pub use lookup::changes::ChangedInMonth;
pub use lookup::drift::DriftRow;
pub use lookup::filter::Filter;
pub use lookup::listed::Listed;
pub use lookup::names::Called;
pub use lookup::open::{About, Catalogue};
pub use lookup::related::RelatedRow;
pub use lookup::release::{Elsewhere, Release};
pub use lookup::resource::{CopyRow, MappingRow, Whole};
pub use lookup::search::{Hit, Match};
pub use lookup::source::{PartCounts, SourceProblem, SourceRow};
pub use lookup::technique::{ListedTechnique, TechniqueRow};
