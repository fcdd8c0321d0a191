//! Every branch of every formula by its name, and what holds of all of them.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod alignments;
mod case;
mod comparisons;
mod gaps;
mod numbers;
mod pillars;
mod placing;
mod plans;
mod properties;
mod reasons;
mod rungs;
mod stacks;
mod telemetry;
mod volumes;
