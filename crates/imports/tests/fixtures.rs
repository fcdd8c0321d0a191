//! Each file of `fixtures/threats` and `fixtures/stacks` in, what was read or the error out, as a snapshot beside it.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::path::{Path, PathBuf};

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(kind)
}

/// Reads each file of the folder with `read` and compares.
fn check(kind: &str, read: impl Fn(&str, &[u8]) -> String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder(kind));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let files = std::fs::read_dir(folder(kind)).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !path.to_string_lossy().contains(".snap"));
    paths.sort();
    assert!(paths.len() > 10, "no fixtures in {kind}");
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = read(&name, &std::fs::read(&path).unwrap());
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}

fn failed(error: &imports::Error) -> String {
    let remedy = error
        .remedy
        .as_ref()
        .map_or(String::new(), |remedy| format!("\nremedy: {remedy}"));
    format!("error: {error}{remedy}")
}

#[test]
fn threats() {
    check("threats", |name, bytes| {
        match imports::threat(name, bytes) {
            Ok(threat) => serde_json::to_string_pretty(&threat).unwrap(),
            Err(error) => failed(&error),
        }
    });
}

#[test]
fn stacks() {
    check("stacks", |name, bytes| match imports::stack(name, bytes) {
        Ok(read) => format!(
            "{}\n{:#?}\n{}",
            read.origin,
            read.notes,
            serde_json::to_string_pretty(&read.stack).unwrap()
        ),
        Err(error) => failed(&error),
    });
}
