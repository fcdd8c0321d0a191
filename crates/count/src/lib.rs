//! Counting, without a database: plain data in, plain data out. Every number that a page, a table or an export shows is
//! computed here, and nowhere else.

mod ladder;
mod lead;
mod log_source;
mod stack;
mod volume;

pub use ladder::{RUNGS, gap, rung};
pub use lead::Leads;
pub use log_source::{StackLogSource, log_name};
pub use stack::{RuleName, StackInCatalogue, StackSummary, named_techniques, names_rules};
pub use volume::{Points, Potential, Volume, potential, volume};
