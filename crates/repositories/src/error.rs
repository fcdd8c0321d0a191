//! What can go wrong while repositories are configured, fetched and read.

use std::io;
use std::path::PathBuf;

use sources::SOURCES;

/// What could not be done, and with what. The user reads it together with its sources.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder of the cache cannot be used.
    #[error("cannot keep repositories in `{folder}`")]
    Cache {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another process changes the cache, and did not end in time.
    #[error("another `rhumb sync` is at work in `{0}`")]
    CacheInUse(PathBuf),
    /// A clone cannot be made.
    #[error("cannot make the clone `{folder}`")]
    Clone {
        /// The folder of the clone.
        folder: PathBuf,
        /// Why.
        source: Box<Error>,
    },
    /// The `git` program does not start.
    #[error("cannot start `git`")]
    NoGit(#[source] io::Error),
    /// git gave up, in its own words.
    #[error("{0}")]
    Git(String),
    /// Nothing came from a repository for so many seconds.
    #[error("nothing has come for {0} s")]
    Stalled(u64),
    /// A repository is younger than the day that was asked for.
    #[error("it has no commit of {0} or before")]
    NoCommit(jiff::civil::Date),
    /// So many files are still missing after a fetch.
    #[error("{0} files did not come")]
    Incomplete(usize),
    /// A file cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{path}`")]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A lock is to be written to what cannot be a file.
    #[error("`{}` is no file", .0.display())]
    NoFileName(PathBuf),
    /// A file is not a lock.
    #[error("`{path}` is no lock of this program")]
    NotALock {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: toml::de::Error,
    },
    /// A lock is in a format of another version.
    #[error("the format of `{path}` is {found}, this program reads format {known}")]
    LockFormat {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The format of this version.
        known: u32,
    },
    /// A lock names what is not a commit.
    #[error("`{path}`: `{}` of `{id}` is no whole commit id", commit.escape_debug())]
    LockedCommit {
        /// Which file.
        path: PathBuf,
        /// The repository.
        id: String,
        /// What is named.
        commit: String,
    },
    /// The commits of the lock are wanted, and there are none.
    #[error("there is no rhumb.lock yet: `rhumb sync` writes it")]
    NoLock,
    /// The lock names a repository of another version or configuration.
    #[error("rhumb.lock names `{0}`, which neither this version nor rhumb.toml knows")]
    UnknownInLock(String),
    /// The configuration cannot be read.
    #[error("cannot read the configuration `{path}`")]
    Configuration {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something is wrong with a value of a TOML file.
    #[error("{file}: line {line}: {what}")]
    Toml {
        /// Which file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// No source has this id.
    #[error("there is no source `{id}`; the nearest are {}", near.join(", "))]
    UnknownSource {
        /// The id.
        id: String,
        /// The nearest ids.
        near: Vec<&'static str>,
    },
    /// What is to be read is not there.
    #[error("`{0}` is no folder")]
    NoFolder(String),
    /// A folder is called like no source.
    #[error("cannot tell which source `{0}` is: say SOURCE={0}, such as sigma={0}")]
    UnclearSource(String),
    /// A bundle lacks an archive.
    #[error("the bundle `{bundle}` has no archive `{id}`; it has {}", all.join(", "))]
    NoArchive {
        /// The bundle.
        bundle: PathBuf,
        /// The archive.
        id: String,
        /// The archives of the bundle.
        all: Vec<String>,
    },
    /// A source is not among those to be read.
    #[error("there is no source `{0}` in what is to be read")]
    NotAmongSources(String),
    /// There is nothing to build from.
    #[error("nothing was synced yet, and there is nothing else to build from")]
    NothingSynced,
    /// A commit of the lock is not in the cache.
    #[error("commit {commit} of `{id}`, which rhumb.lock names, is not in the cache")]
    NotSynced {
        /// The repository.
        id: String,
        /// The commit.
        commit: String,
    },
    /// A tree cannot be opened, or a bundle not be written.
    #[error(transparent)]
    Sources(#[from] sources::Error),
    /// A clone cannot be read or changed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A day is beyond what calendars know.
    #[error(transparent)]
    Day(#[from] jiff::Error),
}

impl Error {
    /// No source has this id: with the three nearest.
    pub(crate) fn unknown_source(id: &str) -> Self {
        let mut near: Vec<&str> = SOURCES.iter().map(|source| source.id).collect();
        near.sort_by_key(|known| strsim::osa_distance(known, id));
        near.truncate(3);
        Self::UnknownSource {
            id: id.to_owned(),
            near,
        }
    }
}
