//! The files of one commit, wherever they are: in a bundle's archive, in a folder, in a git repository.
//!
//! A tree holds only the files that its source asks for; the others are counted. Nothing in it is trusted:
//! paths that lead out of the tree, files too large to be text and names that are no plain UTF-8 become problems.

#![expect(
    clippy::disallowed_methods,
    reason = "trees are read from bundles, folders and git repositories"
)]

mod archive;
mod bundle;
mod folder;
mod git;
mod pack;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use model::Problem;

pub use bundle::{Bundle, BundleEntry};
pub use git::{NeededFiles, has_commit, needed_files, origin};

/// What a pattern begins with that is wanted only where no file matches those before it: the same in another form.
const ELSE: &str = "else ";

/// What is taken into memory at most. Only tests of this crate lower it.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Bytes of one file: ATT&CK's own bundles are the largest known, with some 60 MB.
    file: u64,
    /// Bytes of all files that a source asks for: the largest known source has some 100 MB.
    tree: u64,
    /// Bytes that one archive may unpack to, wanted or not: a bomb ends here.
    archive: u64,
}

const LIMITS: Limits = Limits {
    file: 256 << 20,
    tree: 1 << 30,
    archive: 4 << 30,
};

/// A tree cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file or folder cannot be written.
    #[error("cannot write `{path}`")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The archive is not what the bundle's list says.
    #[error("`{path}` is damaged: its SHA-256 is {found}, the list says {expected}")]
    Checksum {
        /// Which archive.
        path: PathBuf,
        /// The sum of what is there.
        found: String,
        /// The sum of what should be there.
        expected: String,
    },
    /// The archive ends too early or is no archive.
    #[error("`{path}` is not a whole archive: {why}")]
    Archive {
        /// Which archive.
        path: PathBuf,
        /// What the unpacker said.
        why: String,
    },
    /// `sources.json` is not a list of archives.
    #[error("`{path}` is not the list of a bundle: {why}")]
    List {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// git said no.
    #[error("git cannot read `{path}` at `{revision}`: {why}")]
    Git {
        /// Which repository.
        path: PathBuf,
        /// At which revision.
        revision: String,
        /// What git said.
        why: String,
    },
}

/// One file of a tree.
#[derive(Clone, Copy, Debug)]
pub struct File<'tree> {
    /// Its path from the root of the tree, with `/`.
    pub path: &'tree str,
    /// What is in it.
    pub bytes: &'tree [u8],
}

impl<'tree> File<'tree> {
    /// Its text without byte order mark, or a problem that names the line with the invalid bytes.
    pub fn text(&self) -> Result<&'tree str, Problem> {
        documents::text::decode(self.bytes)
            .map_err(|error| self.problem(u32::try_from(error.line).ok(), "is not UTF-8 text"))
    }

    /// A problem with this file.
    pub fn problem(&self, line: impl Into<Option<u32>>, what: impl Into<String>) -> Problem {
        Problem {
            path: self.path.to_owned(),
            line: line.into(),
            what: what.into(),
        }
    }

    /// The last part of its path.
    pub fn name(&self) -> &'tree str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }
}

/// The files of one commit that a source asks for.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
    problems: Vec<Problem>,
    not_asked_for: u32,
}

impl Tree {
    /// A tree of files that are already in memory.
    pub fn of_files(files: impl IntoIterator<Item = (String, Vec<u8>)>, paths: &[&str]) -> Self {
        let mut tree = TreeBuilder::new(paths);
        for (path, bytes) in files {
            if tree.wants(path.as_bytes(), bytes.len() as u64) {
                tree.put(path, bytes);
            }
        }
        tree.done()
    }

    /// The files that match one of the patterns, by path.
    pub fn files(&self, patterns: &[&str]) -> impl Iterator<Item = File<'_>> {
        let set = PathFilter::new(patterns);
        self.files
            .iter()
            .filter(move |(path, _)| set.is_match(path))
            .map(|(path, bytes)| File { path, bytes })
    }

    /// The file at this path.
    pub fn file(&self, path: &str) -> Option<File<'_>> {
        self.files
            .get_key_value(path)
            .map(|(path, bytes)| File { path, bytes })
    }

    /// What could not be taken into the tree.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many files the source does not ask for.
    pub fn not_asked_for(&self) -> u32 {
        self.not_asked_for
    }

    /// How many files the repository has: those in it, those that are problems, those that are not asked for.
    fn all_files(&self) -> u32 {
        let known = self.files.len() + self.problems.len();
        self.not_asked_for + u32::try_from(known).unwrap_or(u32::MAX)
    }

    /// Of so many files of the repository, only those that some source asks for were to be seen.
    fn count_of(&mut self, all: u32) {
        self.not_asked_for = 0;
        self.not_asked_for = all.saturating_sub(self.all_files());
    }

    /// How many files it holds.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it holds no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many bytes its files have.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }
}

/// A tree while it is filled: decides which files are wanted, and why others are not.
struct TreeBuilder {
    tree: Tree,
    wanted: PathFilter,
    limits: Limits,
    taken: u64,
}

impl TreeBuilder {
    fn new(paths: &[&str]) -> Self {
        Self::limited(paths, LIMITS)
    }

    fn limited(paths: &[&str], limits: Limits) -> Self {
        Self {
            tree: Tree::default(),
            wanted: PathFilter::new(paths),
            limits,
            taken: 0,
        }
    }

    /// Whether a file of this name and size is to be put into the tree.
    fn wants(&mut self, name: &[u8], size: u64) -> bool {
        let text = String::from_utf8_lossy(name);
        let wrong = match &text {
            path if leads_out(path) => "its path leads out of the tree",
            path if !self.wanted.is_match(path) => {
                self.tree.not_asked_for += 1;
                return false;
            }
            Cow::Owned(_) => "its name is not UTF-8",
            path if path.contains(char::is_control) => "its name holds control characters",
            Cow::Borrowed(path) if self.tree.files.contains_key(*path) => {
                "it is there twice; the first one is read"
            }
            Cow::Borrowed(path) => return self.fits(path, size),
        };
        self.problem(&text, wrong);
        false
    }

    /// Whether there is room for so many bytes more.
    fn fits(&mut self, path: &str, size: u64) -> bool {
        let Limits { file, tree, .. } = self.limits;
        if size > file {
            self.problem(path, format!("it is larger than {}", binary(file)));
            return false;
        }
        if self.taken + size > tree {
            let most = binary(tree);
            self.problem(
                path,
                format!("with it, the files of this source are larger than {most}"),
            );
            return false;
        }
        self.taken += size;
        true
    }

    fn put(&mut self, path: String, bytes: Vec<u8>) {
        self.tree.files.insert(path, bytes);
    }

    /// A problem with what stands at this path, which may be any text.
    fn problem(&mut self, path: &str, what: impl Into<String>) {
        self.tree.problems.push(Problem {
            path: without_control(path),
            line: None,
            what: what.into(),
        });
    }

    fn done(mut self) -> Tree {
        self.tree.problems.sort();
        self.tree
    }
}

/// A limit as people write it: `256 MiB`.
fn binary(bytes: u64) -> String {
    match bytes {
        0x4000_0000.. => format!("{} GiB", bytes >> 30),
        0x10_0000.. => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}

fn without_control(path: &str) -> String {
    path.chars().fold(String::new(), |mut path, letter| {
        if letter.is_control() {
            path.extend(letter.escape_default());
        } else {
            path.push(letter);
        }
        path
    })
}

fn leads_out(path: &str) -> bool {
    path.starts_with('/')
        || path.contains(['\\', '\0'])
        || path.split('/').any(|part| part == ".." || part == ".git")
}

/// The patterns without those that are only for want of others: a commit lists its files before any is read.
fn of_alternatives<'a, 'p>(
    patterns: &[&'p str],
    files: impl FnOnce() -> Vec<Cow<'a, str>>,
) -> Vec<&'p str> {
    if !patterns.iter().any(|pattern| pattern.starts_with(ELSE)) {
        return patterns.to_vec();
    }
    let files = files();
    let mut found = false;
    let mut is_wanted = |pattern: &&str| {
        if found && pattern.starts_with(ELSE) {
            return false;
        }
        let set = globs(&[pattern]);
        found = files.iter().any(|file| set.is_match(file.as_ref()));
        true
    };
    let wanted = patterns.iter().copied();
    wanted.filter(|pattern| is_wanted(pattern)).collect()
}

/// Says what is wrong with a pattern that does not stand in the source code.
pub fn check_pattern(pattern: &str) -> Result<(), String> {
    let pattern = pattern.strip_prefix('!').unwrap_or(pattern);
    glob(pattern)
        .map(|_| ())
        .map_err(|error| error.kind().to_string())
}

/// Which paths are wanted: those that match a pattern, and none that begins with `!`.
struct PathFilter {
    with: GlobSet,
    without: GlobSet,
}

impl PathFilter {
    fn new(patterns: &[&str]) -> Self {
        let (without, with): (Vec<&str>, Vec<&str>) = patterns
            .iter()
            .partition(|pattern| pattern.starts_with('!'));
        let without: Vec<&str> = without.iter().map(|pattern| &pattern[1..]).collect();
        Self {
            with: globs(&with),
            without: globs(&without),
        }
    }

    fn is_match(&self, path: &str) -> bool {
        self.with.is_match(path) && !self.without.is_match(path)
    }
}

fn globs(patterns: &[&str]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.strip_prefix(ELSE).unwrap_or(pattern);
        set.add(glob(pattern).expect(CHECKED));
    }
    set.build().expect(CHECKED)
}

const CHECKED: &str = "patterns are written in the source code or were checked when they were read";

fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}
