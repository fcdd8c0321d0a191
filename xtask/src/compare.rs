//! Whether two versions of the program answer alike: what a change of structure must not alter.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};
use serde_json::Value;

/// How many techniques and threats are asked about, spread evenly over all that the catalogue has.
const TECHNIQUES: usize = 50;
const THREATS: usize = 20;

/// A typical stack; without one, some branches of counting are never taken.
const STACK: &str = r#"name = "compared"
platforms = ["Windows", "Linux"]
log_sources = ["windows/process_creation", "windows//sysmon", "linux"]

[[exclusions]]
what = "T1110"
reason = "left out to be compared"
owner = "nobody"
date = "2026-01-01"
"#;

/// One version of the program, and the catalogue that it built.
struct Version<'a> {
    program: &'a Path,
    catalogue: PathBuf,
}

/// Builds a catalogue of each bundle with both programs, and compares their answers as JSON.
pub(crate) fn compare(old: &Path, new: &Path, bundles: &[PathBuf]) -> anyhow::Result<()> {
    for bundle in bundles {
        let folder = tempfile::tempdir()?;
        let old = Version::build(old, bundle, &folder.path().join("old.rhumb"))?;
        let new = Version::build(new, bundle, &folder.path().join("new.rhumb"))?;
        let same_bytes = std::fs::read(&old.catalogue)? == std::fs::read(&new.catalogue)?;
        let stack = folder.path().join("stack.toml");
        std::fs::write(&stack, STACK)?;
        let questions = questions(&old, &stack)?;
        let mut different = BTreeSet::new();
        for question in &questions {
            if old.answer(question)? != new.answer(question)? {
                println!("different: rhumb {}", question.join(" "));
                different.insert(question[0].clone());
            }
        }
        println!(
            "{}: {} answers compared, {}; catalogues {}",
            bundle.display(),
            questions.len(),
            if different.is_empty() {
                "all alike".to_owned()
            } else {
                format!("different ones of {different:?}")
            },
            if same_bytes {
                "equal byte for byte"
            } else {
                "not equal byte for byte"
            }
        );
        ensure!(different.is_empty(), "the versions do not answer alike");
    }
    Ok(())
}

impl<'a> Version<'a> {
    fn build(program: &'a Path, bundle: &Path, catalogue: &Path) -> anyhow::Result<Self> {
        let version = Self {
            program,
            catalogue: catalogue.to_owned(),
        };
        let cache = catalogue.with_extension("cache");
        let output = Command::new(program)
            .arg("build")
            .arg("--from")
            .arg(bundle)
            .arg("--out")
            .arg(catalogue)
            .arg("--cache")
            .arg(cache)
            .output()
            .with_context(|| format!("`{}` does not start", program.display()))?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(version)
    }

    /// What it prints, with its exit code: that a question is refused is an answer, too.
    fn answer(&self, question: &[String]) -> anyhow::Result<(Option<i32>, Vec<u8>)> {
        let output = Command::new(self.program)
            .arg("--catalogue")
            .arg(&self.catalogue)
            .args(question)
            .args(["--format", "json"])
            .output()?;
        Ok((output.status.code(), output.stdout))
    }

    fn json(&self, question: &[&str]) -> anyhow::Result<Value> {
        let question: Vec<String> = question.iter().map(ToString::to_string).collect();
        Ok(serde_json::from_slice(&self.answer(&question)?.1)?)
    }

    /// The ids of the items of a list.
    fn ids(&self, question: &[&str]) -> anyhow::Result<Vec<String>> {
        let answer = self.json(question)?;
        let items = answer["items"].as_array().context("an answer has items")?;
        let ids = items.iter().filter_map(|item| item["id"].as_str());
        Ok(ids.map(str::to_owned).collect())
    }
}

fn questions(version: &Version<'_>, stack: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let techniques = version.ids(&["matrix", "--limit", "1000"])?;
    let adversaries = version.ids(&["adversaries", "--limit", "1000"])?;
    let stack = stack.display().to_string();
    let mut questions: Vec<Vec<String>> = Vec::new();
    let mut ask =
        |words: &[&str]| questions.push(words.iter().map(ToString::to_string).collect::<Vec<_>>());
    for technique in spread(&techniques, TECHNIQUES) {
        ask(&["page", technique]);
        ask(&["technique", technique]);
    }
    for threat in spread(&adversaries, THREATS - 2).chain(["all", "top"]) {
        for question in ["align", "gaps", "plan", "telemetry"] {
            ask(&[question, threat]);
            ask(&[question, threat, "--stack", &stack]);
        }
        ask(&["align", threat, "--explain", "T1059.001"]);
        ask(&["fit", threat]);
        ask(&["adversary", threat]);
    }
    for question in ["drift", "matrix", "adversaries", "categories", "problems"] {
        ask(&[question, "--limit", "1000"]);
    }
    ask(&["matrix", "--limit", "1000", "--stack", &stack]);
    ask(&["drift", "--limit", "1000", "--attack", "19"]);
    ask(&["compare", "all", "top"]);
    ask(&["control", "M1026"]);
    ask(&["log-source", "windows/process_creation"]);
    ask(&["sources", "--parts"]);
    ask(&["notices"]);
    Ok(questions)
}

/// This number of items, evenly spread.
fn spread(all: &[String], count: usize) -> impl Iterator<Item = &str> {
    let step = (all.len() / count).max(1);
    all.iter().step_by(step).take(count).map(String::as_str)
}
