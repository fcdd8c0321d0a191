//! Finds out what `--from` or the lock names and reads all of it, several sources at a time.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{bail, ensure};
use catalogue::Gathered;
use model::Problem;
use sources::{Bundle, BundleEntry, Origin, Reader, SOURCES, Source, Tree, sources_of};

use crate::cache::Cache;
use crate::configuration::{Configuration, ConfiguredSource};
use crate::harvest_cache::{HarvestCache, Reading, State};
use crate::lock::{Lock, LockedRepository};

/// One tree to read.
pub struct Job {
    pub source: Reader,
    /// What progress calls it.
    pub name: String,
    from: Location,
}

/// Where a tree is.
pub enum Location {
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
    Synced {
        clone: PathBuf,
        origin: Box<Origin>,
    },
}

/// What is told of a tree when it is done.
pub struct Done {
    pub name: String,
    pub files: usize,
    pub bytes: u64,
    pub resources: usize,
    pub problems: usize,
    pub took: Duration,
}

/// The jobs that one `--from` stands for (of a bundle what it gives by default, and what is also asked for), and what of it no source reads.
pub fn jobs(
    from: &str,
    also: &[String],
    configuration: &Configuration,
) -> anyhow::Result<(Vec<Job>, Vec<String>)> {
    if let Some((id, path)) = from.split_once('=').filter(|_| !Path::new(from).exists()) {
        let named = named(id, configuration);
        ensure!(!named.is_empty(), unknown_source(id));
        return Ok((each(named, path)?, Vec::new()));
    }
    let path = Path::new(from);
    if Bundle::is_at(path) {
        return of_bundle(path, also, configuration);
    }
    if !path.is_dir() {
        bail!("`{from}` is no folder");
    }
    let guessed = guess(path);
    ensure!(
        !guessed.is_empty(),
        "cannot tell which source `{from}` is: say SOURCE={from}, such as sigma={from}"
    );
    Ok((each(guessed, from)?, Vec::new()))
}

/// The jobs for what was synced, at the commits of the lock, and what of the lock no source reads.
pub fn of_lock(
    cache: &Cache,
    lock: &Lock,
    configuration: &Configuration,
) -> anyhow::Result<(Vec<Job>, Vec<String>)> {
    let (mut jobs, mut unread) = (Vec::new(), Vec::new());
    for (id, locked) in &lock.repositories {
        if is_skipped(id, configuration) {
            continue;
        }
        let readers = readers(id, configuration);
        if readers.is_empty() {
            unread.push(id.clone());
            continue;
        }
        let clone = cache.repository(id);
        NotSynced::check(&clone, id, locked)?;
        jobs.extend(
            readers
                .into_iter()
                .map(|source| synced(source, &clone, locked)),
        );
    }
    Ok((jobs, unread))
}

fn synced(source: Reader, clone: &Path, locked: &LockedRepository) -> Job {
    let mut origin = locked.origin();
    if let Reader::Own(_) = source {
        origin.repository = Some(locked.repository.clone());
    }
    Job {
        name: source.id().to_owned(),
        source,
        from: Location::Synced {
            clone: clone.to_owned(),
            origin: Box::new(origin),
        },
    }
}

/// Whether the user leaves out the repository.
pub fn is_skipped(id: &str, configuration: &Configuration) -> bool {
    let said = configuration.repositories.get(id);
    said.is_some_and(|said| said.skip)
}

/// What is to be built was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum NotSynced {
    #[error("nothing was synced yet, and there is nothing else to build from")]
    Nothing,
    #[error("commit {commit} of `{id}`, which rhumb.lock names, is not in the cache")]
    Commit { id: String, commit: String },
}

impl NotSynced {
    /// Whether the clone holds the commit of the lock.
    pub fn check(clone: &Path, id: &str, locked: &LockedRepository) -> Result<(), Self> {
        if sources::has_commit(clone, &locked.commit) {
            return Ok(());
        }
        Err(Self::Commit {
            id: id.to_owned(),
            commit: locked.commit.clone(),
        })
    }
}

/// The job that reads a source of the user's own from where it lies; `None` where it is yet to be fetched.
///
/// Files are read as they lie there, finished or not, unless a branch is named: then as they are committed to it.
pub fn own(configured: &ConfiguredSource) -> Option<Job> {
    let path = configured.path.clone()?;
    let from = match &configured.source.branch {
        Some(branch) if Tree::is_git(&path) => Location::Git {
            repository: path,
            revision: branch.clone(),
        },
        None if path.join(".git").exists() => Location::Folder(path),
        _ => Location::at(path, None),
    };
    Some(Job::own(configured, from))
}

/// The source of this id, or those that read the archive of this name.
fn named(id: &str, configuration: &Configuration) -> Vec<Reader> {
    let own = configuration.source(id).map(ConfiguredSource::reader);
    let public = sources::source(id).map(Reader::Public);
    match own.or(public) {
        Some(one) => vec![one],
        None => sources_of(id).map(Reader::Public).collect(),
    }
}

/// What reads the archive, or the repository of the user's own source.
pub fn readers(archive: &str, configuration: &Configuration) -> Vec<Reader> {
    let own = configuration.source(archive).map(ConfiguredSource::reader);
    let public = sources_of(archive).map(Reader::Public);
    own.into_iter().chain(public).collect()
}

fn of_bundle(
    path: &Path,
    also: &[String],
    configuration: &Configuration,
) -> anyhow::Result<(Vec<Job>, Vec<String>)> {
    let (mut jobs, mut unread) = (Vec::new(), Vec::new());
    let entries = Bundle::open(path)?.entries;
    for id in also {
        ensure!(
            entries.iter().any(|entry| entry.id == *id),
            "the bundle `{}` has no archive `{id}`; it has {}",
            path.display(),
            entries
                .iter()
                .map(|entry| entry.id.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    for entry in entries
        .into_iter()
        .filter(|entry| entry.default || also.contains(&entry.id))
    {
        let readers = readers(entry.source(), configuration);
        for source in &readers {
            let name = match readers.len() {
                1 => entry.id.clone(),
                _ => source.id().to_owned(),
            };
            jobs.push(Job {
                source: source.clone(),
                name,
                from: Location::Archive {
                    bundle: path.to_owned(),
                    entry: Box::new(entry.clone()),
                },
            });
        }
        if readers.is_empty() {
            unread.push(entry.id);
        }
    }
    Ok((jobs, unread))
}

fn each(sources: Vec<Reader>, path: &str) -> anyhow::Result<Vec<Job>> {
    let jobs = sources.into_iter().map(|source| one(source, path));
    jobs.collect()
}

fn one(source: Reader, path: &str) -> anyhow::Result<Job> {
    let name = source.id().to_owned();
    let (path, revision) = match path.rsplit_once('@') {
        Some((folder, revision)) if !Path::new(path).exists() => (folder, Some(revision)),
        _ => (path, None),
    };
    let is_file = Path::new(path).is_file() && matches!(source, Reader::Own(_));
    if !is_file && !Path::new(path).is_dir() {
        bail!("`{path}` is no folder");
    }
    let from = Location::at(path.into(), revision);
    Ok(Job { source, name, from })
}

impl Location {
    /// The file, the folder, or the repository at a revision or at its `HEAD`.
    pub fn at(path: PathBuf, revision: Option<&str>) -> Self {
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

/// A folder is called as its source, or as the repository of one or several.
fn guess(path: &Path) -> Vec<Reader> {
    let path = path.canonicalize().unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.trim_end_matches(".git").to_lowercase();
    if let Some(source) = sources::source(&name) {
        return vec![Reader::Public(source)];
    }
    let is_it = |source: &&'static Source| {
        let repository = source.repository.to_lowercase();
        source.archive == name || repository.ends_with(&format!("/{name}"))
    };
    let public = SOURCES.iter().copied().filter(is_it);
    public.map(Reader::Public).collect()
}

pub fn unknown_source(id: &str) -> String {
    let mut ids: Vec<&str> = SOURCES.iter().map(|source| source.id).collect();
    ids.sort_by_key(|known| strsim::osa_distance(known, id));
    format!(
        "there is no source `{id}`; the nearest are {}",
        ids[..3].join(", ")
    )
}

/// Reads all jobs, `threads` at a time, the largest first, and tells of each when it is done. A tree that cannot be opened
/// at all is a problem of its source; the others go on. What was read comes in the order of the jobs, whichever was done first.
pub fn gather(
    jobs: Vec<Job>,
    kept: Option<&HarvestCache>,
    threads: usize,
    started: &(dyn Fn(&str) + Sync),
    done: &(dyn Fn(&Done) + Sync),
) -> Vec<Gathered> {
    let mut queue: Vec<(usize, Job)> = jobs.into_iter().enumerate().collect();
    queue.sort_by_cached_key(|(_, job)| Reverse(job.size()));
    let queue = Mutex::new(VecDeque::from(queue));
    let gathered = Mutex::new(Vec::new());
    let next = || {
        queue
            .lock()
            .expect("no reader panics while it holds the queue")
            .pop_front()
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some((place, job)) = next() {
                    started(&job.name);
                    let (one, facts) = read(&job, kept);
                    done(&facts);
                    gathered
                        .lock()
                        .expect("no reader panics while it holds the list")
                        .push((place, one));
                }
            });
        }
    });
    let mut gathered = gathered.into_inner().expect("all readers are done");
    gathered.sort_by_key(|&(place, _)| place);
    gathered.into_iter().map(|(_, one)| one).collect()
}

fn read(job: &Job, kept: Option<&HarvestCache>) -> (Gathered, Done) {
    let clock = std::time::Instant::now();
    let (reading, origin) = job.read(kept).unwrap_or_else(|error| {
        let problem = Problem {
            path: String::new(),
            line: None,
            what: format!("cannot be read at all: {error}"),
        };
        let mut reading = Reading::default();
        reading.harvest.problems.push(problem);
        (reading, Origin::default())
    });
    let Reading {
        harvest,
        prepared,
        files,
        bytes,
    } = reading;
    let done = Done {
        name: job.name.clone(),
        files,
        bytes,
        resources: harvest.resources.len(),
        problems: harvest.problems.len(),
        took: clock.elapsed(),
    };
    let provenance = job.source.provenance(&origin);
    (
        Gathered {
            provenance,
            harvest,
            prepared,
        },
        done,
    )
}

impl Job {
    /// The job that reads a source of the user's own from here.
    pub fn own(configured: &ConfiguredSource, from: Location) -> Self {
        Self {
            source: configured.reader(),
            name: configured.source.id.clone(),
            from,
        }
    }

    /// What the source says: kept from an earlier build, or read now.
    fn read(&self, kept: Option<&HarvestCache>) -> Result<(Reading, Origin), sources::Error> {
        let kept = kept.and_then(|kept| Some((kept, self.state()?)));
        if let Some((kept, (state, origin))) = &kept
            && let Some(reading) = kept.take(&self.source, state)
        {
            return Ok((reading, origin.clone()));
        }
        let (tree, origin) = self.open()?;
        let mut harvest = self.source.harvest(&tree);
        let provenance = self.source.provenance(&origin);
        let reading = Reading {
            // Where it fails, the build tries again and tells why.
            prepared: catalogue::prepare(&provenance, &mut harvest).ok(),
            harvest,
            files: tree.len(),
            bytes: tree.bytes(),
        };
        // What is missing from a tree today may be there tomorrow.
        if let Some((kept, (state, _))) = kept.filter(|_| tree.problems().is_empty()) {
            kept.put(&self.source, &state, &reading);
        }
        Ok((reading, origin))
    }

    /// Which state the tree is in and where it comes from, where that can be told without reading it.
    fn state(&self) -> Option<(State<'_>, Origin)> {
        let committed = |origin: Origin| {
            let sum = origin.commit.clone()?;
            Some((State { tree: "git", sum }, origin))
        };
        match &self.from {
            Location::Archive { bundle, entry } => {
                let sum = Bundle::open(bundle).ok()?.sum(entry)?;
                let tree = &entry.id;
                Some((State { tree, sum }, entry.origin()))
            }
            Location::File(_) | Location::Folder(_) => None,
            Location::Git {
                repository,
                revision,
            } => committed(sources::origin(repository, revision).ok()?),
            Location::Synced { clone: _, origin } => committed(*origin.clone()),
        }
    }

    /// How many bytes are to be unpacked, where that is known without looking at each file.
    fn size(&self) -> u64 {
        let size = |path: &Path| path.metadata().map_or(0, |found| found.len());
        match &self.from {
            Location::Archive { bundle, entry } => {
                Bundle::open(bundle).map_or(0, |bundle| size(&bundle.archive(entry)))
            }
            Location::File(path) => size(path),
            Location::Synced { clone, origin: _ } => {
                let packs = std::fs::read_dir(clone.join("objects/pack"));
                packs.map_or(0, |packs| {
                    packs.flatten().map(|one| size(&one.path())).sum()
                })
            }
            Location::Folder(_) | Location::Git { .. } => 0,
        }
    }

    /// The files, and which state of them.
    pub fn open(&self) -> Result<(Tree, Origin), sources::Error> {
        let paths = &self.source.paths();
        match &self.from {
            Location::Archive { bundle, entry } => {
                Ok((Bundle::open(bundle)?.tree(entry, paths)?, entry.origin()))
            }
            Location::File(path) => Ok((Tree::one_file(path)?, Origin::default())),
            Location::Folder(folder) => Ok((Tree::folder(folder, paths)?, Origin::default())),
            Location::Git {
                repository,
                revision,
            } => Tree::git(repository, revision, paths),
            Location::Synced { clone, origin } => {
                let commit = origin.commit.as_deref().unwrap_or_default();
                let (tree, _) = Tree::git(clone, commit, paths)?;
                Ok((tree, *origin.clone()))
            }
        }
    }
}
