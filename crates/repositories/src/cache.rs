//! The folder that holds clones from one sync to the next, and harvests from one build to the next.

#![expect(clippy::disallowed_methods, reason = "the cache is a folder")]

use std::fs::{File, TryLockError, create_dir_all};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::harvest_cache::HarvestCache;

/// How long to wait for another sync: the children of a killed one end within moments.
const PATIENCE: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(20);

/// The folder of clones and harvests.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache in this folder, whether it exists or not.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The harvests that the program in this file read.
    pub fn harvests(&self, executable: Option<PathBuf>) -> HarvestCache {
        HarvestCache::new(self.folder.join("harvests"), executable)
    }

    /// The bare clone of the repository with this id, whether it exists or not.
    pub(crate) fn repository(&self, id: &str) -> PathBuf {
        self.folder.join("repositories").join(format!("{id}.git"))
    }

    /// The clone that holds only the commits of the repository, for looking up dates.
    pub(crate) fn history(&self, id: &str) -> PathBuf {
        self.folder.join("histories").join(format!("{id}.git"))
    }

    /// Waits until no other process changes the cache. It is locked until the file, and every copy of it that a child process
    /// holds, is closed.
    pub fn acquire(&self) -> Result<File, Error> {
        let file = self.lock_file()?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                // A file system without locks gives no way to wait.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
                Err(TryLockError::WouldBlock) if waited < PATIENCE => {
                    thread::sleep(STEP);
                    waited += STEP;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::CacheInUse(self.folder.clone()));
                }
            }
        }
    }

    fn lock_file(&self) -> Result<File, Error> {
        create_dir_all(&self.folder)
            .and_then(|()| File::create(self.folder.join("lock")))
            .map_err(|source| Error::Cache {
                folder: self.folder.clone(),
                source,
            })
    }
}
