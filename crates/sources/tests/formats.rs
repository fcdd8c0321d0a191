//! Each format on its fixture, as files of the user's own: a few tiny files in, the harvest out. Formats of public
//! repositories give what the sources give that read them.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod snapshot;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use model::{Harvest, Kind, TextPolicy};
use sources::{FORMATS, Format, OwnSource, Tree, check_pattern, format, source};

/// Formats that a public source is read by, too: its fixture is theirs.
const PUBLIC: &[(&str, &str)] = &[
    ("atomic", "art"),
    ("caldera", "stockpile"),
    ("ctid", "mapex-nist-800-53-r5"),
    ("elastic", "elastic-protections"),
    ("falco", "falco"),
    ("panther", "panther"),
    ("sentinel", "sentinel"),
    ("sigma", "sigma"),
    ("splunk", "splunk"),
    ("wazuh", "wazuh"),
    ("yara-l", "chronicle"),
];

#[test]
fn every_format_has_a_fixture_and_reads_it() {
    let folders: BTreeSet<String> = std::fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let public = |format: &&&Format| PUBLIC.iter().any(|&(id, _)| id == format.id);
    let own: BTreeSet<String> = FORMATS
        .iter()
        .filter(|format| !public(format))
        .map(|format| format.id.to_owned())
        .collect();
    assert_eq!(folders, own, "folders of fixtures-of-formats and FORMATS");
    for id in own {
        let own = own_source(format(&id).unwrap());
        let harvest = harvest(&own, &fixtures().join(&id).join("tree"));
        assert!(
            !harvest.problems.is_empty(),
            "{id}: one file should be damaged"
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(fixtures().join(&id));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("harvest", snapshot::harvest(&harvest)));
    }
}

#[test]
fn formats_of_public_sources_read_what_the_sources_read() {
    for &(id, public) in PUBLIC {
        let public = source(public).unwrap();
        let own = OwnSource {
            paths: public.paths.iter().map(|path| (*path).to_owned()).collect(),
            ..own_source(format(id).unwrap())
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(public.archive)
            .join("tree");
        let of_public = public.harvest(&Tree::folder(&folder, public.paths).unwrap());
        let of_own = harvest(&own, &folder);
        assert!(!of_own.resources.is_empty(), "{id}");
        assert_eq!(said(&of_own), said(&of_public), "{id}");
        assert_eq!(of_own.files, of_public.files, "{id}");
    }
}

#[test]
fn resources_are_of_the_part_and_kind_that_the_configuration_says() {
    let own = OwnSource {
        kind: Kind::Test,
        ..own_source(format("csv").unwrap())
    };
    let harvest = harvest(&own, &fixtures().join("csv/tree"));
    let is_right = |kind, part: &str| kind == Kind::Test && part == "acme";
    assert!(
        harvest
            .resources
            .iter()
            .all(|resource| is_right(resource.kind, &resource.part))
    );
}

#[test]
fn the_list_of_formats_is_in_order_and_sound() {
    assert!(FORMATS.is_sorted_by_key(|format| format.id));
    for format in FORMATS {
        assert!(!format.kinds.is_empty(), "{}", format.id);
        for pattern in format.include {
            assert_eq!(check_pattern(pattern), Ok(()), "{}", format.id);
        }
    }
}

#[test]
fn files_are_left_out_by_patterns() {
    let own = OwnSource {
        paths: vec![
            "**/*.csv".to_owned(),
            "!sets/**".to_owned(),
            "!damaged.csv".to_owned(),
        ],
        ..own_source(format("csv").unwrap())
    };
    let harvest = harvest(&own, &fixtures().join("csv/tree"));
    assert_eq!(harvest.files.keys().collect::<Vec<_>>(), ["rules.csv"]);
    assert_eq!(harvest.not_asked_for, 2);
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures-of-formats")
}

fn own_source(format: &'static Format) -> OwnSource {
    OwnSource {
        id: "acme".to_owned(),
        title: "Acme".to_owned(),
        format,
        kind: format.kinds[0],
        role: None,
        repository: None,
        branch: None,
        licence: None,
        text: TextPolicy::LinkOnly,
        paths: format
            .include
            .iter()
            .map(|path| (*path).to_owned())
            .collect(),
    }
}

fn harvest(own: &OwnSource, folder: &Path) -> Harvest {
    own.harvest(&Tree::folder(folder, &own.paths()).unwrap())
}

/// Titles and techniques; parts, pages and states are what a public source knows of its own folders.
fn said(harvest: &Harvest) -> Vec<(&str, &str, Vec<&str>)> {
    let resources = harvest.resources.iter().map(|resource| {
        let written = resource
            .mappings
            .iter()
            .map(|mapping| mapping.written.as_str());
        (
            resource.place.path.as_str(),
            resource.title.as_str(),
            written.collect(),
        )
    });
    resources.collect()
}
