//! A tree from a git repository, bare or not, at a revision. Blobs come straight from the object database by
//! the `git` program; the work tree is not looked at and the network is never used.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Error, Filling, Tree};
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
        let stated = git.run(&[
            "show",
            "--no-patch",
            "--format=%H %cI",
            &format!("{revision}^{{commit}}"),
            "--",
        ])?;
        let stated = String::from_utf8_lossy(&stated);
        let (commit, date) = stated
            .trim()
            .split_once(' ')
            .ok_or_else(|| git.error("no commit"))?;
        let mut tree = Filling::new(paths);
        let wanted = git.wanted(commit, &mut tree)?;
        git.blobs(&wanted, &mut tree)?;
        let origin = Origin {
            commit: Some(commit.to_owned()),
            commit_date: Some(date.to_owned()),
            read: Some(date.to_owned()),
            ..Origin::default()
        };
        Ok((tree.done(), origin))
    }
}

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
        command
            .arg("-C")
            .arg(self.repository)
            .args(["-c", "safe.directory=*", "-c", "core.quotePath=false"])
            .args(arguments);
        command
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_OPTIONAL_LOCKS", "0");
        command.stdin(Stdio::null());
        command
    }

    fn error(&self, why: impl ToString) -> Error {
        Error::Git {
            path: self.repository.to_owned(),
            revision: self.revision.to_owned(),
            why: why.to_string(),
        }
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Error> {
        let output = self
            .command(arguments)
            .output()
            .map_err(|error| self.error(error))?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(self.error(String::from_utf8_lossy(&output.stderr).trim()))
        }
    }

    /// The blobs that the source asks for. Links and submodules are none.
    fn wanted(&self, commit: &str, tree: &mut Filling) -> Result<Vec<Blob>, Error> {
        let listing = self.run(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let mut blobs = Vec::new();
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
            if mode.starts_with("100") && tree.wants(path, 0) {
                blobs.push(Blob {
                    id: id.to_owned(),
                    path: String::from_utf8_lossy(path).into_owned(),
                });
            }
        }
        Ok(blobs)
    }

    fn blobs(&self, wanted: &[Blob], tree: &mut Filling) -> Result<(), Error> {
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| self.error(error))?;
        let mut ask = child.stdin.take().expect("stdin is piped");
        let mut answer = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let asking: String = wanted.iter().map(|blob| format!("{}\n", blob.id)).collect();
        let read = std::thread::scope(|scope| {
            scope.spawn(move || ask.write_all(asking.as_bytes()));
            wanted
                .iter()
                .try_for_each(|blob| take(blob, &mut answer, tree))
        });
        let _ = child.wait();
        read.map_err(|error| self.error(error))
    }
}

fn take(blob: &Blob, answer: &mut impl BufRead, tree: &mut Filling) -> std::io::Result<()> {
    let mut head = String::new();
    answer.read_line(&mut head)?;
    let size = head
        .trim_end()
        .rsplit(' ')
        .next()
        .and_then(|size| size.parse::<u64>().ok());
    let Some(size) = size.filter(|_| head.contains(" blob ")) else {
        tree.problem(&blob.path, "its blob is missing from the repository");
        return Ok(());
    };
    if !tree.fits(&blob.path, size) {
        std::io::copy(&mut answer.take(size + 1), &mut std::io::sink())?;
        return Ok(());
    }
    let mut bytes = Vec::new();
    answer.take(size).read_to_end(&mut bytes)?;
    answer.read_exact(&mut [0])?;
    tree.put(blob.path.clone(), bytes);
    Ok(())
}
