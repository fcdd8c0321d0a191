//! A catalogue of the fixtures of every source. The test program `parity` builds them, too.

use std::path::Path;

use catalogue::{Catalogue, Contents, SourceHarvest, build};
use sources::{Origin, SOURCES, Source, Tree};

/// A catalogue of the fixtures of every source.
pub(crate) fn all_sources() -> Catalogue {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sources/fixtures");
    let of = |source: &&Source| {
        // Several sources read one repository; one folder of fixtures stands for it.
        let folder = [source.id, source.archive]
            .map(|name| fixtures.join(name).join("tree"))
            .into_iter()
            .find(|folder| folder.is_dir());
        read(
            source,
            &folder.unwrap_or_else(|| panic!("{} has no fixture", source.id)),
        )
    };
    let mut gathered: Vec<SourceHarvest> = SOURCES.iter().map(of).collect();
    let attack = sources::source("attack").unwrap();
    let release = Path::new(env!("CARGO_MANIFEST_DIR")).join("../questions/tests/attack");
    gathered.push(read(attack, &release));
    let built = build(gathered, Contents::All).unwrap();
    Catalogue::from_bytes(&built.bytes().unwrap()).unwrap()
}

/// What the source says in this folder.
pub(crate) fn read(source: &Source, folder: &Path) -> SourceHarvest {
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
