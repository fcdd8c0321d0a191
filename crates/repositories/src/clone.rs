//! One bare clone of the cache, kept current by the `git` program: proxies, credential helpers and addresses that the
//! user has configured work as ever. Only here, the network is used.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, bail, ensure};

use crate::address::without_secret;

/// Where a fetch puts what it brings.
pub const INCOMING: &str = "refs/rhumb/incoming";
/// The newest state of which everything is there.
const CURRENT: &str = "refs/rhumb/current";

/// Every fetch adds packs; so many slow down reading.
const MANY_PACKS: usize = 50;

/// What would make git work elsewhere than in the clone.
const ELSEWHERE: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// How clones are fetched.
pub struct Network {
    /// Held as long as anyone changes the cache.
    pub turn: File,
    /// For how long nothing may come before a fetch is given up.
    pub patience: Duration,
    /// Whether the environment says which `ssh` to use.
    pub names_ssh: bool,
}

/// A bare clone and where it is fetched from.
pub struct BareClone<'a> {
    folder: PathBuf,
    address: String,
    network: &'a Network,
    /// Hears how far a fetch is, in percent.
    told: &'a dyn Fn(&str),
}

impl<'a> BareClone<'a> {
    /// Opens the clone, or makes an empty one. What an interrupted fetch left behind is removed.
    pub fn open(
        folder: PathBuf,
        address: String,
        network: &'a Network,
        told: &'a dyn Fn(&str),
    ) -> anyhow::Result<Self> {
        let clone = Self {
            folder,
            address,
            network,
            told,
        };
        sweep(&clone.folder);
        if !clone.is_usable() {
            clone
                .begin()
                .with_context(|| format!("cannot make the clone `{}`", clone.folder.display()))?;
        }
        Ok(clone)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Fetches one commit and its folders, without files where the server can leave them out.
    pub fn fetch(&self, revision: &str) -> anyhow::Result<()> {
        let refspec = format!("+{revision}:{INCOMING}");
        self.run(
            &["--depth=1", "--filter=blob:none", "origin", &refspec],
            None,
        )
    }

    /// Fetches the commits of a branch, without folders and files.
    pub fn fetch_history(&self, branch: &str) -> anyhow::Result<()> {
        let refspec = format!("+{branch}:{INCOMING}");
        self.run(&["--filter=tree:0", "origin", &refspec], None)
    }

    /// Fetches the files with these ids, all in one go.
    pub fn fetch_blobs(&self, ids: &[String]) -> anyhow::Result<()> {
        let ids = ids.join("\n") + "\n";
        self.run(&["--filter=blob:none", "--stdin", "origin"], Some(ids))
    }

    /// Remembers that everything of the commit is there: the next fetch asks for what has changed since.
    pub fn keep(&self, commit: &str) -> anyhow::Result<()> {
        self.ask(&["update-ref", CURRENT, commit])?;
        let packs = fs::read_dir(self.folder.join("objects/pack"))?;
        let packs = packs
            .flatten()
            .filter(|entry| ends_with(&entry.path(), "pack"));
        if packs.count() > MANY_PACKS {
            // Nothing is lost where it fails: the packs stay as they are.
            let _ = self.ask(&["repack", "-a", "-d", "-k", "--quiet"]);
        }
        Ok(())
    }

    /// The last commit of the fetched history at or before the moment; none if the history ends before it and may have
    /// gone on since.
    pub fn commit_at(&self, seconds: i64, ends: HistoryEnd) -> Option<String> {
        let newest = self
            .ask(&["rev-list", "--max-count=1", "--timestamp", INCOMING])
            .ok()?;
        let newest = newest.split(' ').next()?.parse::<i64>().ok()?;
        if newest < seconds && ends == HistoryEnd::MayGoOn {
            return None;
        }
        let until = format!("--min-age={seconds}");
        let asked = [
            "rev-list",
            "--first-parent",
            "--max-count=1",
            &until,
            INCOMING,
        ];
        let commit = self.ask(&asked).ok()?;
        Some(commit.trim().to_owned()).filter(|commit| !commit.is_empty())
    }

    fn is_usable(&self) -> bool {
        self.folder.is_dir() && self.ask(&["rev-parse", "--git-dir"]).is_ok()
    }

    fn begin(&self) -> anyhow::Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(&self.folder)?;
        // No template: hooks that it may hold are not ours to run.
        self.ask(&["init", "--bare", "--quiet", "--template=", "."])?;
        Ok(())
    }

    /// git in the clone. Of the user's environment only that is left out which points to another repository.
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        command
            .current_dir(&self.folder)
            .args(["--git-dir=.", "-c", "core.hooksPath=/dev/null"])
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            // Empty means: ask nobody, not even through a window.
            .env("GIT_ASKPASS", "")
            .stdin(Stdio::null());
        command
    }

    /// What git says; for what needs no network.
    fn ask(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let mut command = self.command();
        command.env("GIT_NO_LAZY_FETCH", "1").args(arguments);
        let output = command.output().context("cannot start `git`")?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        bail!(self.reason(&String::from_utf8_lossy(&output.stderr)))
    }

    /// Runs one fetch to its end, or until nothing comes any more.
    fn run(&self, arguments: &[&str], ids: Option<String>) -> anyhow::Result<()> {
        let seconds = self.network.patience.as_secs().max(1);
        let mut command = self.command();
        for setting in [
            format!("remote.origin.url={}", self.address),
            "remote.origin.promisor=true".to_owned(),
            "remote.origin.partialclonefilter=blob:none".to_owned(),
            // What is not wanted today may stand in the lock of another project.
            "gc.auto=0".to_owned(),
            "maintenance.auto=false".to_owned(),
            "http.lowSpeedLimit=1".to_owned(),
            format!("http.lowSpeedTime={seconds}"),
        ] {
            command.args(["-c", &setting]);
        }
        if ids.is_some() {
            // A server that hears of our commits takes their files for known, too.
            command.args(["-c", "fetch.negotiationAlgorithm=noop"]);
        }
        if !self.has_own_ssh() {
            command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        }
        command
            .args(["fetch", "--progress", "--no-tags", "--no-write-fetch-head"])
            .arg("--recurse-submodules=no")
            .args(arguments)
            .stdin(Stdio::piped())
            // It says nothing there, but keeps our turn until it ends, even if we are killed.
            .stdout(self.network.turn.try_clone()?)
            .stderr(Stdio::piped());
        self.watch(&mut command, ids.unwrap_or_default())
    }

    fn watch(&self, command: &mut Command, input: String) -> anyhow::Result<()> {
        let mut child = command.spawn().context("cannot start `git`")?;
        let mut ask = child.stdin.take().expect("stdin is piped");
        let mut says = child.stderr.take().expect("stderr is piped");
        // Neither thread is waited for: a helper of git that hangs may keep the pipes open after git is gone.
        std::thread::spawn(move || ask.write_all(input.as_bytes()));
        let (sender, heard) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = says.read(&mut chunk) {
                if sender.send(chunk[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut said = Vec::new();
        loop {
            match heard.recv_timeout(self.network.patience) {
                Ok(chunk) => {
                    percent(&chunk).into_iter().for_each(self.told);
                    said.extend(chunk);
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    child.kill()?;
                    child.wait()?;
                    let seconds = self.network.patience.as_secs();
                    bail!("nothing has come for {seconds} s");
                }
            }
        }
        let status = child.wait()?;
        let said = String::from_utf8_lossy(&said);
        ensure!(status.success(), self.reason(&said));
        Ok(())
    }

    /// Whether the user says which `ssh` to use.
    fn has_own_ssh(&self) -> bool {
        self.network.names_ssh || self.ask(&["config", "--get", "core.sshCommand"]).is_ok()
    }

    /// Why git gave up, in its words, without what is secret in addresses.
    fn reason(&self, said: &str) -> String {
        let lines = || {
            said.split(['\n', '\r'])
                .map(str::trim)
                .filter(|line| !line.is_empty())
        };
        let is_progress = |line: &&str| !line.contains('%') && !line.starts_with("From ");
        let reason = lines()
            .find_map(|line| line.strip_prefix("fatal: "))
            .or_else(|| lines().find_map(|line| line.strip_prefix("error: ")))
            .or_else(|| lines().rfind(is_progress))
            .unwrap_or("git ended without a word");
        let reason = reason.replace(&self.address, &without_secret(&self.address));
        reason
            .chars()
            .filter(|letter| !letter.is_control())
            .collect()
    }
}

/// Whether the history that was fetched is all there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum HistoryEnd {
    /// It was fetched just now.
    Known,
    /// It may have gone on since.
    MayGoOn,
}

/// Removes the locks and half files of a git that was killed: as long as it is our turn, nobody else has any.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let is_half = name.as_encoded_bytes().starts_with(b"tmp_") || ends_with(&path, "lock");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => sweep(&path),
            Ok(kind) if kind.is_file() && is_half => {
                let _ = fs::remove_file(path);
            }
            // A link is none of git's; what cannot be removed is told by git.
            _ => {}
        }
    }
}

fn ends_with(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}

/// The last percentage in what git says of its progress: `Receiving objects:  45% (9/20)`.
fn percent(chunk: &[u8]) -> Option<&str> {
    let end = chunk.iter().rposition(|&byte| byte == b'%')?;
    let digits = chunk[..end]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit());
    std::str::from_utf8(&chunk[end - digits.count()..=end]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_percentage() {
        assert_eq!(
            percent(b"remote: Total 3\rReceiving objects:  45% (9/20)"),
            Some("45%")
        );
        assert_eq!(percent(b"From lamps"), None);
    }
}
