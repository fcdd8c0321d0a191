//! What follows from the statements of the sources, each conclusion with its reason.

pub(crate) mod chains;
pub(crate) mod cluster;
pub(crate) mod countermeasures;
pub(crate) mod crosswalk;
pub(crate) mod follow;
mod follow_result;
pub(crate) mod link;
pub(crate) mod newer_names;
pub(crate) mod parts;
pub(crate) mod platform;
pub(crate) mod recognise;
pub(crate) mod rule_logs;
pub(crate) mod spellings;
pub(crate) mod tactics;
