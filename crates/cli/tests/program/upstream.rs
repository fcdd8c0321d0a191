//! Repositories of sources, made here with the `git` program, and a house that takes them for those on GitHub.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::sandbox::{Sandbox, err, fixture};

/// The day of every first commit.
pub(crate) const FIRST: &str = "2031-01-01";

/// A house, and beside it the repositories that are fetched from there.
pub(crate) struct Upstream {
    pub(crate) sandbox: Sandbox,
}

impl Upstream {
    /// With the fixtures of these sources, committed on the first day.
    pub(crate) fn of(sources: &[&str]) -> Self {
        let upstream = Self {
            sandbox: Sandbox::empty(),
        };
        upstream.settings("");
        for source in sources {
            let repository = upstream.repository(source);
            copy(&fixture(source), &repository);
            let branch = format!("--initial-branch={}", known(source).branch);
            git(&repository, FIRST, &["init", "--quiet", &branch]);
            upstream.commit(source, FIRST);
        }
        upstream
    }

    /// The settings of git in the house, and more of them.
    pub(crate) fn settings(&self, more: &str) {
        let folder = self.sandbox.path().join("upstream");
        let settings = format!(
            "[url \"file://{}/\"]\ninsteadOf = https://github.com/\n[uploadpack]\nallowFilter = true\n{more}",
            folder.display()
        );
        fs::write(self.sandbox.path().join(".gitconfig"), settings).unwrap();
    }

    /// Where the repository of the source is.
    pub(crate) fn repository(&self, source: &str) -> PathBuf {
        let name = known(source).repository;
        self.sandbox.path().join("upstream").join(name)
    }

    /// Writes a file of the repository.
    pub(crate) fn write(&self, source: &str, path: &str, text: &str) {
        let path = self.repository(source).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Commits all changes; which commit it is.
    pub(crate) fn commit(&self, source: &str, day: &str) -> String {
        let repository = self.repository(source);
        git(&repository, day, &["add", "--all"]);
        git(&repository, day, &["commit", "--quiet", "--message=Lamps"]);
        let commit = git(&repository, day, &["rev-parse", "HEAD"]);
        commit.trim().to_owned()
    }

    /// Adds one more rule to Sigma.
    pub(crate) fn one_rule_more(&self, name: &str, day: &str) -> String {
        self.write("sigma", &format!("rules/{name}.yml"), &rule(name));
        self.commit("sigma", day)
    }

    /// The program with these arguments.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.sandbox.command(80);
        command.env("GIT_CONFIG_NOSYSTEM", "1").args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What it says on standard error; it must succeed.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", err(&output));
        err(&output)
    }

    /// The catalogue that questions ask.
    pub(crate) fn catalogue(&self) -> Vec<u8> {
        fs::read(self.data("catalogue.rhumb")).unwrap()
    }

    /// A file in the data folder.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.sandbox.path().join(".local/share/rhumb").join(name)
    }

    /// The clone of a repository in the cache.
    pub(crate) fn clone(&self, archive: &str) -> PathBuf {
        let clones = self.sandbox.path().join(".cache/rhumb/repositories");
        clones.join(format!("{archive}.git"))
    }

    /// The titles of all resources of the source, in order.
    pub(crate) fn titles(&self, source: &str) -> Vec<String> {
        let asked = [
            "resources",
            "--source",
            source,
            "--limit",
            "1000",
            "--format",
            "json",
        ];
        let output = self.run(&asked);
        assert!(output.status.success(), "{}", err(&output));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let items = answer["items"].as_array().unwrap().iter();
        items
            .map(|item| item["title"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A rule of Sigma.
pub(crate) fn rule(name: &str) -> String {
    format!(
        "title: {name}\nid: {name}\nstatus: test\nlevel: low\nlogsource:\n  product: lamps\ndetection:\n  on:\n    lamp: {name}\n  condition: on\ntags:\n  - attack.t9001\n"
    )
}

fn known(source: &str) -> &'static sources::Source {
    sources::source(source).unwrap()
}

/// git in the repository, on that day.
pub(crate) fn git(repository: &Path, day: &str, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
        .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_DATE", format!("{day}T12:00:00Z"))
        .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z"))
        .current_dir(repository)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
