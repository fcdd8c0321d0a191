//! Which trees are read: those that `--from` or the lock names, and sources of the user's own.

#![expect(
    clippy::disallowed_methods,
    reason = "what `--from` names depends on what is at its path"
)]

use std::path::Path;

use sources::{Bundle, BundleEntry, Reader, SOURCES, Source, sources_of};

use crate::cache::Cache;
use crate::configuration::{Configuration, ConfiguredSource};
use crate::error::Error;
use crate::job::Job;
use crate::lock::Lock;

/// The trees to read.
#[derive(Debug, Default)]
pub struct Jobs {
    /// One after the other.
    pub jobs: Vec<Job>,
    /// Archives and repositories that no source of this version reads.
    pub unread: Vec<String>,
}

impl Jobs {
    /// What `--from` names: a bundle (its default archives and those of `also`), SOURCE=PATH, or a folder that is called
    /// like a source.
    pub fn from_argument(
        from: &str,
        also: &[String],
        configuration: &Configuration,
    ) -> Result<Self, Error> {
        if let Some((id, path)) = from.split_once('=').filter(|_| !Path::new(from).exists()) {
            let readers = readers_of(id, configuration);
            if readers.is_empty() {
                return Err(Error::unknown_source(id));
            }
            return Self::at_path(readers, path);
        }
        let path = Path::new(from);
        if Bundle::is_at(path) {
            return Self::in_bundle(path, also, configuration);
        }
        if !path.is_dir() {
            return Err(Error::NoFolder(from.to_owned()));
        }
        let guessed = guess(path);
        if guessed.is_empty() {
            return Err(Error::UnclearSource(from.to_owned()));
        }
        Self::at_path(guessed, from)
    }

    /// What was synced, at the commits of the lock.
    pub fn from_lock(
        cache: &Cache,
        lock: &Lock,
        configuration: &Configuration,
    ) -> Result<Self, Error> {
        let mut jobs = Self::default();
        for (id, locked) in &lock.repositories {
            if configuration.skips(id) {
                continue;
            }
            let readers = configuration.readers(id);
            if readers.is_empty() {
                jobs.unread.push(id.clone());
                continue;
            }
            let clone = cache.repository(id);
            locked.check_is_in(&clone, id)?;
            for reader in readers {
                jobs.jobs.push(Job::in_clone(reader, &clone, locked));
            }
        }
        Ok(jobs)
    }

    fn at_path(readers: Vec<Reader>, path: &str) -> Result<Self, Error> {
        let jobs = readers.into_iter().map(|reader| Job::at_path(reader, path));
        Ok(Self {
            jobs: jobs.collect::<Result<_, _>>()?,
            unread: Vec::new(),
        })
    }

    fn in_bundle(
        path: &Path,
        also: &[String],
        configuration: &Configuration,
    ) -> Result<Self, Error> {
        let entries = Bundle::open(path)?.entries;
        let is_there = |id: &String| entries.iter().any(|entry| entry.id == *id);
        if let Some(id) = also.iter().find(|id| !is_there(id)) {
            return Err(Error::NoArchive {
                bundle: path.to_owned(),
                id: id.clone(),
                all: entries.into_iter().map(|entry| entry.id).collect(),
            });
        }
        let mut jobs = Self::default();
        for entry in entries {
            if entry.default || also.contains(&entry.id) {
                jobs.add_archive(path, &entry, configuration);
            }
        }
        Ok(jobs)
    }

    fn add_archive(&mut self, bundle: &Path, entry: &BundleEntry, configuration: &Configuration) {
        let readers = configuration.readers(entry.source());
        if readers.is_empty() {
            self.unread.push(entry.id.clone());
        }
        // Of one source there may be several archives, such as releases; of one archive several sources.
        let is_only_reader = readers.len() == 1;
        for reader in readers {
            let name = if is_only_reader {
                entry.id.clone()
            } else {
                reader.id().to_owned()
            };
            self.jobs.push(Job::in_bundle(reader, name, bundle, entry));
        }
    }

    /// Those of another list behind those of this one.
    pub fn append(&mut self, other: Self) {
        self.jobs.extend(other.jobs);
        self.unread.extend(other.unread);
    }

    /// Adds the sources of the user's own that lie on this machine, but for those that are read already.
    pub fn add_own(&mut self, configuration: &Configuration) {
        let is_there = |id: &str| self.jobs.iter().any(|job| job.source_id() == id);
        let missing = configuration.sources.iter();
        let own: Vec<Job> = missing
            .filter(|configured| !is_there(&configured.source.id))
            .filter_map(Job::own)
            .collect();
        self.jobs.extend(own);
    }

    /// Only these sources; all where none is named.
    pub fn only(&mut self, sources: &[String]) -> Result<(), Error> {
        if sources.is_empty() {
            return Ok(());
        }
        let is_there = |id: &String| self.jobs.iter().any(|job| job.source_id() == id);
        if let Some(id) = sources.iter().find(|id| !is_there(id)) {
            return Err(Error::NotAmongSources(id.clone()));
        }
        self.jobs
            .retain(|job| sources.iter().any(|id| id == job.source_id()));
        self.unread.clear();
        Ok(())
    }
}

/// The source of this id, or those that read the archive of this name.
fn readers_of(id: &str, configuration: &Configuration) -> Vec<Reader> {
    let own = configuration.source(id).map(ConfiguredSource::reader);
    let public = sources::source(id).map(Reader::Public);
    match own.or(public) {
        Some(reader) => vec![reader],
        None => sources_of(id).map(Reader::Public).collect(),
    }
}

/// A folder is called like its source, or like the repository of one or several.
fn guess(path: &Path) -> Vec<Reader> {
    let whole = path.canonicalize().unwrap_or_default();
    let file_name = whole.file_name().unwrap_or_default().to_string_lossy();
    let name = file_name.trim_end_matches(".git").to_lowercase();
    if let Some(source) = sources::source(&name) {
        return vec![Reader::Public(source)];
    }
    let is_named_so = |source: &&'static Source| {
        let repository = source.repository.to_lowercase();
        source.archive == name || repository.ends_with(&format!("/{name}"))
    };
    let public = SOURCES.iter().copied().filter(is_named_so);
    public.map(Reader::Public).collect()
}
