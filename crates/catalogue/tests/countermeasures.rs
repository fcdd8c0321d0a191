//! The links that the real ontologies give. Needs `RHUMB_CORPUS`, a folder that holds bundles; says so when it skips.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use catalogue::countermeasures;
use sources::{Bundle, source};

#[test]
fn the_ontology_of_2022_gives_the_pairs_of_the_seed_page() {
    check("corpus-2022-05", [2_216, 314, 82], 1_814);
}

#[test]
fn the_current_ontology_gives_the_pairs_of_an_independent_reading() {
    check("corpus", [6_661, 437, 140], 4_066);
}

/// Pairs, techniques and countermeasures in them, and how many of the pairs count.
fn check(bundle: &str, expected: [usize; 3], counted: usize) {
    let Some(corpus) = std::env::var_os("RHUMB_CORPUS") else {
        eprintln!("SKIPPED: RHUMB_CORPUS is not set, so the real ontologies were not read");
        return;
    };
    let bundle = Bundle::open(&PathBuf::from(corpus).join(bundle)).unwrap();
    let entry = bundle
        .entries
        .iter()
        .find(|entry| entry.id == "d3fend")
        .unwrap();
    let source = source("d3fend").unwrap();
    let harvest = source.harvest(&bundle.tree(entry, source.paths).unwrap());
    let inferred = countermeasures(&harvest.ontology.unwrap());
    let techniques: BTreeSet<&str> = inferred.iter().map(|mapping| &*mapping.technique).collect();
    let met: BTreeSet<usize> = inferred
        .iter()
        .map(|mapping| mapping.countermeasure)
        .collect();
    assert_eq!([inferred.len(), techniques.len(), met.len()], expected);
    let direct = inferred.iter().filter(|mapping| mapping.direct);
    assert_eq!(direct.count(), counted);
    assert!(inferred.is_sorted());
}
