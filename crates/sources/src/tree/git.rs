//! A tree from a git repository, bare or not, at a revision. Blobs come straight from the object database by
//! the `git` program; the work tree is not looked at and the network is never used.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

use super::{Error, Tree, TreeBuilder, of_alternatives};
use crate::Origin;

impl Tree {
    /// Whether the folder is a git repository.
    pub fn is_git(folder: &Path) -> bool {
        folder.join(".git").exists()
            || (folder.join("HEAD").is_file() && folder.join("objects").is_dir())
    }

    /// The files of the repository at the revision, and which commit that is.
    pub fn git(repository: &Path, revision: &str, paths: &[&str]) -> Result<(Self, Origin), Error> {
        let git = Git {
            repository,
            revision,
        };
        let commit = git.commit()?;
        let origin = git.origin(&commit)?;
        let (mut tree, wanted) = git.wanted(&commit, paths)?;
        git.blobs(&wanted, &mut tree)?;
        Ok((tree.done(), origin))
    }
}

/// Which commit of the repository the revision is. No file of it is looked at.
pub fn origin(repository: &Path, revision: &str) -> Result<Origin, Error> {
    let git = Git {
        repository,
        revision,
    };
    git.origin(&git.commit()?)
}

/// What of a commit would be read, and what of that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededFiles {
    /// The commit.
    pub commit: String,
    /// Its date, in ISO form.
    pub commit_date: String,
    /// How many files would be read.
    pub files: usize,
    /// The ids of the blobs that the repository does not hold: those of a partial clone that were not fetched.
    pub missing: Vec<String>,
}

/// Finds out what would be read from the repository at the revision. Neither the network nor any blob is touched.
pub fn needed_files(
    repository: &Path,
    revision: &str,
    paths: &[&str],
) -> Result<NeededFiles, Error> {
    let git = Git {
        repository,
        revision,
    };
    let commit = git.commit()?;
    let (_, wanted) = git.wanted(&commit, paths)?;
    Ok(NeededFiles {
        commit_date: git.date(&commit)?,
        files: wanted.len(),
        missing: git.missing(&wanted)?,
        commit,
    })
}

/// Whether the repository is there and holds the commit.
pub fn has_commit(repository: &Path, commit: &str) -> bool {
    let git = Git {
        repository,
        revision: commit,
    };
    Tree::is_git(repository) && git.commit().is_ok()
}

/// What would make git look elsewhere than into the repository that it is given.
const ELSEWHERE: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Only git's plumbing is called: its other commands may start programs that a repository names.
struct Git<'a> {
    repository: &'a Path,
    revision: &'a str,
}

struct Blob {
    id: String,
    path: String,
}

impl Git<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        // A folder inside a repository is none itself.
        if let Some(parent) = self
            .repository
            .canonicalize()
            .ok()
            .as_deref()
            .and_then(Path::parent)
        {
            command.env("GIT_CEILING_DIRECTORIES", parent);
        }
        command
            .arg("-C")
            .arg(self.repository)
            .args(["-c", "safe.directory=*"])
            .args(arguments)
            // The network is never used: the first is for git from 2.44 on, the second for older ones.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        command
    }

    fn origin(&self, commit: &str) -> Result<Origin, Error> {
        let date = self.date(commit)?;
        Ok(Origin {
            commit: Some(commit.to_owned()),
            commit_date: Some(date.clone()),
            read: Some(date),
            ..Origin::default()
        })
    }

    fn error(&self, why: impl Into<String>) -> Error {
        Error::Git {
            path: self.repository.to_owned(),
            revision: self.revision.to_owned(),
            why: why.into(),
        }
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Error> {
        let output = self
            .command(arguments)
            .output()
            .map_err(|error| self.error(format!("cannot start `git`: {error}")))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let message = String::from_utf8_lossy(&output.stderr);
        let reason = message.trim();
        Err(self.error(reason.strip_prefix("fatal: ").unwrap_or(reason)))
    }

    /// The commit that the revision means.
    fn commit(&self) -> Result<String, Error> {
        if self.revision.starts_with('-') {
            return Err(self.error("a revision does not begin with `-`"));
        }
        let wanted = format!("{}^{{commit}}", self.revision);
        let asked = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ];
        match self.run(&asked) {
            Ok(commit) => Ok(String::from_utf8_lossy(&commit).trim().to_owned()),
            Err(Error::Git { why, .. }) if why.is_empty() => Err(self.unknown()),
            Err(error) => Err(error),
        }
    }

    /// Why there is no such commit.
    fn unknown(&self) -> Error {
        match self.run(&["rev-list", "--all", "--max-count=1"]) {
            Ok(commits) if commits.is_empty() => self.error("it has no commits yet"),
            Ok(_) => self.error("it has no such commit, branch or tag"),
            Err(error) => error,
        }
    }

    fn date(&self, commit: &str) -> Result<String, Error> {
        let output = self.run(&["rev-list", "--max-count=1", "--format=%cI", commit])?;
        String::from_utf8_lossy(&output)
            .lines()
            .nth(1)
            .map(str::to_owned)
            .ok_or_else(|| self.error("the commit has no date"))
    }

    /// The blobs that the source asks for, and the tree that they are to be put into.
    fn wanted(&self, commit: &str, paths: &[&str]) -> Result<(TreeBuilder, Vec<Blob>), Error> {
        let listing = self.run(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let files = self.files(&listing)?;
        let paths = of_alternatives(paths, || {
            let names = files.iter().map(|(_, path)| String::from_utf8_lossy(path));
            names.collect()
        });
        let mut tree = TreeBuilder::new(&paths);
        let mut blobs = Vec::new();
        for (id, path) in files {
            if tree.wants(path, 0) {
                blobs.push(Blob {
                    id,
                    path: String::from_utf8_lossy(path).into_owned(),
                });
            }
        }
        Ok((tree, blobs))
    }

    /// The ids and paths of all files. Links and submodules are none.
    fn files<'a>(&self, listing: &'a [u8]) -> Result<Vec<(String, &'a [u8])>, Error> {
        let mut files = Vec::new();
        for row in listing
            .split(|&byte| byte == 0)
            .filter(|row| !row.is_empty())
        {
            let tab = row
                .iter()
                .position(|&byte| byte == b'\t')
                .ok_or_else(|| self.error("a listing without paths"))?;
            let (facts, path) = (String::from_utf8_lossy(&row[..tab]), &row[tab + 1..]);
            let mut facts = facts.split(' ');
            let (mode, id) = (facts.next().unwrap_or(""), facts.nth(1).unwrap_or(""));
            if mode.starts_with("100") {
                files.push((id.to_owned(), path));
            }
        }
        Ok(files)
    }

    /// The ids of those blobs that are not in the object database, each once.
    fn missing(&self, wanted: &[Blob]) -> Result<Vec<String>, Error> {
        let mut missing = Vec::new();
        self.ask("--batch-check", wanted, |answer| {
            let mut row = String::new();
            for _ in wanted {
                row.clear();
                answer.read_line(&mut row)?;
                missing.extend(row.strip_suffix(" missing\n").map(str::to_owned));
            }
            Ok(())
        })?;
        missing.sort_unstable();
        missing.dedup();
        Ok(missing)
    }

    /// Reads the blobs. Where git gives up at a damaged one, the next are asked for anew.
    fn blobs(&self, wanted: &[Blob], tree: &mut TreeBuilder) -> Result<(), Error> {
        let mut rest = wanted;
        while !rest.is_empty() {
            let read = self.batch(rest, tree)?;
            if let Some(damaged) = rest.get(read) {
                tree.problem(&damaged.path, GONE);
            }
            rest = rest.get(read + 1..).unwrap_or_default();
        }
        Ok(())
    }

    /// How many blobs git answered for.
    fn batch(&self, wanted: &[Blob], tree: &mut TreeBuilder) -> Result<usize, Error> {
        let mut read = 0;
        self.ask("--batch", wanted, |answer| {
            let answered = wanted
                .iter()
                .take_while(|blob| take(blob, answer, tree).is_ok());
            read = answered.count();
            Ok(())
        })?;
        Ok(read)
    }

    /// Asks git about the blobs, in their order.
    fn ask(
        &self,
        how: &str,
        wanted: &[Blob],
        read: impl FnOnce(&mut BufReader<ChildStdout>) -> io::Result<()>,
    ) -> Result<(), Error> {
        let cannot = |error| self.error(format!("cannot start `git`: {error}"));
        let mut child = self
            .command(&["cat-file", how])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(cannot)?;
        let mut ask = child.stdin.take().expect("stdin is piped");
        let answer = child.stdout.take().expect("stdout is piped");
        let asked = wanted
            .iter()
            .fold(String::new(), |asked, blob| asked + &blob.id + "\n");
        let done = std::thread::scope(|scope| {
            // Asked from a thread of its own: git stops reading while its answers wait to be read.
            scope.spawn(move || ask.write_all(asked.as_bytes()));
            // Dropped at the end of this closure: whatever git still wants to say then fails, and nobody waits.
            let mut answer = BufReader::new(answer);
            read(&mut answer)
        });
        child.wait().map_err(cannot)?;
        done.map_err(|error| self.error(error.to_string()))
    }
}

const GONE: &str = "its blob is missing or damaged";

/// One answer: `<id> blob <size>`, the bytes, a line feed; or `<id> missing`.
fn take(blob: &Blob, answer: &mut impl BufRead, tree: &mut TreeBuilder) -> io::Result<()> {
    let mut head = String::new();
    answer.read_line(&mut head)?;
    if !head.ends_with('\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let size = head
        .trim_end()
        .split_once(" blob ")
        .and_then(|(_, size)| size.parse::<u64>().ok());
    let Some(size) = size else {
        tree.problem(&blob.path, GONE);
        return Ok(());
    };
    if !tree.fits(&blob.path, size) {
        io::copy(&mut answer.take(size + 1), &mut io::sink())?;
        return Ok(());
    }
    let mut bytes = Vec::new();
    answer.take(size).read_to_end(&mut bytes)?;
    answer.read_exact(&mut [0])?;
    tree.put(blob.path.clone(), bytes);
    Ok(())
}
