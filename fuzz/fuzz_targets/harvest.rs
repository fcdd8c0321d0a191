//! Any bytes as any file of any source: nothing panics, no file is lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sources::{SOURCES, Tree};

/// A path that each source asks for.
const PATHS: &[(&str, &str)] = &[
    ("attack", "enterprise-attack/enterprise-attack.json"),
    ("d3fend", "src/ontology/d3fend-protege.ttl"),
    ("car", "analytics/CAR-2030-01-001.yaml"),
    ("elastic", "rules/windows/a.toml"),
    ("elastic", "hunting/windows/queries/a.toml"),
    ("sentinel", "Detections/A/a.yaml"),
    ("sigma", "rules/windows/a.yml"),
    ("splunk", "detections/endpoint/a.yml"),
    ("art", "atomics/T1021/T1021.yaml"),
    ("stratus", "docs/index.yaml"),
];

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let (id, path) = PATHS[usize::from(*which) % PATHS.len()];
    let source = SOURCES.iter().find(|source| source.id == id).expect("the paths name known sources");
    let tree = Tree::of_files([(path.to_owned(), bytes.to_vec())], source.paths);
    let account = source.harvest(&tree).account();
    let none: u32 = account.hold_none.values().sum();
    assert_eq!(account.read, account.stated + account.problems + none);
});
