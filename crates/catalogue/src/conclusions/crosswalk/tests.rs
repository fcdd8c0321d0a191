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
        CrosswalkTarget::Replaced(technique) => format!("replaced {technique}"),
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
    assert_eq!(forward(&crosswalk, "T1562.001"), "replaced T1685");
    assert_eq!(back(&crosswalk, "T1685"), "moved T1562.001");
    assert_eq!(forward(&crosswalk, "T1059.001"), "same");
    assert_eq!(back(&crosswalk, "T1059.001"), "same");
    assert_eq!(forward(&crosswalk, "T0803"), "replaced T1691.001");
    assert_eq!(back(&crosswalk, "T1691.001"), "replaced T0803");
    let CrosswalkTarget::Moved(counterpart) = crosswalk.follow(id("T1685"), Nineteen, Eighteen)
    else {
        panic!("T1685 replaced three, of which one is what it is in the main");
    };
    assert_eq!(
        counterpart.how_known,
        "Elastic's published map, Sigma's retagging (125 rules), Atomic Red Team's names"
    );
}

#[test]
fn a_successor_of_attack_outranks_what_others_chose() {
    let crosswalk = Crosswalk::new();
    assert_eq!(forward(&crosswalk, "T1562"), "replaced T1685");
    assert_eq!(forward(&crosswalk, "T1562.006"), "replaced T1685");
    assert_eq!(forward(&crosswalk, "T1562.004"), "replaced T1686");
    let advice = |text| -> Vec<String> {
        let advice = crosswalk.advice(id(text)).into_iter();
        advice
            .map(|counterpart| counterpart.technique.to_string())
            .collect()
    };
    assert_eq!(advice("T1562.004"), ["T1686.003", "T1686.001", "T1686.002"]);
    assert_eq!(advice("T1562.001"), [""; 0]);
    assert_eq!(advice("T1059"), [""; 0]);
}

#[test]
fn what_nobody_calls_replaced_is_as_those_who_retagged_say() {
    let mut crosswalk = Crosswalk::new();
    crosswalk.successors.clear();
    assert_eq!(forward(&crosswalk, "T1562.001"), "moved T1685");
    assert_eq!(forward(&crosswalk, "T1562"), "ambiguous T1685");
    assert_eq!(
        forward(&crosswalk, "T1562.004"),
        "ambiguous T1686 T1686.003 T1686.001 T1686.002"
    );
    assert_eq!(crosswalk.advice(id("T1562.004")), []);
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
        assert!(matches!(step, CrosswalkTarget::Replaced(_)), "{}", old.id);
    }
    for edge in &crosswalk.edges {
        let Some(old) = edge.old else {
            assert_eq!(back(&crosswalk, &edge.new.to_string()), "no counterpart");
            continue;
        };
        let arrived = back(&crosswalk, &edge.new.to_string());
        assert!(arrived.ends_with(&format!("d {old}")), "{arrived}");
        for &from in [old].iter().chain(&edge.also_from) {
            let successor = crosswalk.successor(from);
            let advised = crosswalk.advice(from);
            let mut advised = advised.iter().map(|counterpart| counterpart.technique);
            assert!(
                successor == Some(edge.new) || advised.any(|technique| technique == edge.new),
                "{from} does not lead to {}",
                edge.new
            );
        }
    }
}

#[test]
fn the_data_is_whole() {
    let crosswalk = Crosswalk::new();
    let techniques = crosswalk.techniques.iter();
    let of_18 = techniques
        .map(|technique| technique.id)
        .filter(|&id| crosswalk.has(Eighteen, id))
        .count();
    // Enterprise, mobile and ICS, as the bundles of 18.1 count them.
    assert_eq!(of_18 + crosswalk.only_in_18.len(), 691 + 124 + 83);
    for (domain, tactics, techniques) in [
        (Domain::Enterprise, 15, 697),
        (Domain::Mobile, 12, 124),
        (Domain::Ics, 12, 88),
    ] {
        let columns: Vec<&str> = crosswalk
            .tactics
            .iter()
            .filter(|tactic| tactic.domain == domain)
            .map(|tactic| tactic.shortname.as_str())
            .collect();
        assert_eq!(columns.len(), tactics);
        let named: Vec<&TechniqueName> = crosswalk
            .techniques
            .iter()
            .filter(|technique| technique.domain == domain)
            .collect();
        assert_eq!(named.len(), techniques);
        for technique in named {
            let known = |tactic: &String| columns.contains(&tactic.as_str());
            assert!(technique.tactics.iter().all(known), "{}", technique.id);
        }
    }
    let columns: Vec<&str> = crosswalk
        .tactics
        .iter()
        .map(|tactic| tactic.shortname.as_str())
        .collect();
    assert_eq!(columns[6..8], ["stealth", "defense-impairment"]);
    for successor in &crosswalk.successors {
        assert!(crosswalk.has(Nineteen, successor.new), "{}", successor.new);
        assert!(!crosswalk.has(Nineteen, successor.old), "{}", successor.old);
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
