//! The catalogue that the program carries: facts only, so that the first command after installation answers for real.

use catalogue::{Catalogue, Error};

/// Made by `cargo xtask starter`.
const PACKED: &[u8] = include_bytes!("../built-in.rhumb.zst");

/// Opens it, in memory.
pub(crate) fn open() -> Result<Catalogue, Error> {
    Catalogue::from_packed(PACKED)
}
