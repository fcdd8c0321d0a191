//! Each clause of the rule on an ontology of lamps, small enough to check by hand.

use model::{Countermeasure, Ontology, Relation};

use super::countermeasures;

/// `Thing` is the root artifact and `Attack` the root technique; `class property artifact` is a relation.
fn ontology(subclasses: &[(&str, &str)], relations: &[&str]) -> Ontology {
    let artifacts = [
        ("Light", "Thing"),
        ("Lamp", "Light"),
        ("DeskLamp", "Lamp"),
        ("Wall", "Thing"),
    ];
    let techniques = ["T9001", "T9001.001", "T9002"];
    Ontology {
        subclass_of: artifacts
            .iter()
            .chain(subclasses)
            .map(|&(class, broader)| (class.to_owned(), broader.to_owned()))
            .collect(),
        relations: relations.iter().map(|words| relation(words)).collect(),
        techniques: techniques.map(|id| (id.to_owned(), id.to_owned())).to_vec(),
        countermeasures: ["Guard", "NightGuard"].map(countermeasure).to_vec(),
        root_artifact: "Thing".to_owned(),
        root_technique: "Attack".to_owned(),
    }
}

fn relation(words: &str) -> Relation {
    let mut words = words.split(' ').map(str::to_owned);
    let mut next = || words.next().unwrap();
    Relation {
        class: next(),
        property: next(),
        artifact: next(),
    }
}

fn countermeasure(class: &str) -> Countermeasure {
    Countermeasure {
        class: class.to_owned(),
        tactic: None,
        resource: 0,
    }
}

/// Each pair with its reason, as a line.
fn check(subclasses: &[(&str, &str)], relations: &[&str], expected: &[&str]) {
    let ontology = ontology(subclasses, relations);
    let lines: Vec<String> = countermeasures(&ontology)
        .into_iter()
        .map(|inferred| {
            let class = &ontology.countermeasures[inferred.countermeasure].class;
            let meets = if inferred.direct {
                "meets"
            } else {
                "indirectly meets"
            };
            format!(
                "{class} {meets} {}: {}",
                inferred.technique, inferred.reason
            )
        })
        .collect();
    assert_eq!(lines, expected);
}

const FLAT: &[(&str, &str)] = &[
    ("T9001", "Attack"),
    ("T9001.001", "Attack"),
    ("T9002", "Attack"),
];

#[test]
fn they_meet_at_the_same_artifact_whatever_they_do_to_it() {
    check(
        FLAT,
        &[
            "Guard watches Lamp",
            "T9001 breaks Lamp",
            "T9002 paints Wall",
        ],
        &["Guard meets T9001: it watches Lamp, and T9001 breaks Lamp"],
    );
}

#[test]
fn a_kind_of_the_artifact_is_met_but_not_what_it_is_a_kind_of() {
    check(
        FLAT,
        &[
            "Guard watches Lamp",
            "T9001 breaks DeskLamp",
            "T9002 breaks Light",
        ],
        &["Guard meets T9001: it watches Lamp, and T9001 breaks DeskLamp, a kind of Lamp"],
    );
}

#[test]
fn the_artifact_that_everything_is_never_matches() {
    check(
        FLAT,
        &[
            "Guard watches Thing",
            "T9001 breaks Thing",
            "T9002 breaks Lamp",
        ],
        &[],
    );
    let circle = [FLAT, &[("Thing", "Lamp")]].concat();
    check(&circle, &["Guard watches Lamp", "T9001 breaks Thing"], &[]);
}

#[test]
fn techniques_inherit_from_above_and_below_but_not_from_the_root() {
    let family = [
        ("T9001", "Group"),
        ("Group", "Attack"),
        ("T9001.001", "T9001"),
        ("Attack", "Act"),
    ];
    check(
        &family,
        &["Guard watches Lamp", "T9001 breaks Lamp"],
        &[
            "Guard meets T9001: it watches Lamp, and T9001 breaks Lamp",
            "Guard meets T9001.001: it watches Lamp, and T9001 breaks Lamp",
        ],
    );
    check(
        &family,
        &["Guard watches Lamp", "T9001.001 breaks Lamp"],
        &[
            "Guard indirectly meets T9001: it watches Lamp, and T9001.001 breaks Lamp",
            "Guard meets T9001.001: it watches Lamp, and T9001.001 breaks Lamp",
        ],
    );
    check(
        &family,
        &[
            "Guard watches Lamp",
            "Attack breaks Lamp",
            "Act breaks Lamp",
        ],
        &[],
    );
}

#[test]
fn what_a_whole_tactic_does_is_indirect() {
    let family = [
        ("T9001", "Stealing"),
        ("Stealing", "Attack"),
        ("T9001.001", "T9001"),
        ("T9002", "Narrow"),
        ("Narrow", "Stealing"),
    ];
    check(
        &family,
        &["Guard watches Lamp", "Stealing breaks Lamp"],
        &[
            "Guard indirectly meets T9001: it watches Lamp, and Stealing breaks Lamp",
            "Guard indirectly meets T9001.001: it watches Lamp, and Stealing breaks Lamp",
            "Guard indirectly meets T9002: it watches Lamp, and Stealing breaks Lamp",
        ],
    );
    check(
        &family,
        &["Guard watches Lamp", "Narrow breaks Lamp"],
        &["Guard meets T9002: it watches Lamp, and Narrow breaks Lamp"],
    );
}

#[test]
fn the_dots_of_ids_do_not_make_a_family() {
    check(
        FLAT,
        &["Guard watches Lamp", "T9001 breaks Lamp"],
        &["Guard meets T9001: it watches Lamp, and T9001 breaks Lamp"],
    );
}

#[test]
fn countermeasures_inherit_nothing() {
    let family = [FLAT, &[("NightGuard", "Guard")]].concat();
    check(
        &family,
        &["Guard watches Lamp", "T9001 breaks Lamp"],
        &["Guard meets T9001: it watches Lamp, and T9001 breaks Lamp"],
    );
    check(
        &family,
        &["NightGuard watches Lamp", "T9001 breaks Lamp"],
        &["NightGuard meets T9001: it watches Lamp, and T9001 breaks Lamp"],
    );
}

#[test]
fn of_many_reasons_the_plainest_is_kept_and_the_others_counted() {
    check(
        &[
            ("T9001", "Attack"),
            ("T9001.001", "T9001"),
            ("T9002", "Attack"),
        ],
        &[
            "Guard dims Lamp",
            "Guard watches Light",
            "T9001 breaks Lamp",
            "T9001.001 steals Lamp",
            "T9001.001 breaks DeskLamp",
        ],
        &[
            "Guard meets T9001: it dims Lamp, and T9001 breaks Lamp (and 5 more reasons)",
            "Guard meets T9001.001: it dims Lamp, and T9001.001 steals Lamp (and 5 more reasons)",
        ],
    );
}
