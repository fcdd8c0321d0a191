//! One small catalogue: the fixtures of nine sources, and a release of ATT&CK that knows the techniques in them.

use std::path::Path;

use catalogue::{Catalogue, Contents, SourceHarvest, build};
use sources::{Origin, Source, Tree};

/// A source more is no reason to read these snapshots again.
const SOURCES: [&str; 9] = [
    "art", "attack", "car", "d3fend", "elastic", "sentinel", "sigma", "splunk", "stratus",
];

pub(crate) fn catalogue() -> Catalogue {
    catalogue_of(&SOURCES)
}

/// The fixtures of these sources, and the release of ATT&CK.
pub(crate) fn catalogue_of(ids: &[&str]) -> Catalogue {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixture = |source: &Source| {
        crates
            .join("sources/fixtures")
            .join(source.archive)
            .join("tree")
    };
    let mut gathered: Vec<SourceHarvest> = ids
        .iter()
        .map(|id| sources::source(id).unwrap())
        .map(|source| read(source, &fixture(source)))
        .collect();
    let attack = sources::source("attack").unwrap();
    gathered.push(read(attack, &crates.join("questions/tests/attack")));
    let built = build(gathered, Contents::All).unwrap();
    Catalogue::from_bytes(&built.bytes().unwrap()).unwrap()
}

fn read(source: &Source, folder: &Path) -> SourceHarvest {
    let origin = Origin {
        commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
        commit_date: Some("2031-02-03T04:05:06Z".to_owned()),
        read: Some("2031-02-04".to_owned()),
        ..Origin::default()
    };
    let tree = Tree::folder(folder, source.paths).unwrap();
    SourceHarvest {
        provenance: source.provenance(&origin),
        harvest: source.harvest(&tree),
        prepared: None,
    }
}
