//! Each source on its fixture: a few tiny files in, the harvest out. Also: no source without registry entry and
//! fixture, no fixture without a damaged file.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod snapshot;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use model::Harvest;
use sources::{SOURCES, Source, Tree, sources_of};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

#[test]
fn every_source_reads_its_fixtures() {
    for source in SOURCES {
        let harvests = read(source);
        assert!(
            sources_of(source.archive)
                .flat_map(|source| read(source).into_values())
                .any(|harvest| !harvest.problems.is_empty()),
            "{}: one file of the fixture should be damaged",
            source.archive
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(fixtures().join(source.archive));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        for (tree, harvest) in harvests {
            let name = match sources_of(source.archive).count() {
                1 => tree.replacen("tree", "harvest", 1),
                _ => tree.replacen("tree", source.id, 1),
            };
            settings.bind(|| insta::assert_snapshot!(name, snapshot::harvest(&harvest)));
        }
    }
}

#[test]
fn every_file_of_the_folder_is_registered_and_has_a_fixture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            path.file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .replace('_', "-")
        })
        .filter(|name| name != "mod")
        .collect();
    let registered: BTreeSet<String> = SOURCES
        .iter()
        .map(|source| source.archive.to_owned())
        .collect();
    let fixtures: BTreeSet<String> = std::fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, registered, "files of src/sources and SOURCES");
    assert_eq!(fixtures, registered, "fixtures and SOURCES");
}

#[test]
fn every_source_of_a_file_is_registered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources");
    let registry = std::fs::read_to_string(folder.join("mod.rs")).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let file = path.file_stem().unwrap().to_str().unwrap();
        let constants = text.lines().filter_map(|line| {
            let (name, value) = line.strip_prefix("pub(crate) const ")?.split_once(':')?;
            (value == " Source = Source {").then_some(name)
        });
        for name in constants {
            assert!(
                registry.contains(&format!("&{file}::{name},")),
                "{file}::{name} is not in SOURCES"
            );
        }
    }
}

#[test]
fn every_source_states_something_from_its_fixture() {
    for source in SOURCES {
        let states = |harvest: &Harvest| {
            let beside = harvest.release.is_some() || harvest.ontology.is_some();
            !harvest.resources.is_empty() || beside
        };
        let harvests = read(source);
        assert!(
            harvests.values().any(states),
            "{}: nothing in its fixture is for it",
            source.id
        );
    }
}

#[test]
fn no_id_stands_for_two_sources_or_parts() {
    let ids = SOURCES.iter().map(|source| source.id);
    let parts = SOURCES.iter().flat_map(|source| source.parts);
    for mut ids in [ids.collect::<Vec<_>>(), parts.map(|part| part.id).collect()] {
        ids.sort_unstable();
        let twice = ids.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None);
    }
}

#[test]
fn every_resource_belongs_to_a_part_of_its_source() {
    for source in SOURCES {
        let harvests = read(source).into_values();
        for resource in harvests.flat_map(|harvest| harvest.resources) {
            assert!(
                source.parts.iter().any(|part| part.id == resource.part),
                "{}: no part `{}`",
                source.id,
                resource.part
            );
        }
    }
}

/// A repository has one tree, or one per layout of it that is read: `tree`, `tree-one-object-per-file`. Where several
/// sources read it, each states its own harvest.
fn read(source: &Source) -> BTreeMap<String, Harvest> {
    std::fs::read_dir(fixtures().join(source.archive))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| {
            let tree = Tree::folder(&entry.path(), source.paths).unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, source.harvest(&tree))
        })
        .collect()
}
