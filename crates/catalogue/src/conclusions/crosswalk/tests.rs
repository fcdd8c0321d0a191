//! The crosswalk on its own data: every edge is followed or said to be ambiguous, in both directions.

use super::CrosswalkRelease::{Eighteen, Nineteen};
use super::*;

fn id(text: &str) -> TechniqueId {
    text.parse().unwrap()
}

/// `Moved T1685`, without who says so.
fn said(step: &CrosswalkTarget<'_>) -> String {
    let ids = |counterparts: &[Counterpart<'_>]| -> String {
        let ids = counterparts
            .iter()
            .map(|counterpart| counterpart.technique.to_string());
        ids.collect::<Vec<_>>().join(" ")
    };
    match step {
        CrosswalkTarget::Same => "same".to_owned(),
        CrosswalkTarget::Moved(counterpart) => format!("moved {}", counterpart.technique),
        CrosswalkTarget::Ambiguous(counterparts) => format!("ambiguous {}", ids(counterparts)),
        CrosswalkTarget::NoCounterpart => "no counterpart".to_owned(),
    }
}

fn forward(crosswalk: &Crosswalk, text: &str) -> String {
    said(&crosswalk.follow(id(text), Eighteen, Nineteen))
}

fn back(crosswalk: &Crosswalk, text: &str) -> String {
    said(&crosswalk.follow(id(text), Nineteen, Eighteen))
}

#[test]
fn what_moved_is_found_in_both_directions() {
    let crosswalk = Crosswalk::new();
    assert_eq!(forward(&crosswalk, "T1562.001"), "moved T1685");
    assert_eq!(back(&crosswalk, "T1685"), "moved T1562.001");
    assert_eq!(forward(&crosswalk, "T1059.001"), "same");
    assert_eq!(back(&crosswalk, "T1059.001"), "same");
    let CrosswalkTarget::Moved(counterpart) = crosswalk.follow(id("T1685"), Nineteen, Eighteen)
    else {
        panic!("T1685 moved");
    };
    assert_eq!(
        counterpart.how_known,
        "Elastic's published map, Sigma's retagging (125 rules), Atomic Red Team's names"
    );
}

#[test]
fn what_was_split_or_taken_in_part_is_ambiguous() {
    let crosswalk = Crosswalk::new();
    assert_eq!(forward(&crosswalk, "T1562"), "ambiguous T1685");
    assert_eq!(forward(&crosswalk, "T1562.006"), "ambiguous T1685");
    assert_eq!(
        forward(&crosswalk, "T1562.004"),
        "ambiguous T1686 T1686.001 T1686.002 T1686.003"
    );
}

#[test]
fn what_is_new_has_no_counterpart_in_18() {
    let crosswalk = Crosswalk::new();
    for new in [
        "T1027.018",
        "T1682",
        "T1683",
        "T1683.001",
        "T1683.002",
        "T1684",
        "T1687",
    ] {
        assert_eq!(back(&crosswalk, new), "no counterpart", "{new}");
    }
    // Neither is what the release does not have.
    assert_eq!(forward(&crosswalk, "T1685"), "no counterpart");
    assert_eq!(back(&crosswalk, "T1562"), "no counterpart");
    assert_eq!(forward(&crosswalk, "T9999"), "no counterpart");
}

#[test]
fn every_technique_of_18_leads_somewhere_and_every_edge_leads_back() {
    let crosswalk = Crosswalk::new();
    for old in &crosswalk.only_in_18 {
        let step = crosswalk.follow(old.id, Eighteen, Nineteen);
        assert_ne!(step, CrosswalkTarget::NoCounterpart, "{}", old.id);
    }
    for edge in &crosswalk.edges {
        let Some(old) = edge.old else {
            assert_eq!(back(&crosswalk, &edge.new.to_string()), "no counterpart");
            continue;
        };
        assert_eq!(
            back(&crosswalk, &edge.new.to_string()),
            format!("moved {old}")
        );
        let counterparts = match crosswalk.follow(old, Eighteen, Nineteen) {
            CrosswalkTarget::Moved(counterpart) => vec![counterpart],
            CrosswalkTarget::Ambiguous(counterparts) => counterparts,
            CrosswalkTarget::Same | CrosswalkTarget::NoCounterpart => vec![],
        };
        assert!(
            counterparts
                .iter()
                .any(|counterpart| counterpart.technique == edge.new),
            "{old} does not lead to {}",
            edge.new
        );
        for part in &edge.also_from {
            let step = crosswalk.follow(*part, Eighteen, Nineteen);
            let CrosswalkTarget::Ambiguous(counterparts) = step else {
                panic!("{part} is taken in part, and so ambiguous");
            };
            assert!(
                counterparts
                    .iter()
                    .any(|counterpart| counterpart.technique == edge.new),
                "{part}"
            );
        }
    }
}

#[test]
fn the_data_is_whole() {
    let crosswalk = Crosswalk::new();
    assert_eq!(crosswalk.techniques.len(), 697);
    let of_18 = crosswalk
        .techniques
        .iter()
        .map(|technique| technique.id)
        .filter(|&id| crosswalk.has(Eighteen, id))
        .count();
    assert_eq!(of_18 + crosswalk.only_in_18.len(), 691);
    let columns: Vec<&str> = crosswalk
        .tactics
        .iter()
        .map(|tactic| tactic.shortname.as_str())
        .collect();
    assert_eq!(columns.len(), 15);
    assert_eq!(columns[6..8], ["stealth", "defense-impairment"]);
    for technique in &crosswalk.techniques {
        for tactic in &technique.tactics {
            assert!(columns.contains(&tactic.as_str()), "{}", technique.id);
        }
    }
    for edge in &crosswalk.edges {
        assert!(crosswalk.has(Nineteen, edge.new), "{}", edge.new);
        for &old in edge.old.iter().chain(&edge.also_from) {
            assert!(crosswalk.has(Eighteen, old), "{old}");
        }
    }
}

#[test]
fn a_version_names_its_side() {
    let sides = ["18.1", "19", "19.2", "17.1", ""].map(CrosswalkRelease::of);
    assert_eq!(
        sides,
        [Some(Eighteen), Some(Nineteen), Some(Nineteen), None, None]
    );
}
