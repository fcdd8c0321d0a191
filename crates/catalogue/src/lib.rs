//! The one-file database: built from harvests, linked, opened read-only, looked up.
//!
//! The same harvests give the same bytes. Statements of sources and our conclusions stand in tables of their own.
//! No other crate knows that it is SQLite.

mod body;
mod build;
mod building;
mod countermeasures;
mod crosswalk;
mod error;
mod follow;
mod insert;
mod listed;
mod open;
mod order;
mod platform;
mod schema;
mod search;
mod source;
mod technique;
mod texts;
mod whole;

pub use build::{Built, Gathered, Words, build};
pub use countermeasures::{Inferred, Reason, countermeasures};
pub use crosswalk::{Crosswalk, Side, Step, TacticName, TechniqueName, Way};
pub use error::Error;
pub use listed::{Filter, Listed, Mapped};
pub use open::{About, Catalogue};
pub use search::{Hit, Match};
pub use source::{PartCounts, SourceProblem, SourceRow};
pub use technique::{ListedTechnique, TechniqueRow};
pub use texts::Texts;
pub use whole::{MappingRow, RelatedRow, Whole};
