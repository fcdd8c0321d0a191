//! The repositories of sources as they lie on this machine: fetched, noted in a lock, kept in a cache, configured, read.
//!
//! It fetches by the `git` program, in `clone.rs` alone. It prints nothing, asks the environment for nothing and ends no
//! process: the program says where things are and hears how far they are.

#![expect(
    missing_docs,
    reason = "moved as it was; what stays public is documented next"
)]

pub mod address;
pub mod cache;
pub mod clone;
pub mod configuration;
pub mod fetch;
pub mod gather;
pub mod harvest_cache;
pub mod lock;
pub mod target;
