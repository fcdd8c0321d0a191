//! The one-file database: built from harvests, linked, opened read-only, looked up.
//!
//! The same harvests give the same bytes. Statements of sources and our conclusions stand in tables of their own.
//! No other crate knows that it is SQLite.

mod adversary;
mod body;
mod build;
mod building;
mod cluster;
mod countermeasures;
mod crosswalk;
mod drift;
mod error;
mod fact;
mod follow;
mod followed;
mod fresh;
mod index;
mod insert;
mod link;
mod listed;
mod open;
mod order;
mod parts;
mod platform;
mod prepared;
mod recognise;
mod related;
mod schema;
mod search;
mod source;
mod technique;
mod texts;
mod view;
mod vocabulary;
mod whole;

pub use adversary::{ACTORS, Statement};
pub use build::{Built, Gathered, Words, build};
pub use cluster::CopiedBy;
pub use countermeasures::{Inferred, Reason, countermeasures};
pub use drift::DriftRow;
pub use error::Error;
pub use fact::Called;
pub use fresh::ChangedInMonth;
pub use link::{FoundBy, meaning};
pub use listed::{Filter, Listed, Mapped};
pub use open::{About, Catalogue};
pub use prepared::{Prepared, prepare};
pub use related::RelatedRow;
pub use search::{Hit, Match};
pub use source::{PartCounts, SourceProblem, SourceRow};
pub use technique::{ListedTechnique, TechniqueRow};
pub use texts::Texts;
pub use view::{Elsewhere, Release};
pub use whole::{CopyRow, MappingRow, Whole};
