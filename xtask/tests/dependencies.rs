//! The table in ARCHITECTURE.md and the `Cargo.toml` files say the same of which crate may use which.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    package: Package,
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn manifests() -> Vec<Manifest> {
    let crates = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let folders = crates.chain([root().join("xtask")]);
    folders
        .map(|folder| {
            toml::from_str(&std::fs::read_to_string(folder.join("Cargo.toml")).unwrap()).unwrap()
        })
        .collect()
}

/// (crate, what it may use) by the table.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let words = |cell: &str| {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<BTreeSet<String>>()
    };
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        (words(cells[0]).pop_first().unwrap(), words(cells[2]))
    })
    .collect()
}

#[test]
fn every_crate_uses_exactly_what_the_table_says() {
    let manifests = manifests();
    let ours: BTreeSet<&String> = manifests
        .iter()
        .map(|manifest| &manifest.package.name)
        .collect();
    let used: BTreeMap<String, BTreeSet<String>> = manifests
        .iter()
        .map(|manifest| {
            (
                manifest.package.name.clone(),
                manifest
                    .dependencies
                    .keys()
                    .filter(|name| ours.contains(name))
                    .cloned()
                    .collect(),
            )
        })
        .collect();
    assert_eq!(used, allowed());
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    #[serde(default)]
    dependencies: Vec<String>,
}

/// All that a package is made of, directly or not; the tests of our own crates included.
fn reached_from(package: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let lock: Lock = toml::from_str(&text).unwrap();
    let mut reached = BTreeSet::new();
    let mut next = vec![package.to_owned()];
    while let Some(name) = next.pop() {
        if reached.insert(name.clone()) {
            // A dependency of which there are several versions is followed by the one that is meant.
            let uses = lock
                .package
                .iter()
                .filter(|locked| locked.name == name)
                .flat_map(|locked| &locked.dependencies);
            next.extend(uses.filter_map(|used| used.split(' ').next().map(str::to_owned)));
        }
    }
    reached
}

#[test]
fn counting_needs_no_database() {
    let database = ["catalogue", "rusqlite", "libsqlite3-sys"];
    let reached = reached_from("count");
    assert!(reached.contains("model"));
    for name in database {
        assert!(!reached.contains(name), "`count` depends on `{name}`");
        assert!(reached_from("catalogue").contains(name));
    }
}
