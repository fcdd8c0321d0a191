//! `rhumb bundle`: a bundle of what was synced, for networks without internet access.

use std::path::PathBuf;

use anyhow::ensure;
use repositories::{Error, Lock};

use crate::locations::{self, CacheFolder, ConfigurationFile};
use crate::progress::ProgressDisplay;

/// Arguments of `bundle`.
#[derive(clap::Args)]
pub(crate) struct BundleArguments {
    /// The folder to write
    out: PathBuf,
    #[command(flatten)]
    configuration: ConfigurationFile,
    #[command(flatten)]
    cache: CacheFolder,
}

pub(crate) fn bundle(arguments: &BundleArguments) -> anyhow::Result<()> {
    let configuration = arguments.configuration.read()?;
    let lock = Lock::read(&locations::lock(&configuration)?)?;
    ensure!(!lock.repositories.is_empty(), Error::NothingSynced);
    let cache = arguments.cache.cache()?;
    let out = &arguments.out;
    let progress = ProgressDisplay::new(lock.repositories.len(), "repositories");
    let bundled = repositories::bundle(out, &cache, &lock, &configuration, &progress)?;
    progress.finish();
    eprintln!("{}: {} repositories", out.display(), bundled.repositories);
    if !bundled.left_out.is_empty() {
        eprintln!(
            "not in it, for they lie in folders of your own: {}",
            bundled.left_out.join(", ")
        );
    }
    Ok(())
}
