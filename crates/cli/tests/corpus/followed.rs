//! How the mappings of every part stand in ATT&CK 18.1, compared with an independent reading of the same trees.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use catalogue::{Catalogue, Filter, Listed};
use model::{State, TechniqueId};
use strum::VariantNames;

/// An independent count: (part, pairs as written, the same after following and without unknown ids, pairs whose id is
/// [revoked, deprecated, unknown, of another domain], why ours is righter where it differs). What was not counted, or
/// with the containers of nested forms, is not given.
type Counted = (
    &'static str,
    usize,
    Option<usize>,
    Option<[usize; 4]>,
    &'static str,
);

#[rustfmt::skip]
const EXPECTED: &[Counted] = &[
    ("attack_mitigations", 1943, Some(1943), Some([0, 0, 0, 0]), ""),
    ("attack_detection_strategies", 898, Some(898), Some([0, 0, 0, 0]), ""),
    ("attack_groups", 4413, Some(4413), Some([0, 0, 0, 0]), ""),
    ("attack_software", 12128, Some(12128), Some([0, 0, 0, 0]), ""),
    ("attack_campaigns", 1126, Some(1126), Some([0, 0, 0, 0]), ""),
    ("car", 184, None, Some([0, 0, 0, 0]), ""),
    ("car_unit_tests", 114, None, Some([0, 0, 0, 0]), ""),
    ("sentinel_detections", 455, Some(455), Some([0, 0, 0, 2]), ""),
    ("sentinel_solutions", 701, Some(701), Some([1, 0, 0, 11]), "the two rules in folders called `Detection Queries` are analytic rules, too"),
    ("sentinel_hunting", 440, Some(440), Some([0, 0, 0, 0]), ""),
    ("sigma_rules", 3786, Some(3555), Some([0, 0, 231, 0]), ""),
    ("sigma_emerging", 526, Some(519), Some([0, 0, 7, 0]), ""),
    ("sigma_hunting", 160, Some(154), Some([0, 0, 6, 0]), ""),
    ("sigma_compliance_dfir_placeholder", 37, Some(37), Some([0, 0, 0, 0]), ""),
    ("sigma_deprecated", 228, Some(227), Some([1, 0, 0, 0]), ""),
    ("sigma_unsupported", 128, Some(125), Some([3, 1, 0, 0]), "rules inherit the tags of the document that says what they have in common"),
    ("splunk_detections", 2787, Some(2785), Some([12, 0, 0, 0]), ""),
    ("splunk_deprecated", 86, Some(86), Some([0, 0, 0, 0]), ""),
    ("elastic_rules", 4325, None, Some([2, 0, 0, 0]), ""),
    ("elastic_building_block", 284, None, Some([0, 0, 0, 0]), ""),
    ("elastic_deprecated", 152, None, Some([0, 0, 0, 0]), ""),
    ("elastic_hunting", 231, Some(231), Some([3, 0, 0, 1]), ""),
    ("atomic_red_team", 1819, Some(1652), Some([0, 0, 167, 0]), ""),
    ("stratus", 14, Some(14), Some([0, 0, 0, 0]), "eight ids of the catalogue `Threat Technique Catalog for AWS` extend ATT&CK's and count for their parents"),
    ("d3fend", 6661, None, None, ""),
];

/// What one part gives.
#[derive(Default)]
struct Pairs {
    /// (resource, id as written), by the state of its mapping.
    written: BTreeMap<State, BTreeSet<(String, TechniqueId)>>,
    /// (resource, technique of the release).
    followed: BTreeSet<(String, TechniqueId)>,
}

pub(crate) fn check(catalogue: &Catalogue) {
    assert_eq!(catalogue.about().attack, "18.1");
    let parts = parts(catalogue);
    let mut table = String::from("part                              ");
    for state in State::VARIANTS {
        write!(table, "{state:>13}").unwrap();
    }
    table += "     written  followed\n";
    for (part, pairs) in &parts {
        table += &line(part, pairs);
    }
    crate::snapshot("followed", &table);
    let counted: BTreeSet<&str> = EXPECTED.iter().map(|row| row.0).collect();
    let mapped: BTreeSet<&str> = parts.keys().map(String::as_str).collect();
    assert!(counted.is_subset(&mapped), "{counted:?} have mappings");
}

fn line(part: &str, pairs: &Pairs) -> String {
    let states: [usize; 6] = [
        State::AsWritten,
        State::Followed,
        State::Inferred,
        State::OtherDomain,
        State::Deprecated,
        State::Unknown,
    ]
    .map(|state| pairs.written.get(&state).map_or(0, BTreeSet::len));
    let written: usize = states.iter().sum();
    let followed = pairs.followed.len();
    let [_, revoked, _, other_domain, deprecated, unknown] = states;
    let ours = (
        written,
        followed,
        [revoked, deprecated, unknown, other_domain],
    );
    let mut line = format!("{part:<34}");
    for count in states {
        write!(line, "{count:>13}").unwrap();
    }
    let note = compared(part, ours);
    writeln!(line, "{written:>12}{followed:>10}  {note}").unwrap();
    line
}

fn compared(part: &str, ours: (usize, usize, [usize; 4])) -> String {
    let expected = EXPECTED.iter().find(|row| row.0 == part);
    let Some(&(_, pairs, followed, states, reason)) = expected else {
        return String::new();
    };
    if (pairs, followed.unwrap_or(ours.1), states.unwrap_or(ours.2)) == ours {
        assert!(reason.is_empty(), "{part} no longer differs: {ours:?}");
        return "as counted independently".to_owned();
    }
    assert!(
        !reason.is_empty(),
        "{part}: {ours:?} differs from the independent count, and nobody says why"
    );
    format!("differs: {reason}")
}

fn parts(catalogue: &Catalogue) -> BTreeMap<String, Pairs> {
    let mut parts: BTreeMap<String, Pairs> = BTreeMap::new();
    let mut after = None;
    loop {
        let (resources, _) = catalogue
            .resources(&Filter::default(), after, 1_000)
            .unwrap();
        let Some(last) = resources.last() else {
            return parts;
        };
        after = Some(last.row);
        for resource in resources {
            add(catalogue, &resource, &mut parts);
        }
    }
}

fn add(catalogue: &Catalogue, resource: &Listed, parts: &mut BTreeMap<String, Pairs>) {
    for mapping in catalogue.mappings(resource).unwrap() {
        let pairs = parts.entry(resource.part.clone()).or_default();
        let pair = |id| (resource.key.clone(), id);
        pairs
            .followed
            .extend(mapping.conclusion.technique.map(pair));
        let state = mapping.conclusion.state;
        if let Some(id) = mapping.technique_written {
            pairs.written.entry(state).or_default().insert(pair(id));
        }
    }
}
