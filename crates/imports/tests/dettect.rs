//! A pair of DeTT&CT administrations whose results were counted by hand.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::path::Path;

use imports::ImportedStack;
use model::Claim;

fn read(name: &str) -> ImportedStack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stacks");
    imports::stack(name, &std::fs::read(folder.join(name)).unwrap()).unwrap()
}

fn of<'a>(claims: &'a [Claim], kind: &str) -> Vec<&'a Claim> {
    claims.iter().filter(|claim| claim.of == kind).collect()
}

#[test]
fn data_sources_are_counted_as_by_hand() {
    let read = read("dettect-data-sources-1.1.yaml");
    // Process Creation on clients, Command Execution on servers; one is switched off, one has no quality.
    assert_eq!(
        read.stack.log_sources,
        ["Process Creation", "Command Execution"]
    );
    assert_eq!(read.stack.platforms, ["Windows", "Linux", "macOS"]);
    assert_eq!(
        read.notes[0],
        "2 data sources left out: not available for analytics"
    );
    assert_eq!(read.notes.len(), 2, "{:?}", read.notes);
}

#[test]
fn techniques_are_counted_as_by_hand() {
    let read = read("dettect-techniques-1.2.yaml");
    let claims = &read.stack.claims;
    let detections = of(claims, "detection");
    let scores: Vec<(&str, f64)> = detections
        .iter()
        .map(|claim| (claim.technique.as_str(), claim.score))
        .collect();
    // The newest entry of each logbook; two kinds of system are two claims; -1 is none, 0 is not.
    assert_eq!(
        scores,
        [("T1059.001", 4.0), ("T1059.001", 1.0), ("T1018", 0.0)]
    );
    assert_eq!(detections[1].applicable_to, ["servers"]);
    let visibilities = of(claims, "visibility");
    assert_eq!(visibilities.len(), 1);
    assert!((visibilities[0].score - 3.0).abs() < f64::EPSILON);
    assert_eq!(claims.len(), 4);
    assert_eq!(read.stack.platforms, ["Windows"]);
    // Two counts of none, a date that is none, a score of 9, an id that is none, and a text.
    assert_eq!(read.notes.len(), 6, "{:?}", read.notes);
}

#[test]
fn the_pair_is_one_stack() {
    let pair = [
        "dettect-data-sources-1.1.yaml",
        "dettect-techniques-1.2.yaml",
    ];
    let stack = imports::merge(pair.map(|name| read(name).stack).into());
    assert_eq!(stack.name.as_deref(), Some("example"));
    assert_eq!(stack.platforms, ["Windows", "Linux", "macOS"]);
    assert_eq!((stack.log_sources.len(), stack.claims.len()), (2, 4));
}
