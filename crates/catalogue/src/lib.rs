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

pub use builder::packed_harvest::{PackedHarvest, prepare};
pub use builder::source_harvest::SourceHarvest;
pub use builder::{UnsavedCatalogue, build};
pub use conclusions::cluster::CopiedBy;
pub use conclusions::countermeasures::{InferenceReason, InferredCountermeasure, countermeasures};
pub use conclusions::link::FoundBy;
pub use error::Error;
pub use format::contents::Contents;
pub use lookup::adversary::AdversaryStatement;
pub use lookup::body::ResourceTexts;
pub use lookup::by_technique::MappedResource;
pub use lookup::changes::ChangedInMonth;
pub use lookup::drift::{DriftRow, DriftSubject};
pub use lookup::filter::Filter;
pub use lookup::names::ResourceName;
pub use lookup::not_mappable::NotMappableRow;
pub use lookup::open::{Catalogue, CatalogueSummary};
pub use lookup::related::RelatedRow;
pub use lookup::release::{Release, TechniqueInOtherRelease};
pub use lookup::resource::{CopyRow, MappingRow, ResourceDetails};
pub use lookup::resource_summary::ResourceSummary;
pub use lookup::search::{Hit, Match};
pub use lookup::source::{PartCounts, SourceProblem, SourceRow};
pub use lookup::tactic::{TacticContext, TacticFollower, TacticLead, TacticWords, tactic_mentions};
pub use lookup::technique::{TechniqueRow, TechniqueSummary};
