//! Every question the catalogue answers, each defined once: a struct of arguments, a struct of the answer, one
//! function. Command line, API and assistants follow from these.
//!
//! To add a question: one file here, its line in `registry`, its face in `publish`.

pub mod diff;
pub mod drift;
mod error;
mod filter;
mod link;
mod list;
pub mod notices;
pub mod page;
pub mod problems;
mod registry;
pub mod resource;
pub mod resources;
pub mod search;
pub mod sources;
pub mod technique;
mod technique_id;

pub use error::{Error, Near, OfAnotherRelease};
pub use link::{Linked, Links, folder_url, links};
pub use list::{MOST, Page, Which};
pub use registry::{Answer, DEFINITIONS, Definition, Question};
pub use technique_id::TechniqueArgument;
