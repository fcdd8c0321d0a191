//! One tree that a source reads, and where it is.

#![expect(
    clippy::disallowed_methods,
    reason = "where a tree is depends on what is at its path"
)]

use std::fs;
use std::path::{Path, PathBuf};

use sources::{Bundle, BundleEntry, Origin, Reader, Tree};

use crate::configuration::ConfiguredSource;
use crate::error::Error;
use crate::harvest_cache::{HarvestCache, Reading, TreeState};
use crate::lock::LockedRepository;

/// One tree to read.
#[derive(Debug)]
pub struct Job {
    pub(crate) reader: Reader,
    /// What progress calls it.
    pub(crate) name: String,
    location: Location,
}

/// Where a tree is.
#[derive(Debug)]
enum Location {
    Archive {
        bundle: PathBuf,
        entry: Box<BundleEntry>,
    },
    File(PathBuf),
    Folder(PathBuf),
    Git {
        repository: PathBuf,
        revision: String,
    },
    Clone {
        clone: PathBuf,
        origin: Box<Origin>,
    },
}

impl Location {
    /// The file, the folder, or the repository at a revision or at its `HEAD`.
    fn at(path: PathBuf, revision: Option<&str>) -> Self {
        if path.is_file() {
            return Self::File(path);
        }
        if revision.is_none() && !Tree::is_git(&path) {
            return Self::Folder(path);
        }
        Self::Git {
            repository: path,
            revision: revision.unwrap_or("HEAD").to_owned(),
        }
    }
}

impl Job {
    /// Reads a path: a folder, a git repository, `PATH@REVISION`; for a source of the user's own also a file.
    pub(crate) fn at_path(reader: Reader, path: &str) -> Result<Self, Error> {
        let (path, revision) = match path.rsplit_once('@') {
            Some((folder, revision)) if !Path::new(path).exists() => (folder, Some(revision)),
            _ => (path, None),
        };
        let is_file = Path::new(path).is_file() && matches!(reader, Reader::Own(_));
        if !is_file && !Path::new(path).is_dir() {
            return Err(Error::NoFolder(path.to_owned()));
        }
        Ok(Self {
            name: reader.id().to_owned(),
            reader,
            location: Location::at(path.into(), revision),
        })
    }

    /// Reads an archive of a bundle.
    pub(crate) fn in_bundle(
        reader: Reader,
        name: String,
        bundle: &Path,
        entry: &BundleEntry,
    ) -> Self {
        Self {
            reader,
            name,
            location: Location::Archive {
                bundle: bundle.to_owned(),
                entry: Box::new(entry.clone()),
            },
        }
    }

    /// Reads a clone at the commit of the lock.
    pub(crate) fn in_clone(reader: Reader, clone: &Path, locked: &LockedRepository) -> Self {
        let mut origin = locked.origin();
        if let Reader::Own(_) = reader {
            origin.repository = Some(locked.repository.clone());
        }
        Self {
            name: reader.id().to_owned(),
            reader,
            location: Location::Clone {
                clone: clone.to_owned(),
                origin: Box::new(origin),
            },
        }
    }

    /// Reads a source of the user's own from where it lies; `None` where it is yet to be fetched.
    ///
    /// Files are read as they lie there, committed or not, unless a branch is named: then as they are committed to it.
    pub(crate) fn own(configured: &ConfiguredSource) -> Option<Self> {
        let path = configured.path.clone()?;
        let location = match &configured.source.branch {
            Some(branch) if Tree::is_git(&path) => Location::Git {
                repository: path,
                revision: branch.clone(),
            },
            None if path.join(".git").exists() => Location::Folder(path),
            _ => Location::at(path, None),
        };
        Some(Self {
            reader: configured.reader(),
            name: configured.source.id.clone(),
            location,
        })
    }

    /// The id of the source that reads it.
    pub fn source_id(&self) -> &str {
        self.reader.id()
    }

    /// The folder that it reads from as files lie there; none where they are read from a commit or an archive.
    pub fn folder(&self) -> Option<&Path> {
        match &self.location {
            Location::Folder(folder) => Some(folder),
            Location::File(file) => file.parent(),
            Location::Archive { .. } | Location::Git { .. } | Location::Clone { .. } => None,
        }
    }

    /// What the source says: kept from an earlier build, or read now.
    pub(crate) fn read(
        &self,
        harvests: Option<&HarvestCache>,
    ) -> Result<(Reading, Origin), sources::Error> {
        let cached = harvests.and_then(|harvests| Some((harvests, self.state()?)));
        if let Some((harvests, (state, origin))) = &cached
            && let Some(reading) = harvests.get(&self.reader, state)
        {
            return Ok((reading, origin.clone()));
        }
        let (tree, origin) = self.open()?;
        let mut harvest = self.reader.harvest(&tree);
        let provenance = self.reader.provenance(&origin);
        let reading = Reading {
            // Where it fails, the build tries again and reports why.
            prepared: catalogue::prepare(&provenance, &mut harvest).ok(),
            harvest,
            files: tree.len(),
            bytes: tree.bytes(),
        };
        // What is missing from a tree today may be there tomorrow.
        if let Some((harvests, (state, _))) = cached.filter(|_| tree.problems().is_empty()) {
            harvests.put(&self.reader, &state, &reading);
        }
        Ok((reading, origin))
    }

    /// Which state the tree is in and where it comes from, where both are known without reading it.
    fn state(&self) -> Option<(TreeState<'_>, Origin)> {
        let committed = |origin: Origin| {
            let sum = origin.commit.clone()?;
            Some((TreeState { tree: "git", sum }, origin))
        };
        match &self.location {
            Location::Archive { bundle, entry } => {
                let sum = Bundle::open(bundle).ok()?.sum(entry)?;
                let tree = &entry.id;
                Some((TreeState { tree, sum }, entry.origin()))
            }
            Location::File(_) | Location::Folder(_) => None,
            Location::Git {
                repository,
                revision,
            } => committed(sources::origin(repository, revision).ok()?),
            Location::Clone { clone: _, origin } => committed(*origin.clone()),
        }
    }

    /// How many bytes are to be unpacked, where that is known without looking at each file.
    pub(crate) fn size(&self) -> u64 {
        let size = |path: &Path| path.metadata().map_or(0, |found| found.len());
        match &self.location {
            Location::Archive { bundle, entry } => {
                Bundle::open(bundle).map_or(0, |bundle| size(&bundle.archive(entry)))
            }
            Location::File(path) => size(path),
            Location::Clone { clone, origin: _ } => {
                let packs = fs::read_dir(clone.join("objects/pack"));
                packs.map_or(0, |packs| {
                    packs.flatten().map(|pack| size(&pack.path())).sum()
                })
            }
            Location::Folder(_) | Location::Git { .. } => 0,
        }
    }

    /// The files, and which state of them.
    pub fn open(&self) -> Result<(Tree, Origin), sources::Error> {
        let paths = &self.reader.paths();
        match &self.location {
            Location::Archive { bundle, entry } => {
                Ok((Bundle::open(bundle)?.tree(entry, paths)?, entry.origin()))
            }
            Location::File(path) => Ok((Tree::one_file(path)?, Origin::default())),
            Location::Folder(folder) => Ok((Tree::folder(folder, paths)?, Origin::default())),
            Location::Git {
                repository,
                revision,
            } => Tree::git(repository, revision, paths),
            Location::Clone { clone, origin } => {
                let commit = origin.commit.as_deref().unwrap_or_default();
                let (tree, _) = Tree::git(clone, commit, paths)?;
                Ok((tree, *origin.clone()))
            }
        }
    }
}
