//! STIX bundles against the rules of the standard, and by an independent validator where it is installed.

use std::process::Command;

use publish::Format;
use questions::Answer;
use serde_json::Value;

use crate::{answers, standard, text};

pub(crate) fn bundle(answer: &Answer) -> Value {
    serde_json::from_str(&text(answer, Format::Stix)).unwrap()
}

fn all() -> impl Iterator<Item = (&'static str, Answer)> {
    let with = ["page", "resources", "resource", "control"];
    answers::all("text")
        .into_iter()
        .filter(move |(name, _)| with.contains(name))
}

fn of_kind<'a>(bundle: &'a Value, kind: &str) -> Vec<&'a Value> {
    let objects = bundle["objects"].as_array().unwrap();
    objects
        .iter()
        .filter(|object| object["type"] == kind)
        .collect()
}

#[test]
fn every_bundle_keeps_the_rules_of_the_standard() {
    for (_, answer) in all() {
        standard::check(&bundle(&answer));
    }
}

#[test]
fn a_bundle_of_resources() {
    insta::assert_snapshot!(text(&answers::resources("text"), Format::Stix));
}

#[test]
fn only_what_counts_is_stated() {
    let bundle = bundle(&answers::resources("text"));
    let ids: Vec<&str> = of_kind(&bundle, "attack-pattern")
        .into_iter()
        .map(|pattern| pattern["name"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["T1003", "T1003.001", "T1685"]);
    assert_eq!(of_kind(&bundle, "note").len(), 2);
    assert_eq!(of_kind(&bundle, "course-of-action").len(), 1);
    assert_eq!(of_kind(&bundle, "relationship").len(), 1);
}

#[test]
fn the_same_thing_has_the_same_id_in_every_bundle() {
    let pattern = |answer: &Answer, id: &str| {
        let bundle = bundle(answer);
        let patterns = of_kind(&bundle, "attack-pattern").into_iter();
        let of = |pattern: &&Value| pattern["external_references"][0]["external_id"] == id;
        let mut ids = patterns.filter(of).map(|pattern| pattern["id"].clone());
        ids.next().unwrap()
    };
    let (resources, control) = (answers::resources("text"), answers::control("text"));
    assert_eq!(
        pattern(&resources, "T1003.001"),
        pattern(&control, "T1003.001")
    );
}

/// Whether `stix2_validator` is there is up to the machine; the rules above hold everywhere.
#[test]
fn an_independent_validator_finds_nothing() {
    let validator =
        std::env::var("STIX2_VALIDATOR").unwrap_or_else(|_| "stix2_validator".to_owned());
    if Command::new(&validator).arg("--help").output().is_err() {
        eprintln!("skipped: `{validator}` is not installed (pip install stix2-validator)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, answer) in all() {
        let path = folder.path().join(format!("{name}.json"));
        std::fs::write(&path, text(&answer, Format::Stix)).unwrap();
        // Left out: hashes of pages that change every day, and lists that the validator would fetch.
        let arguments = ["--version", "2.1", "--strict", "--disable", "302,270"];
        let output = Command::new(&validator)
            .args(arguments)
            .arg(&path)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}
