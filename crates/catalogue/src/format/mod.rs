//! What stands in the one file, for those who write it and those who read it: its tables, and how texts are packed.

pub(crate) mod body;
pub(crate) mod column;
pub(crate) mod contents;
pub(crate) mod counting;
pub(crate) mod packing;
pub(crate) mod schema;
