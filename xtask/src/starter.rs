//! The built-in catalogue: facts only, packed as small as can be.

use std::path::Path;

use anyhow::{bail, ensure};

use crate::{program, root};

/// More than this would weigh on everyone who installs the program, and history keeps every version.
const LARGEST: usize = 4_300_000;

/// Makes `crates/cli/built-in.rhumb.zst` from a bundle.
pub(crate) fn starter(from: &Path) -> anyhow::Result<()> {
    let program = program()?;
    let folder = tempfile::tempdir()?;
    let catalogue = folder.path().join("built-in.rhumb");
    let mut command = std::process::Command::new(program);
    command
        .arg("build")
        .arg("--facts-only")
        .arg("--from")
        .arg(from)
        .arg("--out")
        .arg(&catalogue);
    if !command.status()?.success() {
        bail!("the catalogue could not be built");
    }
    let bytes = std::fs::read(&catalogue)?;
    let packed = zstd::bulk::compress(&bytes, 22)?;
    ensure!(
        packed.len() <= LARGEST,
        "{} bytes packed are more than {LARGEST}",
        packed.len()
    );
    std::fs::write(root().join("crates/cli/built-in.rhumb.zst"), &packed)?;
    println!("{} bytes, {} packed", bytes.len(), packed.len());
    Ok(())
}
