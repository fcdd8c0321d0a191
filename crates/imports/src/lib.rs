//! What defenders bring: layers, lists and bundles that are threats, descriptions and exports that are stacks. Bytes in,
//! plain data out; nothing here opens a file, asks a catalogue or decides what an id means.
//!
//! Reading is all or nothing where a file is not what it seems to be ([`Error`] names the place), and forgiving inside: what
//! is no technique is kept as a note.

mod error;
mod ids;
mod input;
mod json;
mod keys;
mod layer;
mod limits;
mod notes;
pub mod report;
mod stacks;
mod table;
mod threats;
mod yaml;

use documents::lenient;

pub use error::{Error, ErrorPosition};
pub use limits::{DEEPEST, LARGEST_FILE, LARGEST_STACK_TOML, MOST_ENTRIES, MOST_NOTES};
pub use stacks::{ImportedStack, merge};

/// Reads whom a defender faces from a file of any known format, which is recognised from its content.
///
/// `name` is a path, an address or `-` for standard input. It is shown, and its stem is the name of a threat that names
/// itself nowhere.
pub fn threat(name: &str, bytes: &[u8]) -> Result<model::Threat, Error> {
    threats::read(&input::Input::open(name, bytes)?)
}

/// Reads what a defender owns from a file of any known format, which is recognised from its content.
///
/// `name` is a path, an address or `-` for standard input. It is shown, and its extension helps to tell `stack.toml` from
/// `savedsearches.conf`.
pub fn stack(name: &str, bytes: &[u8]) -> Result<ImportedStack, Error> {
    stacks::read(&input::Input::open(name, bytes)?)
}
