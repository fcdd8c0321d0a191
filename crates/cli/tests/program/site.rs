//! `rhumb site`: a folder that is written whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::sandbox::{Sandbox, err};

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(here) = waiting.pop() {
        for entry in fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_site_is_written_whole_and_the_same_with_any_number_of_threads() {
    let sandbox = Sandbox::new();
    let said = sandbox.ask(&["site", "one", "--jobs", "1"], 80);
    let written = sandbox.json(&["site", "two", "--jobs", "3"]);
    let (first, second) = (
        files(&sandbox.path().join("one")),
        files(&sandbox.path().join("two")),
    );
    assert_eq!(first, second);
    let count = written["pages"].as_u64().unwrap() + written["files"].as_u64().unwrap();
    // The mark is no file of the site.
    assert_eq!(count, first.len() as u64 - 1);
    let bytes: usize = first.values().map(Vec::len).sum();
    let mark = first[".rhumb-site"].len();
    assert_eq!(written["bytes"].as_u64().unwrap(), (bytes - mark) as u64);
    assert!(said.contains("pages and 28 other files"), "{said}");
    for name in [
        "index.html",
        "technique/T1021.002.html",
        "data/compass.js",
        "data/compass.csv",
    ] {
        assert!(first.contains_key(name), "{name}");
    }
    // Nothing else is left beside it.
    let left = fs::read_dir(sandbox.path()).unwrap().filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with(".rhumb-")
    });
    assert_eq!(left.count(), 0);
}

#[test]
fn a_site_replaces_a_site_and_nothing_else() {
    let sandbox = Sandbox::new();
    sandbox.ask(&["site", "out"], 80);
    fs::write(sandbox.path().join("out/gone.html"), "old").unwrap();
    sandbox.ask(&["site", "out"], 80);
    assert!(!sandbox.path().join("out/gone.html").exists());
    fs::create_dir(sandbox.path().join("mine")).unwrap();
    fs::write(sandbox.path().join("mine/note.txt"), "mine").unwrap();
    let output = sandbox.output(&["site", "mine"], 80);
    assert_eq!(output.status.code(), Some(2));
    let said = err(&output);
    assert!(
        said.contains("`mine`") && said.contains("name another folder"),
        "{said}"
    );
    assert_eq!(files(&sandbox.path().join("mine")).len(), 1);
    let output = sandbox.output(&["site", "mine/note.txt"], 80);
    assert_eq!(output.status.code(), Some(2));
}
