//! Where the ids of a threat lead, and how much its techniques weigh.

use count::{Leads, PlacedThreat, ReleaseView, UnplacedId, place, threat_techniques};
use model::{MappingState, TechniqueId, Threat, ThreatTechnique};

use crate::case::{close, conclusion, id, leads, technique, texts};

fn plain(techniques: &[&str]) -> Threat {
    let techniques = techniques.iter();
    Threat {
        techniques: techniques.map(|id| ThreatTechnique::plain(*id)).collect(),
        ..Threat::named("Threat")
    }
}

fn scored(techniques: &[(&str, Option<f64>)]) -> Threat {
    let technique = |&(id, score): &(&str, Option<f64>)| ThreatTechnique {
        score,
        ..ThreatTechnique::plain(id)
    };
    Threat {
        techniques: techniques.iter().map(technique).collect(),
        ..Threat::named("Threat")
    }
}

/// The release has T1003, T1059 and T1059.001.
fn in_release(threats: &[Threat]) -> PlacedThreat {
    let techniques = ["T1003", "T1059", "T1059.001"].map(technique);
    let release = ReleaseView {
        version: "18.1",
        techniques: &techniques,
        leads: &all_leads(),
    };
    place(threats, release)
}

fn all_leads() -> Leads {
    let as_written = |id: &str| vec![conclusion(id, MappingState::AsWritten, "")];
    leads([
        ("T1003", as_written("T1003")),
        ("T1059", as_written("T1059")),
        ("T1059.001", as_written("T1059.001")),
        (
            "T1086",
            vec![conclusion(
                "T1059.001",
                MappingState::Followed,
                "T1086 was replaced by T1059.001",
            )],
        ),
        (
            "T1562",
            vec![
                conclusion("T1003", MappingState::Ambiguous, "may be one"),
                conclusion("T1059", MappingState::Ambiguous, "or the other"),
            ],
        ),
        (
            "T1061",
            vec![conclusion("T1061", MappingState::Deprecated, "")],
        ),
        (
            "T1062",
            vec![conclusion(
                "T1062",
                MappingState::Deprecated,
                "was withdrawn in 2020",
            )],
        ),
        (
            "T1063",
            vec![conclusion("", MappingState::Unknown, "is of PRE-ATT&CK")],
        ),
        (
            "T1064",
            vec![conclusion("T1064", MappingState::AsWritten, "")],
        ),
        (
            "T1065",
            vec![
                conclusion("T1061", MappingState::Deprecated, ""),
                conclusion("T1059", MappingState::OtherDomain, "of another matrix"),
            ],
        ),
    ])
}

#[track_caller]
fn unplaced(written: &str) -> UnplacedId {
    let mut placed = in_release(&[plain(&[written])]);
    assert!(placed.techniques.is_empty(), "{written} has a place");
    placed.unplaced.remove(0)
}

/// (id, weight) of the techniques, in order.
fn weights(threats: &[Threat]) -> Vec<(TechniqueId, f64)> {
    let placed = in_release(threats).techniques.into_iter();
    placed
        .map(|technique| (technique.id, technique.weight))
        .collect()
}

#[track_caller]
fn check_weights(threats: &[Threat], expected: &[(&str, f64)]) {
    let is = weights(threats);
    let fits = is.len() == expected.len()
        && is
            .iter()
            .zip(expected)
            .all(|((is, weight), (expected, of))| *is == id(expected) && close(*weight, *of));
    assert!(fits, "{is:?} is not {expected:?}");
}

#[test]
fn as_written() {
    let placed = in_release(&[plain(&["t1059", "T1003"])]);
    let ids: Vec<TechniqueId> = placed.techniques.iter().map(|found| found.id).collect();
    assert_eq!(ids, [id("T1003"), id("T1059")]);
    let first = &placed.techniques[0];
    assert_eq!(first.name, "Name of T1003");
    assert_eq!(first.tactics, ["execution"]);
    assert_eq!(first.platforms, ["Windows", "Linux"]);
    assert!(first.written.is_empty() && placed.unplaced.is_empty());
}

#[test]
fn followed() {
    let placed = in_release(&[plain(&["T1086"])]);
    let technique = &placed.techniques[0];
    assert_eq!(technique.id, id("T1059.001"));
    let written = &technique.written[0];
    assert_eq!(
        (written.id.as_str(), written.state),
        ("T1086", MappingState::Followed)
    );
    assert_eq!(
        written.reason.as_deref(),
        Some("T1086 was replaced by T1059.001")
    );
}

#[test]
fn followed_and_as_written_are_one_technique() {
    let placed = in_release(&[plain(&["T1086", "T1059.001", "T1086"])]);
    assert_eq!(placed.techniques.len(), 1);
    assert_eq!(placed.techniques[0].written.len(), 1);
}

#[test]
fn the_first_conclusion_that_counts_is_taken() {
    let placed = in_release(&[plain(&["T1065"])]);
    assert_eq!(placed.techniques[0].id, id("T1059"));
    assert_eq!(
        placed.techniques[0].written[0].state,
        MappingState::OtherDomain
    );
}

#[test]
fn ambiguous() {
    let left = unplaced("T1562");
    assert_eq!(left.state, MappingState::Ambiguous);
    assert_eq!(left.reason, "may be one; or the other");
    assert_eq!(left.perhaps, [id("T1003"), id("T1059")]);
}

#[test]
fn deprecated() {
    let left = unplaced("T1061");
    assert_eq!(left.state, MappingState::Deprecated);
    assert_eq!(left.reason, "was withdrawn without successor");
    assert_eq!(left.perhaps, [id("T1061")]);
}

#[test]
fn deprecated_with_its_reason() {
    assert_eq!(unplaced("T1062").reason, "was withdrawn in 2020");
}

#[test]
fn unknown_with_its_reason() {
    let left = unplaced("T1063");
    assert_eq!(
        (left.state, left.reason.as_str()),
        (MappingState::Unknown, "is of PRE-ATT&CK")
    );
}

#[test]
fn unknown_of_which_nothing_is_concluded() {
    let left = unplaced("T9999");
    assert_eq!(left.state, MappingState::Unknown);
    assert_eq!(left.reason, "is unknown in ATT&CK 18.1");
    assert!(left.perhaps.is_empty());
}

#[test]
fn unknown_where_it_leads_out_of_the_release() {
    let left = unplaced("T1064");
    assert_eq!(left.state, MappingState::AsWritten);
    assert_eq!(left.reason, "is unknown in ATT&CK 18.1");
}

#[test]
fn no_id() {
    let left = unplaced("AML.T0051");
    assert_eq!(
        (left.state, left.reason.as_str()),
        (MappingState::Unknown, "is no technique id")
    );
    assert_eq!(left.id, "AML.T0051");
}

#[test]
fn what_has_no_place_is_listed_once() {
    let placed = in_release(&[plain(&["T9999", "T1059", "T9999", "x"])]);
    let ids: Vec<&str> = placed
        .unplaced
        .iter()
        .map(|left| left.id.as_str())
        .collect();
    assert_eq!(ids, ["T9999", "x"]);
}

#[test]
fn without_scores_every_technique_weighs_1() {
    check_weights(
        &[plain(&["T1003", "T1059"])],
        &[("T1003", 1.0), ("T1059", 1.0)],
    );
}

#[test]
fn a_score_weighs_as_its_share_of_the_largest() {
    let threat = scored(&[("T1003", Some(50.0)), ("T1059", Some(200.0))]);
    check_weights(&[threat], &[("T1003", 0.25), ("T1059", 1.0)]);
}

#[test]
fn beside_scores_a_technique_without_weighs_nothing() {
    let threat = scored(&[("T1003", None), ("T1059", Some(2.0))]);
    check_weights(&[threat], &[("T1003", 0.0), ("T1059", 1.0)]);
}

#[test]
fn where_all_scores_are_0_every_technique_weighs_1() {
    let threat = scored(&[("T1003", Some(0.0)), ("T1059", None)]);
    check_weights(&[threat], &[("T1003", 1.0), ("T1059", 1.0)]);
}

#[test]
fn a_negative_score_weighs_nothing() {
    let threat = scored(&[("T1003", Some(-1.0)), ("T1059", Some(2.0))]);
    check_weights(&[threat], &[("T1003", 0.0), ("T1059", 1.0)]);
}

#[test]
fn of_several_scores_of_a_technique_the_highest_counts() {
    let threat = scored(&[
        ("T1059.001", Some(1.0)),
        ("T1086", Some(3.0)),
        ("T1059.001", Some(2.0)),
        ("T1003", Some(4.0)),
    ]);
    check_weights(
        std::slice::from_ref(&threat),
        &[("T1003", 1.0), ("T1059.001", 0.75)],
    );
    let scores: Vec<Option<f64>> = in_release(&[threat])
        .techniques
        .iter()
        .map(|technique| technique.score)
        .collect();
    assert_eq!(scores, [Some(4.0), Some(3.0)]);
}

#[test]
fn of_adversaries_the_share_that_uses_a_technique_counts() {
    let threat = Threat {
        adversaries: Some(8),
        ..scored(&[
            ("T1003", Some(2.0)),
            ("T1059", Some(6.0)),
            ("T1059.001", None),
        ])
    };
    check_weights(
        std::slice::from_ref(&threat),
        &[("T1003", 0.25), ("T1059", 0.75), ("T1059.001", 0.0)],
    );
    assert_eq!(in_release(&[threat]).adversaries, Some(8));
}

#[test]
fn a_share_is_never_more_than_1() {
    let threat = Threat {
        adversaries: Some(2),
        ..scored(&[("T1003", Some(5.0))])
    };
    check_weights(&[threat], &[("T1003", 1.0)]);
}

#[test]
fn merged_threats_without_scores_weigh_their_mean() {
    check_weights(
        &[plain(&["T1003", "T1059"]), plain(&["T1059"])],
        &[("T1003", 0.5), ("T1059", 1.0)],
    );
}

#[test]
fn merged_threats_with_and_without_scores_weigh_their_mean() {
    let merged = [
        scored(&[("T1003", Some(1.0)), ("T1059", Some(4.0))]),
        plain(&["T1003"]),
    ];
    check_weights(&merged, &[("T1003", 0.625), ("T1059", 0.5)]);
    // Scores of different threats are on different scales.
    let placed = in_release(&merged);
    assert!(
        placed
            .techniques
            .iter()
            .all(|technique| technique.score.is_none())
    );
}

#[test]
fn merged_threats_keep_what_each_says() {
    let first = Threat {
        origins: texts(["a layer"]),
        adversaries: Some(2),
        notes: texts(["line 3 is damaged"]),
        techniques: vec![ThreatTechnique {
            from: texts(["APT29", "", "APT29"]),
            comment: Some("seen".to_owned()),
            score: Some(1.0),
            ..ThreatTechnique::plain("T1003")
        }],
        ..Threat::named("One")
    };
    let second = Threat {
        origins: texts(["a report"]),
        adversaries: Some(3),
        techniques: vec![ThreatTechnique {
            from: texts(["FIN7"]),
            comment: Some("seen".to_owned()),
            score: Some(3.0),
            ..ThreatTechnique::plain("T1003")
        }],
        ..Threat::named("Other")
    };
    let placed = in_release(&[first, second]);
    assert_eq!(placed.name, "One + Other");
    assert_eq!(placed.origins, ["a layer", "a report"]);
    assert_eq!(placed.adversaries, Some(5));
    assert_eq!(placed.notes, ["line 3 is damaged"]);
    let technique = &placed.techniques[0];
    assert_eq!(technique.from, ["APT29", "FIN7"]);
    assert_eq!(technique.comments, ["seen"]);
    assert!(close(technique.weight, f64::midpoint(0.5, 1.0)));
}

#[test]
fn no_threat_is_empty() {
    let placed = in_release(&[]);
    assert!(placed.techniques.is_empty() && placed.unplaced.is_empty());
    assert_eq!((placed.name.as_str(), placed.adversaries), ("", None));
}

#[test]
fn the_techniques_of_threats_are_all_that_are_ids() {
    let threats = [plain(&["t1059/1", "x"]), plain(&["T1003", "T1059.001"])];
    let named: Vec<TechniqueId> = threat_techniques(&threats).into_iter().collect();
    assert_eq!(named, [id("T1003"), id("T1059.001")]);
}

#[test]
fn a_share_of_a_threat_is_that_of_its_weight() {
    let placed = in_release(&[scored(&[
        ("T1003", Some(1.0)),
        ("T1059", Some(3.0)),
        ("T1059.001", Some(4.0)),
    ])]);
    for (name, techniques, count, share) in [
        ("none", vec![], 0, 0.0),
        ("some", vec!["T1003", "T1059"], 2, 0.5),
        ("all", vec!["T1003", "T1059", "T1059.001"], 3, 1.0),
    ] {
        let is = placed.share(|id| techniques.contains(&id.to_string().as_str()));
        assert!(is.0 == count && close(is.1, share), "{name}: {is:?}");
    }
    assert_eq!(in_release(&[]).share(|_| true), (0, 0.0));
}
