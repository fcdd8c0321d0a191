//! Text that people and tools write, read with care: YAML, JSON, CSV, TOML and XML under limits, fields that are written in
//! more than one way, and documents that several crates need. A text in, plain data out.
//!
//! Nothing here knows a file, a source or a question. What is wrong is an [`Error`] that says where; who reads a file adds
//! which one, and what to make of it.

pub mod csv;
mod error;
pub mod json;
pub mod lenient;
pub mod sigma;
pub mod text;
pub mod toml;
pub mod xml;
pub mod yaml;

pub use error::Error;
