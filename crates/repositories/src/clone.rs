//! One bare clone of the cache, kept current by the `git` program: proxies, credential helpers and addresses that the
//! user has configured work as usual. Nothing else in this crate uses the network.

#![expect(
    clippy::disallowed_methods,
    reason = "clones are folders, and `git` is a program"
)]

mod git;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::Error;

/// The reference of what was fetched last.
pub(crate) const INCOMING: &str = "refs/rhumb/incoming";
/// The reference of the newest commit of which everything is there.
const CURRENT: &str = "refs/rhumb/current";

/// Every fetch adds a pack; more than this slow down reading.
const MANY_PACKS: usize = 50;

/// How clones are fetched.
#[derive(Debug)]
pub struct Network {
    /// The lock of the cache, from [`Cache::acquire`](crate::Cache::acquire): held as long as anyone changes it.
    pub cache_lock: File,
    /// For how long nothing may come before a fetch is given up.
    pub timeout: Duration,
    /// Whether the environment says which `ssh` git is to use.
    pub environment_names_ssh: bool,
}

/// A bare clone and where it is fetched from.
pub(crate) struct BareClone<'a> {
    folder: PathBuf,
    address: String,
    network: &'a Network,
    /// Receives the progress of a fetch: `45%`.
    on_percent: &'a dyn Fn(&str),
}

impl<'a> BareClone<'a> {
    /// Opens the clone, or makes an empty one. What an interrupted fetch left behind is removed.
    pub(crate) fn open(
        folder: PathBuf,
        address: String,
        network: &'a Network,
        on_percent: &'a dyn Fn(&str),
    ) -> Result<Self, Error> {
        let clone = Self {
            folder,
            address,
            network,
            on_percent,
        };
        remove_leftovers(&clone.folder);
        if !clone.is_usable() {
            clone.init().map_err(|error| Error::Clone {
                folder: clone.folder.clone(),
                source: Box::new(error),
            })?;
        }
        Ok(clone)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Fetches one commit and its folders, without files where the server can leave them out.
    pub(crate) fn fetch(&self, revision: &str) -> Result<(), Error> {
        let refspec = format!("+{revision}:{INCOMING}");
        self.run_fetch(
            &["--depth=1", "--filter=blob:none", "origin", &refspec],
            None,
        )
    }

    /// Fetches the commits of a branch, without folders and files.
    pub(crate) fn fetch_history(&self, branch: &str) -> Result<(), Error> {
        let refspec = format!("+{branch}:{INCOMING}");
        self.run_fetch(&["--filter=tree:0", "origin", &refspec], None)
    }

    /// Fetches the files with these ids, all in one go.
    pub(crate) fn fetch_blobs(&self, ids: &[String]) -> Result<(), Error> {
        let ids = ids.join("\n") + "\n";
        self.run_fetch(&["--filter=blob:none", "--stdin", "origin"], Some(ids))
    }

    /// Notes that everything of the commit is there: the next fetch asks for what has changed since.
    pub(crate) fn mark_complete(&self, commit: &str) -> Result<(), Error> {
        self.output(&["update-ref", CURRENT, commit])?;
        let packs = fs::read_dir(self.folder.join("objects/pack"))?
            .flatten()
            .filter(|entry| has_extension(&entry.path(), "pack"));
        if packs.count() > MANY_PACKS {
            // Nothing is lost where it fails: the packs stay as they are.
            let _ = self.output(&["repack", "-a", "-d", "-k", "--quiet"]);
        }
        Ok(())
    }

    /// The last commit of the fetched history at or before the moment; none if the history ends before it and may have
    /// gone on since.
    pub(crate) fn commit_at(&self, seconds: i64, end: HistoryEnd) -> Option<String> {
        let newest = self
            .output(&["rev-list", "--max-count=1", "--timestamp", INCOMING])
            .ok()?;
        let newest_seconds: i64 = newest.split(' ').next()?.parse().ok()?;
        if newest_seconds < seconds && end == HistoryEnd::MayGoOn {
            return None;
        }
        let until = format!("--min-age={seconds}");
        let arguments = [
            "rev-list",
            "--first-parent",
            "--max-count=1",
            &until,
            INCOMING,
        ];
        let commit = self.output(&arguments).ok()?;
        Some(commit.trim().to_owned()).filter(|commit| !commit.is_empty())
    }

    fn is_usable(&self) -> bool {
        self.folder.is_dir() && self.output(&["rev-parse", "--git-dir"]).is_ok()
    }

    fn init(&self) -> Result<(), Error> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(&self.folder)?;
        // No template: it may contain hooks, which must not run.
        self.output(&["init", "--bare", "--quiet", "--template=", "."])?;
        Ok(())
    }
}

/// Whether the history that was fetched is all there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum HistoryEnd {
    /// It was fetched just now.
    Known,
    /// It may have gone on since.
    MayGoOn,
}

/// Removes the locks and partial files of a git that was killed: while the cache is locked, no other process has any.
fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let is_leftover =
            name.as_encoded_bytes().starts_with(b"tmp_") || has_extension(&path, "lock");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => remove_leftovers(&path),
            Ok(kind) if kind.is_file() && is_leftover => {
                let _ = fs::remove_file(path);
            }
            // git makes no links, and reports itself what cannot be removed.
            _ => {}
        }
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}
