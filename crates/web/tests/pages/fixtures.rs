//! One small catalogue: the fixtures of nine sources, and a release of ATT&CK that knows the techniques in them.

use std::cell::OnceCell;
use std::path::Path;

use catalogue::{Catalogue, Contents, SourceHarvest, build};
use sources::Source;

use super::all_sources::read;

const SOURCES: [&str; 9] = [
    "art", "attack", "car", "d3fend", "elastic", "sentinel", "sigma", "splunk", "stratus",
];

thread_local! {
    // A connection belongs to one thread; tests may run in several.
    static CATALOGUE: OnceCell<Catalogue> = const { OnceCell::new() };
}

/// Does it with the catalogue.
pub(crate) fn with<T>(act: impl FnOnce(&Catalogue) -> T) -> T {
    CATALOGUE.with(|made| act(made.get_or_init(catalogue)))
}

fn catalogue() -> Catalogue {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixture = |source: &Source| crates.join("sources/fixtures").join(source.id).join("tree");
    let mut gathered: Vec<SourceHarvest> = SOURCES
        .into_iter()
        .map(|id| sources::source(id).unwrap())
        .map(|source| read(source, &fixture(source)))
        .collect();
    let attack = sources::source("attack").unwrap();
    gathered.push(read(attack, &crates.join("questions/tests/attack")));
    let built = build(gathered, Contents::All).unwrap();
    Catalogue::from_bytes(&built.bytes().unwrap()).unwrap()
}
