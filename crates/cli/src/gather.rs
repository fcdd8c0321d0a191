//! Finds out what `--from` or the lock names and reads all of it, several sources at a time.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{bail, ensure};
use catalogue::Gathered;
use model::{Harvest, Problem};

use crate::cache::Cache;
use crate::lock::Lock;
use sources::{Bundle, BundleEntry, Origin, SOURCES, Source, Tree, sources_of};

/// One tree to read.
pub(crate) struct Job {
    pub(crate) source: &'static Source,
    /// What progress calls it.
    pub(crate) name: String,
    from: Whence,
}

/// Where a tree is.
enum Whence {
    Archive {
        bundle: PathBuf,
        entry: Box<BundleEntry>,
    },
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
pub(crate) struct Done {
    pub(crate) name: String,
    pub(crate) files: usize,
    pub(crate) bytes: u64,
    pub(crate) resources: usize,
    pub(crate) problems: usize,
    pub(crate) took: Duration,
}

/// The jobs that one `--from` stands for, and what of it no source reads.
pub(crate) fn jobs(from: &str) -> anyhow::Result<(Vec<Job>, Vec<String>)> {
    if let Some((id, path)) = from.split_once('=').filter(|_| !Path::new(from).exists()) {
        let named = sources::source(id).map(|source| vec![source]);
        let named = named.unwrap_or_else(|| sources_of(id).collect());
        ensure!(!named.is_empty(), unknown_source(id));
        return Ok((each(named, path)?, Vec::new()));
    }
    let path = Path::new(from);
    if Bundle::is_at(path) {
        return of_bundle(path);
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

/// The jobs for what was synced, at the commits of the lock.
pub(crate) fn of_lock(cache: &Cache, lock: &Lock) -> anyhow::Result<Vec<Job>> {
    ensure!(!lock.repositories.is_empty(), NotSynced::Nothing);
    let mut jobs = Vec::new();
    for (id, locked) in &lock.repositories {
        let clone = cache.repository(id);
        ensure!(
            sources::has_commit(&clone, &locked.commit),
            NotSynced::Commit {
                id: id.clone(),
                commit: locked.commit.clone()
            }
        );
        for source in sources_of(id) {
            jobs.push(Job {
                source,
                name: source.id.to_owned(),
                from: Whence::Synced {
                    clone: clone.clone(),
                    origin: Box::new(locked.origin()),
                },
            });
        }
    }
    Ok(jobs)
}

/// What is to be built was not fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSynced {
    #[error("nothing was synced yet")]
    Nothing,
    #[error("commit {commit} of `{id}`, which rhumb.lock names, is not in the cache")]
    Commit { id: String, commit: String },
}

fn of_bundle(path: &Path) -> anyhow::Result<(Vec<Job>, Vec<String>)> {
    let (mut jobs, mut unread) = (Vec::new(), Vec::new());
    for entry in Bundle::open(path)?
        .entries
        .into_iter()
        .filter(|entry| entry.default)
    {
        let readers: Vec<_> = sources_of(entry.source()).collect();
        for &source in &readers {
            let name = match readers.len() {
                1 => entry.id.clone(),
                _ => source.id.to_owned(),
            };
            jobs.push(Job {
                source,
                name,
                from: Whence::Archive {
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

fn each(sources: Vec<&'static Source>, path: &str) -> anyhow::Result<Vec<Job>> {
    let jobs = sources.into_iter().map(|source| one(source, path));
    jobs.collect()
}

fn one(source: &'static Source, path: &str) -> anyhow::Result<Job> {
    let name = source.id.to_owned();
    let (folder, revision) = match path.rsplit_once('@') {
        Some((folder, revision)) if !Path::new(path).exists() => {
            (Path::new(folder), Some(revision))
        }
        _ => (Path::new(path), None),
    };
    if !folder.is_dir() {
        bail!("`{}` is no folder", folder.display());
    }
    let from = match revision {
        Some(revision) => Whence::Git {
            repository: folder.to_owned(),
            revision: revision.to_owned(),
        },
        None if Tree::is_git(folder) => Whence::Git {
            repository: folder.to_owned(),
            revision: "HEAD".to_owned(),
        },
        None => Whence::Folder(folder.to_owned()),
    };
    Ok(Job { source, name, from })
}

/// A folder is called as its source, or as the repository of one or several.
fn guess(path: &Path) -> Vec<&'static Source> {
    let path = path.canonicalize().unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.trim_end_matches(".git").to_lowercase();
    if let Some(source) = sources::source(&name) {
        return vec![source];
    }
    let is_it = |source: &&'static Source| {
        let repository = source.repository.to_lowercase();
        source.archive == name || repository.ends_with(&format!("/{name}"))
    };
    SOURCES.iter().copied().filter(is_it).collect()
}

pub(crate) fn unknown_source(id: &str) -> String {
    let mut ids: Vec<&str> = SOURCES.iter().map(|source| source.id).collect();
    ids.sort_by_key(|known| strsim::osa_distance(known, id));
    format!(
        "there is no source `{id}`; the nearest are {}",
        ids[..3].join(", ")
    )
}

/// Reads all jobs, `threads` at a time, and tells of each when it is done. A tree that cannot be opened at all is a
/// problem of its source; the others go on. What was read comes in the order of the jobs, whichever was done first.
pub(crate) fn gather(
    jobs: Vec<Job>,
    threads: usize,
    started: &(dyn Fn(&str) + Sync),
    done: &(dyn Fn(&Done) + Sync),
) -> Vec<Gathered> {
    let queue: VecDeque<(usize, Job)> = jobs.into_iter().enumerate().collect();
    let queue = Mutex::new(queue);
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
                    let (one, facts) = read(&job);
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

fn read(job: &Job) -> (Gathered, Done) {
    let clock = std::time::Instant::now();
    let (harvest, origin, files, bytes) = match job.open() {
        Ok((tree, origin)) => (job.source.harvest(&tree), origin, tree.len(), tree.bytes()),
        Err(error) => {
            let what = format!("cannot be read at all: {error}");
            let problem = Problem {
                path: String::new(),
                line: None,
                what,
            };
            (
                Harvest {
                    problems: vec![problem],
                    ..Harvest::default()
                },
                Origin::default(),
                0,
                0,
            )
        }
    };
    let (resources, problems) = (harvest.resources.len(), harvest.problems.len());
    let done = Done {
        name: job.name.clone(),
        files,
        bytes,
        resources,
        problems,
        took: clock.elapsed(),
    };
    (
        Gathered {
            provenance: job.source.provenance(&origin),
            harvest,
        },
        done,
    )
}

impl Job {
    fn open(&self) -> Result<(Tree, Origin), sources::Error> {
        let paths = self.source.paths;
        match &self.from {
            Whence::Archive { bundle, entry } => {
                Ok((Bundle::open(bundle)?.tree(entry, paths)?, entry.origin()))
            }
            Whence::Folder(folder) => Ok((Tree::folder(folder, paths)?, Origin::default())),
            Whence::Git {
                repository,
                revision,
            } => Tree::git(repository, revision, paths),
            Whence::Synced { clone, origin } => {
                let commit = origin.commit.as_deref().unwrap_or_default();
                let (tree, _) = Tree::git(clone, commit, paths)?;
                Ok((tree, *origin.clone()))
            }
        }
    }
}
