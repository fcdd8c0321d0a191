//! A finished catalogue, opened read-only, and all that can be looked up in it.

pub(crate) mod adversary;
pub(crate) mod body;
pub(crate) mod by_technique;
pub(crate) mod changes;
mod correction;
mod counting;
pub(crate) mod declaration;
pub(crate) mod drift;
mod expression;
pub(crate) mod filter;
mod log_source;
pub(crate) mod names;
pub(crate) mod not_mappable;
pub(crate) mod open;
pub(crate) mod related;
pub(crate) mod release;
pub(crate) mod resource;
pub(crate) mod resource_summary;
pub(crate) mod search;
pub(crate) mod source;
pub(crate) mod tactic;
pub(crate) mod technique;
