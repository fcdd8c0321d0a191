//! Running the `git` program in a bare clone.

use std::io::{Read, Write};
use std::process::{ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;

use super::BareClone;
use crate::address::without_secret;
use crate::error::Error;

/// Variables that would make git work elsewhere than in the clone.
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

impl BareClone<'_> {
    /// What git prints; for what needs no network.
    pub(super) fn output(&self, arguments: &[&str]) -> Result<String, Error> {
        let mut command = self.command();
        command.env("GIT_NO_LAZY_FETCH", "1").args(arguments);
        let output = command.output().map_err(Error::NoGit)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(self.failure(&output.stderr))
    }

    /// Runs one fetch to its end, or until nothing comes any more. Ids of objects are read from standard input.
    pub(super) fn run_fetch(&self, arguments: &[&str], ids: Option<String>) -> Result<(), Error> {
        let mut command = self.command();
        for setting in self.fetch_settings() {
            command.args(["-c", &setting]);
        }
        if ids.is_some() {
            // A server that is told the local commits assumes that their files are present, too.
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
            // It prints nothing there, but keeps the cache locked until it ends, even if we are killed.
            .stdout(self.network.cache_lock.try_clone()?)
            .stderr(Stdio::piped());
        self.wait(&mut command, ids.unwrap_or_default())
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
            // Empty means: do not prompt, not even in a window.
            .env("GIT_ASKPASS", "")
            .stdin(Stdio::null());
        command
    }

    fn fetch_settings(&self) -> [String; 7] {
        let seconds = self.network.timeout.as_secs().max(1);
        [
            format!("remote.origin.url={}", self.address),
            "remote.origin.promisor=true".to_owned(),
            "remote.origin.partialclonefilter=blob:none".to_owned(),
            // Objects that are unreachable here may be named by the lock of another project.
            "gc.auto=0".to_owned(),
            "maintenance.auto=false".to_owned(),
            "http.lowSpeedLimit=1".to_owned(),
            format!("http.lowSpeedTime={seconds}"),
        ]
    }

    /// Whether the user says which `ssh` to use.
    fn has_own_ssh(&self) -> bool {
        self.network.environment_names_ssh
            || self.output(&["config", "--get", "core.sshCommand"]).is_ok()
    }

    fn wait(&self, command: &mut Command, input: String) -> Result<(), Error> {
        let mut child = command.spawn().map_err(Error::NoGit)?;
        let mut stdin = child.stdin.take().expect("stdin is piped");
        // This thread and that of `chunks` are not waited for: a helper of git that hangs may keep the pipes open after git
        // is gone.
        thread::spawn(move || stdin.write_all(input.as_bytes()));
        let chunks = chunks(child.stderr.take().expect("stderr is piped"));
        let mut messages = Vec::new();
        loop {
            match chunks.recv_timeout(self.network.timeout) {
                Ok(chunk) => {
                    percent(&chunk).into_iter().for_each(self.on_percent);
                    messages.extend(chunk);
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    child.kill()?;
                    child.wait()?;
                    return Err(Error::Stalled(self.network.timeout.as_secs()));
                }
            }
        }
        if child.wait()?.success() {
            return Ok(());
        }
        Err(self.failure(&messages))
    }

    /// Why git gave up, in its words, without what is secret in addresses.
    fn failure(&self, messages: &[u8]) -> Error {
        let messages = String::from_utf8_lossy(messages);
        let lines = || {
            messages
                .split(['\n', '\r'])
                .map(str::trim)
                .filter(|line| !line.is_empty())
        };
        let is_message = |line: &&str| !line.contains('%') && !line.starts_with("From ");
        let reason = lines()
            .find_map(|line| line.strip_prefix("fatal: "))
            .or_else(|| lines().find_map(|line| line.strip_prefix("error: ")))
            .or_else(|| lines().rfind(is_message))
            .unwrap_or("git ended without a word");
        let shown = reason.replace(&self.address, &without_secret(&self.address));
        Error::Git(
            shown
                .chars()
                .filter(|letter| !letter.is_control())
                .collect(),
        )
    }
}

/// What git writes to standard error, as it comes.
fn chunks(mut stderr: ChildStderr) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(length @ 1..) = stderr.read(&mut chunk) {
            if sender.send(chunk[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    receiver
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
