//! Every question the catalogue answers, each defined once: a struct of arguments, a struct of the answer, one
//! function. Command line, API and assistants follow from these.
//!
//! To add a question: one file here, its line in `registry`, its face in `publish`.

pub mod adversaries;
pub mod adversary;
pub mod align;
pub mod campaign;
pub mod categories;
pub mod check;
pub mod compare;
pub mod compass;
pub mod control;
mod counting;
pub mod diff;
pub mod drift;
mod error;
mod explain;
pub mod extract;
mod filter;
pub mod fit;
pub mod freshness;
pub mod gaps;
mod leads;
mod link;
mod list;
pub mod log_source;
pub mod matrix;
pub mod names;
mod near;
pub mod notices;
pub mod pack;
pub mod page;
pub mod plan;
pub mod portable;
pub mod problems;
mod product;
mod profile;
mod registry;
pub mod resource;
pub mod resources;
pub mod search;
pub mod software;
pub mod sources;
pub mod stack;
pub mod technique;
mod technique_id;
pub mod telemetry;
pub mod threat;

pub use count::{Numbers, PillarNumbers};
pub use error::{Error, OfAnotherRelease};
pub use explain::Explained;
pub use link::{Linked, Links, folder_url, links};
pub use list::{Items, MOST, Page, Which};
pub use near::Near;
pub use product::{PRODUCTS, Product};
pub use registry::{Answer, DEFINITIONS, Definition, Question};
pub use technique_id::TechniqueArgument;
