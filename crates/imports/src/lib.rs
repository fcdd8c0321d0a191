//! What defenders bring: layers, lists and bundles that are threats, descriptions and exports that are stacks. Bytes in,
//! plain data out; nothing here opens a file, asks a catalogue or decides what an id means.
//!
//! Reading is all or nothing where a file is not what it seems to be ([`Error`] names the place), and forgiving inside: what
//! is no technique is kept as a note.

mod error;
pub mod report;

pub use error::{Error, Place};
