//! A bundle of what was synced, for networks without internet access.

use std::path::Path;

use sources::{Bundle, Reader, Tree};

use crate::cache::Cache;
use crate::configuration::Configuration;
use crate::error::Error;
use crate::lock::Lock;
use crate::progress::{Event, Progress};

/// What a bundle holds.
#[derive(Debug)]
pub struct BundleSummary {
    /// How many repositories.
    pub repositories: usize,
    /// Sources of the user's own that are not in it, since they lie in folders.
    pub left_out: Vec<String>,
}

/// Packs the repositories at the commits of the lock into the folder.
pub fn bundle(
    out: &Path,
    cache: &Cache,
    lock: &Lock,
    configuration: &Configuration,
    progress: &dyn Progress,
) -> Result<BundleSummary, Error> {
    Bundle::begin(out)?;
    let mut entries = Vec::new();
    for (id, locked) in &lock.repositories {
        let readers = configuration.readers(id);
        if readers.is_empty() || configuration.skips(id) {
            continue;
        }
        progress.report(id, &Event::Started);
        let clone = cache.repository(id);
        locked.check_is_in(&clone, id)?;
        let paths: Vec<&str> = readers.iter().flat_map(Reader::paths).collect();
        let (tree, _) = Tree::git(&clone, &locked.commit, &paths)?;
        entries.push(Bundle::pack(out, id, &tree, &locked.origin())?);
        let (files, bytes) = (tree.len(), tree.bytes());
        progress.report(id, &Event::Packed { files, bytes });
    }
    Bundle::list(out, &entries)?;
    let configured = configuration.sources.iter();
    let in_folders = configured.filter(|configured| configured.path.is_some());
    Ok(BundleSummary {
        repositories: entries.len(),
        left_out: in_folders
            .map(|configured| configured.source.id.clone())
            .collect(),
    })
}
