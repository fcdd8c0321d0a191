//! Where clones are kept from one sync to the next, and harvests from one build to the next.

use std::fs::{File, TryLockError, create_dir_all};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};

/// How long another sync may still need before we give up: what is left of a killed one ends within moments.
const PATIENCE: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(20);

/// The folder of the cache.
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// In this folder, whether it exists or not.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The bare clone of the repository with this id, whether it exists or not.
    pub fn repository(&self, id: &str) -> PathBuf {
        self.folder.join("repositories").join(format!("{id}.git"))
    }

    /// The clone that knows only the commits of the repository, for looking up dates.
    pub fn history(&self, id: &str) -> PathBuf {
        self.folder.join("histories").join(format!("{id}.git"))
    }

    /// The folder of the harvests, whether it exists or not.
    pub fn harvests(&self) -> PathBuf {
        self.folder.join("harvests")
    }

    /// Waits until nobody else changes the cache. It is ours until the file, and every copy of it that a child holds,
    /// is closed.
    pub fn turn(&self) -> anyhow::Result<File> {
        let path = self.folder.join("lock");
        let cannot = || format!("cannot keep repositories in `{}`", self.folder.display());
        create_dir_all(&self.folder).with_context(cannot)?;
        let file = File::create(&path).with_context(cannot)?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                // Where files know no locks, nobody can be waited for.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
                Err(TryLockError::WouldBlock) if waited < PATIENCE => {
                    std::thread::sleep(STEP);
                    waited += STEP;
                }
                Err(TryLockError::WouldBlock) => {
                    bail!(
                        "another `rhumb sync` is at work in `{}`",
                        self.folder.display()
                    )
                }
            }
        }
    }
}
