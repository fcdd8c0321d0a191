//! A bundle of what was synced, for networks without a way out.

use std::path::PathBuf;

use anyhow::ensure;
use repositories::gather::{NotSynced, is_skipped, readers};
use repositories::lock::Lock;
use sources::{Bundle, Tree};

use crate::locations::{self, CacheFolder, ConfigurationFile};
use crate::progress::{Progress, megabytes};

/// Arguments of `bundle`.
#[derive(clap::Args)]
pub(crate) struct BundleArguments {
    /// The folder that becomes the bundle
    out: PathBuf,
    #[command(flatten)]
    configuration: ConfigurationFile,
    #[command(flatten)]
    cache: CacheFolder,
}

pub(crate) fn bundle(arguments: &BundleArguments) -> anyhow::Result<()> {
    let configuration = arguments.configuration.read()?;
    let lock = Lock::read(&locations::lock(&configuration)?)?;
    ensure!(!lock.repositories.is_empty(), NotSynced::Nothing);
    let cache = arguments.cache.cache()?;
    Bundle::begin(&arguments.out)?;
    let progress = Progress::new(lock.repositories.len(), "repositories");
    let mut entries = Vec::new();
    for (id, locked) in &lock.repositories {
        let readers = readers(id, &configuration);
        if readers.is_empty() || is_skipped(id, &configuration) {
            continue;
        }
        progress.started(id);
        let clone = cache.repository(id);
        NotSynced::check(&clone, id, locked)?;
        let paths: Vec<&str> = readers.iter().flat_map(sources::Reader::paths).collect();
        let (tree, _) = Tree::git(&clone, &locked.commit, &paths)?;
        entries.push(Bundle::pack(&arguments.out, id, &tree, &locked.origin())?);
        let (files, megabytes) = (tree.len(), megabytes(tree.bytes()));
        progress.ended(id, &format!("{files} files, {megabytes:.1} MB"));
    }
    Bundle::list(&arguments.out, &entries)?;
    progress.finish();
    eprintln!(
        "{}: {} repositories",
        arguments.out.display(),
        entries.len()
    );
    let own = configuration
        .sources
        .iter()
        .filter(|one| one.path.is_some());
    let own: Vec<&str> = own.map(|one| one.source.id.as_str()).collect();
    if !own.is_empty() {
        eprintln!(
            "not in it, for they lie in folders of your own: {}",
            own.join(", ")
        );
    }
    Ok(())
}
