//! A finished catalogue, opened read-only, and all that can be looked up in it.

pub(crate) mod adversary;
pub(crate) mod drift;
mod expression;
pub(crate) mod fact;
pub(crate) mod fresh;
pub(crate) mod listed;
pub(crate) mod open;
pub(crate) mod related;
pub(crate) mod search;
pub(crate) mod source;
pub(crate) mod technique;
pub(crate) mod texts;
pub(crate) mod view;
pub(crate) mod whole;
