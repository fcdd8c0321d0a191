//! The program on the real repositories at pinned commits. Needs `RHUMB_CORPUS`, a folder that holds the bundles
//! `corpus` and `corpus-2022-05`; says so when it skips.
//!
//! A test is a process for some runners, and building takes seconds: so there is one test per bundle.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod classic;
mod cookbook;
mod followed;
mod links;
mod pages;
mod patches;
mod seed;
mod threats;
mod views;
mod vocabulary;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use catalogue::Catalogue;

#[test]
fn the_repositories_of_may_2022() {
    let Some(corpus) = corpus() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = build(&corpus.join("corpus-2022-05"), folder.path(), 2);
    seed::check(
        &corpus,
        &rhumb(&path, &["page", "T1021", "--layout", "classic"]),
    );
    classic::check(&Catalogue::open(&path).unwrap());
}

#[test]
fn the_current_repositories() {
    let Some(corpus) = corpus() else { return };
    let bundle = corpus.join("corpus");
    let folder = tempfile::tempdir().unwrap();
    let path = build(&bundle, folder.path(), 4);
    let again = build(&bundle, folder.path(), 1);
    let same = fs::read(&path).unwrap() == fs::read(again).unwrap();
    assert!(
        same,
        "the same bundle gives other bytes with another number of jobs"
    );
    let catalogue = Catalogue::open(&path).unwrap();
    followed::check(&catalogue);
    links::check(&catalogue);
    vocabulary::check(&catalogue);
    snapshot(
        "splunk-without-log",
        &vocabulary::check_splunk_without_log(&catalogue),
    );
    vocabulary::check_words_are_taken(&path, &catalogue);
    views::check(&path);
    threats::check(&path);
    cookbook::check(&path);
    pages::shows_every_source(
        &catalogue,
        &rhumb(&path, &["page", "T1021", "--format", "markdown"]),
    );
    pages::every_page_in_every_format(&path);
    pages::answers_fit_their_schemas(&catalogue);
    patches::check(&path, &bundle);
}

fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("RHUMB_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        eprintln!(
            "SKIPPED: RHUMB_CORPUS is not set, so no catalogue of the real repositories was built"
        );
    }
    corpus
}

fn build(bundle: &Path, folder: &Path, jobs: usize) -> PathBuf {
    let path = folder.join(format!("{jobs}.rhumb"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_rhumb"));
    command.args(["build", "--jobs", &jobs.to_string(), "--from"]);
    let output = command
        .arg(bundle)
        .arg("--out")
        .arg(&path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    path
}

fn rhumb(catalogue: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rhumb"));
    command.arg("--catalogue").arg(catalogue).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Compares with the file of this name.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
