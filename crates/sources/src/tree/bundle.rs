//! A bundle: `sources.json` and one `.tar.zst` per tree, for networks without a way out.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::archive::sum;
use super::{Error, Tree};
use crate::Origin;

/// A folder with a list of archives.
#[derive(Debug)]
pub struct Bundle {
    folder: PathBuf,
    /// What the list says, in its order.
    pub entries: Vec<BundleEntry>,
}

/// One archive of a bundle, as the list states it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct BundleEntry {
    /// The archive's own id, which is also the folder inside it.
    pub id: String,
    /// Which source reads it; the archive's id where the list does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// The release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Whether a plain build takes it.
    #[serde(default = "taken", skip_serializing_if = "is_taken")]
    pub default: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<String>,
    archive: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    /// How many files the repository has, with those that are not packed since no source asks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    all_files: Option<u32>,
}

/// Read first: a list of another format may have nothing else in common with ours.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

#[derive(Deserialize)]
struct List {
    sources: Vec<BundleEntry>,
}

fn taken() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_taken(taken: &bool) -> bool {
    *taken
}

impl Bundle {
    /// Whether the folder is a bundle.
    pub fn is_at(folder: &Path) -> bool {
        folder.join("sources.json").is_file()
    }

    /// Reads the list.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let path = folder.join("sources.json");
        let bytes = std::fs::read(&path).map_err(|source| Error::Read {
            path: path.clone(),
            source,
        })?;
        let list = list(&bytes).map_err(|why| Error::List { path, why })?;
        Ok(Self {
            folder: folder.to_owned(),
            entries: list.sources,
        })
    }

    /// Where the archive lies.
    pub fn archive(&self, entry: &BundleEntry) -> PathBuf {
        self.folder.join(&entry.archive)
    }

    /// The SHA-256 of the archive as it lies there; `None` where it is not what the list says, or not there.
    pub fn sum(&self, entry: &BundleEntry) -> Option<String> {
        let packed = std::fs::read(self.archive(entry)).ok()?;
        let sum = sum(&packed);
        let expected = entry.sha256.as_deref().unwrap_or(&sum);
        sum.eq_ignore_ascii_case(expected).then_some(sum)
    }

    /// Unpacks the files that a source asks for.
    pub fn tree(&self, entry: &BundleEntry, paths: &[&str]) -> Result<Tree, Error> {
        let mut tree = Tree::archive(
            &self.archive(entry),
            &entry.id,
            entry.sha256.as_deref(),
            paths,
        )?;
        if let Some(all) = entry.all_files {
            tree.count_of(all);
        }
        Ok(tree)
    }
}

fn list(bytes: &[u8]) -> Result<List, String> {
    let Format { format } = parse(bytes)?;
    if format != 1 {
        return Err(format!(
            "its format is {format}, this program reads format 1"
        ));
    }
    let list: List = parse(bytes)?;
    let beside = |name: &str| !name.contains(['/', '\\', ':']) && !name.starts_with('.');
    match list.sources.iter().find(|entry| !beside(&entry.archive)) {
        Some(entry) => Err(format!(
            "the archive `{}` is not a file beside it",
            entry.archive.escape_debug(),
        )),
        None => Ok(list),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

impl BundleEntry {
    pub(super) fn new(
        id: &str,
        origin: &Origin,
        archive: String,
        sha256: String,
        all_files: u32,
    ) -> Self {
        Self {
            id: id.to_owned(),
            source: None,
            release: origin.release.clone(),
            default: true,
            repository: origin.repository.clone(),
            branch: origin.branch.clone(),
            commit: origin.commit.clone(),
            date: origin.commit_date.clone(),
            read: origin.read.clone(),
            archive,
            sha256: Some(sha256),
            all_files: Some(all_files),
        }
    }

    /// The id of the source that reads it.
    pub fn source(&self) -> &str {
        self.source.as_deref().unwrap_or(&self.id)
    }

    /// Which state of the repository the archive holds.
    pub fn origin(&self) -> Origin {
        Origin {
            repository: self.repository.clone(),
            branch: self.branch.clone(),
            release: self.release.clone(),
            commit: self.commit.clone(),
            commit_date: self.date.clone(),
            read: self.read.clone().or_else(|| self.date.clone()),
        }
    }
}
