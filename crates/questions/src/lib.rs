//! Every question the catalogue answers, each defined once: a struct of arguments, a struct of the answer, one
//! function, and what other code needs to know of it ([`Ask`]). Command line, API and assistants follow from these.
//!
//! To add a question: one file here, its two lines below, one file in `publish`.

// Questions.
pub mod adversaries;
pub mod adversary;
pub mod align;
pub mod campaign;
pub mod categories;
pub mod compare;
pub mod control;
pub mod drift;
pub mod fit;
pub mod gaps;
pub mod log_source;
pub mod matrix;
pub mod notices;
pub mod page;
pub mod plan;
pub mod problems;
pub mod resource;
pub mod resources;
pub mod search;
pub mod software;
pub mod sources;
pub mod technique;
pub mod telemetry;

/// Calls a macro with the list of all questions, in the order in which help lists them: `Variant module,` for each.
#[macro_export]
macro_rules! for_each_question {
    ($call:ident) => {
        $call! {
            Page page,
            Technique technique,
            Search search,
            Resources resources,
            Resource resource,
            Matrix matrix,
            Align align,
            Gaps gaps,
            Plan plan,
            Telemetry telemetry,
            Compare compare,
            Fit fit,
            Adversaries adversaries,
            Categories categories,
            Adversary adversary,
            Software software,
            Campaign campaign,
            Control control,
            LogSource log_source,
            Sources sources,
            Problems problems,
            Drift drift,
            Notices notices,
        }
    };
}

// What questions are made of, and what stands beside them.
mod ask;
pub mod check;
pub mod compass;
mod counting;
pub mod diff;
mod error;
mod explain;
pub mod extract;
mod filter;
pub mod freshness;
mod leads;
mod link;
mod list;
pub mod names;
mod near;
mod not_mappable;
pub mod pack;
mod paging;
pub mod portable;
mod product;
mod profile;
mod registry;
pub mod stack;
mod technique_id;
pub mod threat;
pub mod words;

pub use ask::Ask;
pub use count::{Numbers, PillarNumbers};
pub use error::{Error, TechniqueOfOtherRelease};
pub use explain::ResourceExplanation;
pub use link::{LinkedResource, ResourceLinks, links};
pub use list::{Items, MOST, Page, PageRequest};
pub use near::NearMatch;
pub use not_mappable::NotMappable;
pub use paging::{List, Paging, ask_all};
pub use registry::{Answer, DEFINITIONS, Definition, Question, question};
pub use technique_id::TechniqueArgument;
