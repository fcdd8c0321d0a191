//! Counting, without a database: plain data in, plain data out. Every number that a page, a table or an export shows is
//! computed here, and nowhere else.

mod ladder;
mod log_source;
mod volume;

pub use ladder::{RUNGS, gap, rung};
pub use log_source::{StackLogSource, log_name};
pub use volume::{Points, Potential, Volume, potential, volume};
