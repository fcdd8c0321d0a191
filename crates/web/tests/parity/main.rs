//! Counting in the browser gives what counting in Rust gives. Hundreds of cases are made from what a catalogue holds; the
//! questions answer them, and `compare.mjs` has `compass.js` answer them again from the data of a static site.
//!
//! To add a kind of case: its function in `cases.rs`, and a form of its answer in `compare.mjs`. Needs node; says so when it
//! skips.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

#[path = "../pages/all_sources.rs"]
mod all_sources;
mod arguments;
mod cases;
mod pick;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use catalogue::{Catalogue, Contents, SourceHarvest, build};
use questions::portable::portable;
use rayon::prelude::*;
use sources::Bundle;
use web::Depth;

/// How many cases of each kind, beside one for each adversary.
const FIXTURES: usize = 60;
const CORPUS: usize = 30;

#[test]
fn the_fixtures_of_every_source() {
    compare(&all_sources::all_sources(), FIXTURES);
}

#[test]
fn the_current_repositories() {
    let Some(corpus) = std::env::var_os("RHUMB_CORPUS") else {
        eprintln!("SKIPPED: RHUMB_CORPUS is not set, so nothing was counted of the real sources");
        return;
    };
    compare(&of_bundle(&PathBuf::from(corpus).join("corpus")), CORPUS);
}

/// A catalogue of the real sources.
fn of_bundle(folder: &Path) -> Catalogue {
    let bundle = Bundle::open(folder).unwrap();
    let entries: Vec<_> = bundle.entries.iter().collect();
    let read = |entry: &&sources::BundleEntry| {
        let source = sources::source(entry.source())?;
        let tree = bundle.tree(entry, source.paths).unwrap();
        Some(SourceHarvest {
            provenance: source.provenance(&entry.origin()),
            harvest: source.harvest(&tree),
            prepared: None,
        })
    };
    let gathered = entries.par_iter().filter_map(read).collect();
    let built = build(gathered, Contents::All).unwrap();
    Catalogue::from_bytes(&built.bytes().unwrap()).unwrap()
}

/// Has both answer the same cases.
fn compare(catalogue: &Catalogue, of_each: usize) {
    if Command::new("node").arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no `node`, so the browser's counting was not compared");
        return;
    }
    let cases = cases::cases(catalogue, &portable(catalogue).unwrap(), of_each);
    assert!(cases.len() >= 300, "only {} cases", cases.len());
    let folder = tempfile::tempdir().unwrap();
    for file in web::site::files(catalogue, Depth::Whole).unwrap() {
        let path = folder.path().join(file.file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.bytes).unwrap();
    }
    let text = serde_json::to_vec(&cases).unwrap();
    fs::write(folder.path().join("cases.json"), text).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/compare.mjs");
    let output = Command::new("node")
        .arg(script)
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{failed}");
    eprintln!("{}", said.trim());
}
