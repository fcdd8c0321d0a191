//! Counting, without a database: plain data in, plain data out. Every number that a page, a table or an export shows is
//! computed here, and nowhere else.

mod ladder;
mod volume;

pub use ladder::{RUNGS, gap, rung};
pub use volume::{Points, Potential, Volume, potential, volume};
