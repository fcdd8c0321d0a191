//! `rhumb.lock`: which commit of each repository was synced, and when. The same lock gives the same catalogue.

#![expect(clippy::disallowed_methods, reason = "the lock is a file")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sources::Origin;

use crate::address;
use crate::error::Error;

const FORMAT: u32 = 1;

const HEAD: &str = "\
# Written by `rhumb sync`: which state of each repository the catalogue is built from.
# `rhumb sync --locked` fetches exactly these.

";

/// The repositories, by id: that of their archive, or of the user's own source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    format: u32,
    /// Each at its commit.
    #[serde(default)]
    pub repositories: BTreeMap<String, LockedRepository>,
}

/// One repository at one commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedRepository {
    /// Where it was fetched from: `owner/name` on GitHub, or an address.
    pub repository: String,
    /// The branch that people read; none for the repository's own main branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// The commit.
    pub commit: String,
    /// Its date, in ISO form.
    pub commit_date: String,
    /// The day on which it was fetched, `YYYY-MM-DD`.
    pub read: String,
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            format: FORMAT,
            repositories: BTreeMap::new(),
        }
    }
}

impl Lock {
    /// The name of the file.
    pub const FILE_NAME: &str = "rhumb.lock";

    /// Reads the file; an empty lock if there is none.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => {
                let path = path.to_owned();
                return Err(Error::Read { path, source });
            }
        };
        let lock: Self = toml::from_str(&text).map_err(|source| Error::NotALock {
            path: path.to_owned(),
            source,
        })?;
        lock.check(path)?;
        Ok(lock)
    }

    fn check(&self, path: &Path) -> Result<(), Error> {
        if self.format != FORMAT {
            return Err(Error::LockFormat {
                path: path.to_owned(),
                found: self.format,
                known: FORMAT,
            });
        }
        let mut repositories = self.repositories.iter();
        match repositories.find(|(_, locked)| !is_commit(&locked.commit)) {
            Some((id, locked)) => Err(Error::LockedCommit {
                path: path.to_owned(),
                id: id.clone(),
                commit: locked.commit.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Writes the file beside the old one and renames it in.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let temporary = temporary(path)?;
        let text = toml::to_string(self).expect("a lock is a number and texts");
        let write = || -> io::Result<()> {
            fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
            let mut file = File::create(&temporary)?;
            file.write_all(HEAD.as_bytes())?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&temporary, path)
        };
        write().map_err(|source| Error::Write {
            path: path.to_owned(),
            source,
        })
    }
}

/// Always the same name, so that what a killed sync leaves behind does not add up.
fn temporary(path: &Path) -> Result<PathBuf, Error> {
    let Some(name) = path.file_name() else {
        return Err(Error::NoFileName(path.to_owned()));
    };
    Ok(path.with_file_name(format!(".{}.new", name.to_string_lossy())))
}

impl LockedRepository {
    /// Where statements that are read from it come from. A mirror holds what the public repository holds, whose files
    /// have addresses that everyone can open: only another repository on GitHub is named instead.
    pub(crate) fn origin(&self) -> Origin {
        let on_github = address::resolve(&self.repository) != self.repository;
        Origin {
            repository: on_github.then(|| self.repository.clone()),
            branch: self.branch.clone(),
            release: None,
            commit: Some(self.commit.clone()),
            commit_date: Some(self.commit_date.clone()),
            read: Some(self.read.clone()),
        }
    }

    /// Whether the clone of the repository with this id holds the commit.
    pub(crate) fn check_is_in(&self, clone: &Path, id: &str) -> Result<(), Error> {
        if sources::has_commit(clone, &self.commit) {
            return Ok(());
        }
        Err(Error::NotSynced {
            id: id.to_owned(),
            commit: self.commit.clone(),
        })
    }

    /// The day of its commit, `YYYY-MM-DD`.
    pub fn commit_day(&self) -> &str {
        self.commit_date.get(..10).unwrap_or(&self.commit_date)
    }
}

/// Whether the text is a whole commit id.
pub(crate) fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
