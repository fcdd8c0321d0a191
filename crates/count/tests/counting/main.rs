//! Every branch of every formula by its name, and what holds of all of them.

mod alignments;
mod comparisons;
mod gaps;
mod made;
mod numbers;
mod placing;
mod plans;
mod properties;
mod reasons;
mod rungs;
mod stacks;
mod telemetry;
mod volumes;
