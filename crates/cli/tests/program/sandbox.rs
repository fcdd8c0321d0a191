//! A folder with a catalogue built by the program, and the program itself, far from the user's own files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Sources with a fixture.
pub(crate) const SOURCES: [&str; 9] = [
    "art", "attack", "car", "d3fend", "elastic", "sentinel", "sigma", "splunk", "stratus",
];

/// One call of each question: its name, then its arguments.
pub(crate) const QUESTIONS: &[(&str, &[&str])] = &[
    ("page", &["page", "T1021.002"]),
    ("technique", &["technique", "T1021"]),
    ("search", &["search", "lamp", "remotely"]),
    ("resources", &["resources"]),
    ("resource", &["resource", "CAR-2030-01-001"]),
    ("sources", &["sources", "--parts"]),
    ("problems", &["problems"]),
    ("drift", &["drift"]),
    ("notices", &["notices"]),
    ("matrix", &["matrix"]),
    (
        "align",
        &["align", "Lamplighters", "--explain", "T1021.002"],
    ),
    ("gaps", &["gaps", "G9001", "--with-software"]),
    ("plan", &["plan", "Lamplighters", "--budget", "3"]),
    ("telemetry", &["telemetry", "all"]),
    ("compare", &["compare", "Lamplighters", "LAMPER"]),
    ("fit", &["fit", "LAMPER"]),
    ("adversaries", &["adversaries"]),
    ("categories", &["categories"]),
    ("adversary", &["adversary", "night shift"]),
    ("software", &["software", "LAMPER"]),
    ("campaign", &["campaign", "C9001"]),
    ("control", &["control", "M9001"]),
    ("log-source", &["log-source", "windows/process_creation"]),
];

pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// Without a catalogue.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With one of all fixtures, and of a release of ATT&CK that knows the techniques in them.
    pub(crate) fn new() -> Self {
        let sandbox = Self::empty();
        let mut from: Vec<String> = SOURCES
            .map(|source| format!("{source}={}", fixture(source).display()))
            .to_vec();
        from.push(format!(
            "attack={}",
            crates().join("questions/tests/attack").display()
        ));
        sandbox.build(&from);
        sandbox
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn catalogue(&self) -> PathBuf {
        self.path().join("catalogue.rhumb")
    }

    pub(crate) fn build(&self, from: &[String]) -> Output {
        let mut command = self.command(80);
        command.args(["build", "--out"]).arg(self.catalogue());
        for source in from {
            command.args(["--from", source]);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", err(&output));
        output
    }

    /// The program with nothing of the user's environment but where programs are.
    pub(crate) fn command(&self, columns: usize) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rhumb"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("COLUMNS", columns.to_string())
            .current_dir(self.path());
        command
    }

    /// Asks the catalogue; it must have an answer.
    pub(crate) fn ask(&self, arguments: &[&str], columns: usize) -> String {
        let output = self.output(arguments, columns);
        assert!(output.status.success(), "{arguments:?}: {}", err(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--format", "json"]].concat();
        serde_json::from_str(&self.ask(&arguments, 80)).unwrap()
    }

    pub(crate) fn output(&self, arguments: &[&str], columns: usize) -> Output {
        let mut command = self.command(columns);
        command
            .arg("--catalogue")
            .arg(self.catalogue())
            .args(arguments);
        command.output().unwrap()
    }

    /// What it says, with this folder under another name.
    pub(crate) fn anywhere(&self, text: &str) -> String {
        text.replace(&self.path().display().to_string(), "HOUSE")
    }
}

pub(crate) fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) fn fixture(source: &str) -> PathBuf {
    crates().join("sources/fixtures").join(source).join("tree")
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
