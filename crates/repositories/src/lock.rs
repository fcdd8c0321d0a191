//! `rhumb.lock`: which commit of each repository was synced, and when. The same lock gives the same catalogue.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use sources::Origin;

/// What the file is called.
pub const NAME: &str = "rhumb.lock";

const FORMAT: u32 = 1;

const HEAD: &str = "\
# Document by `rhumb sync`: which state of each repository the catalogue is built from.
# `rhumb sync --locked` fetches exactly these.

";

/// The repositories, by id: that of their archive, or of the user's own source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    format: u32,
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
    /// Reads the file; an empty lock if there is none.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            read => read.with_context(|| format!("cannot read `{}`", path.display()))?,
        };
        let lock: Self = toml::from_str(&text)
            .with_context(|| format!("`{}` is no lock of this program", path.display()))?;
        ensure!(
            lock.format == FORMAT,
            "the format of `{}` is {}, this program reads format {FORMAT}",
            path.display(),
            lock.format
        );
        for (id, locked) in &lock.repositories {
            ensure!(
                is_commit(&locked.commit),
                "`{}`: `{}` of `{id}` is no whole commit id",
                path.display(),
                locked.commit.escape_debug()
            );
        }
        Ok(lock)
    }

    /// Writes the file beside the old one and renames it in.
    pub fn save(&self, path: &Path) -> anyhow::Result<()> {
        let beside = beside(path)?;
        let text = HEAD.to_owned() + &toml::to_string(self)?;
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
            let mut file = File::create(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, path)
        };
        write().with_context(|| format!("cannot write `{}`", path.display()))
    }
}

/// Always the same name, so that what a killed sync leaves behind does not add up.
fn beside(path: &Path) -> anyhow::Result<PathBuf> {
    let Some(name) = path.file_name() else {
        bail!("`{}` is no file", path.display())
    };
    Ok(path.with_file_name(format!(".{}.new", name.to_string_lossy())))
}

impl LockedRepository {
    /// Where statements that are read from it come from. A mirror holds what the public repository holds, whose files
    /// have addresses that everyone can open: only another repository on GitHub is named instead.
    pub fn origin(&self) -> Origin {
        let on_github = crate::address::address(&self.repository) != self.repository;
        Origin {
            repository: on_github.then(|| self.repository.clone()),
            branch: self.branch.clone(),
            release: None,
            commit: Some(self.commit.clone()),
            commit_date: Some(self.commit_date.clone()),
            read: Some(self.read.clone()),
        }
    }
}

/// Whether the text is a whole commit id.
pub fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
