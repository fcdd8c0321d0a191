//! Formatting of Rust and of scripts, also of files whose `mod` lines a macro writes: `rustfmt` does not follow those.

use std::path::PathBuf;

use crate::{browser, cargo, root, run};

/// Files that macros declare.
const DECLARED_BY_MACROS: &str = "crates/publish/src/answers";

/// Formats all files.
pub(crate) fn format() -> anyhow::Result<()> {
    cargo(&["fmt", "--all"])?;
    rustfmt(&[])?;
    browser::format()
}

/// Fails where a file is not formatted.
pub(crate) fn check() -> anyhow::Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    rustfmt(&["--check"])
}

fn rustfmt(arguments: &[&str]) -> anyhow::Result<()> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join(DECLARED_BY_MACROS))? {
        files.push(entry?.path());
    }
    files.retain(|file: &PathBuf| file.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let mut all = vec!["--edition", "2024"];
    all.extend(arguments);
    all.extend(files.iter().map(String::as_str));
    run("rustfmt", &all)
}
