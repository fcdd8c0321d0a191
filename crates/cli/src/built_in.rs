//! The catalogue that the program carries: facts only, so that the first command after installation answers for real.

use anyhow::Context;
use catalogue::Catalogue;

/// Made by `cargo xtask starter`.
const PACKED: &[u8] = include_bytes!("../built-in.rhumb.zst");

/// Opens it, in memory.
pub(crate) fn open() -> anyhow::Result<Catalogue> {
    let bytes = zstd::decode_all(PACKED).context("the built-in catalogue is damaged")?;
    Ok(Catalogue::from_bytes(&bytes)?)
}
