//! Every rung of the ladder, by the facts and by the rules of a technique.

use count::{RUNGS, gap, rung};
use model::{Firing, RuleEvidence};

use crate::case::{CREATION, Case, close, deployed, detection, logs};

/// The facts that these words name.
fn evidence(words: &str) -> RuleEvidence {
    let mut evidence = RuleEvidence::default();
    for word in words.split_whitespace() {
        match word {
            "mapped" => evidence.mapped = true,
            "log" => evidence.log = Some(true),
            "no_log" => evidence.log = Some(false),
            "tested" => evidence.tested = true,
            "sample" => evidence.fired_on_sample = Some(true),
            "no_sample" => evidence.fired_on_sample = Some(false),
            "lab" => evidence.fired_in_lab = Some(true),
            "no_lab" => evidence.fired_in_lab = Some(false),
            other => unreachable!("{other} is no fact"),
        }
    }
    evidence
}

#[test]
fn the_rung_is_the_highest_fact_that_holds() {
    for (facts, expected) in [
        ("", 0),
        ("mapped", 1),
        ("mapped log", 2),
        ("mapped tested", 3),
        ("mapped tested log", 3),
        ("mapped sample", 4),
        ("mapped sample tested log", 4),
        ("mapped lab", 5),
        ("mapped lab sample tested log", 5),
        ("mapped no_sample", 1),
        ("mapped no_sample no_lab tested", 3),
        ("mapped no_lab sample", 4),
        ("mapped lab no_sample", 5),
    ] {
        assert_eq!(rung(evidence(facts)), expected, "{facts}");
    }
}

#[test]
fn a_rule_whose_log_is_missing_stays_at_1() {
    for facts in ["", "tested", "sample", "lab", "lab sample tested"] {
        let evidence = evidence(&format!("mapped no_log {facts}"));
        assert_eq!(rung(evidence), 1, "{facts}");
    }
}

#[test]
fn what_does_not_count_stands_on_the_ground() {
    for facts in ["log", "tested", "sample", "lab", "lab sample tested log"] {
        assert_eq!(rung(evidence(facts)), 0, "{facts}");
    }
}

#[test]
fn a_gap_is_the_weight_that_the_best_rung_leaves() {
    for (weight, best, expected) in [
        (1.0, 0, 1.0),
        (1.0, 1, 0.8),
        (1.0, 2, 0.6),
        (1.0, 3, 0.4),
        (1.0, 4, 0.2),
        (1.0, 5, 0.0),
        (0.5, 3, 0.2),
        (0.0, 0, 0.0),
        // There is no rung above the highest.
        (1.0, RUNGS + 1, 0.0),
    ] {
        assert!(
            close(gap(weight, best), expected),
            "weight {weight}, rung {best}"
        );
    }
}

const ON_SAMPLE: Firing = Firing {
    on_sample: Some(true),
    in_lab: None,
};
const IN_LAB: Firing = Firing {
    on_sample: None,
    in_lab: Some(true),
};

#[test]
fn rung_0_without_a_detection_that_runs() {
    let case = Case::of([detection(1, "T1059").tested()]).with(deployed(["another rule"]));
    assert_eq!(case.numbers("T1059").rung, 0);
    assert_eq!(Case::default().numbers("T1059").rung, 0);
}

#[test]
fn rung_1_where_a_detection_is_mapped() {
    assert_eq!(Case::of([detection(1, "T1059")]).numbers("T1059").rung, 1);
}

#[test]
fn rung_2_where_its_log_arrives() {
    let case = Case::of([detection(1, "T1059").reads(CREATION)]);
    assert_eq!(case.numbers("T1059").rung, 1);
    let case = case.with(logs(["windows/process_creation"]));
    assert_eq!(case.numbers("T1059").rung, 2);
}

#[test]
fn rung_3_where_a_test_is_linked() {
    let case = Case::of([detection(1, "T1059").tested()]);
    assert_eq!(case.numbers("T1059").rung, 3);
}

#[test]
fn rung_4_where_it_fired_on_a_sample() {
    let case = Case::of([detection(1, "T1059")]).fired(1, ON_SAMPLE);
    assert_eq!(case.numbers("T1059").rung, 4);
}

#[test]
fn rung_5_where_it_fired_in_the_lab() {
    let case = Case::of([detection(1, "T1059")]).fired(1, IN_LAB);
    assert_eq!(case.numbers("T1059").rung, 5);
}

#[test]
fn evidence_of_another_rule_changes_nothing() {
    let case = Case::of([detection(1, "T1059")]).fired(2, IN_LAB);
    assert_eq!(case.numbers("T1059").rung, 1);
}

#[test]
fn evidence_of_a_rule_that_does_not_run_changes_nothing() {
    let case = Case::of([detection(1, "T1059"), detection(2, "T1059")])
        .with(deployed(["id-2"]))
        .fired(1, IN_LAB);
    assert_eq!(case.numbers("T1059").rung, 1);
}

#[test]
fn the_rung_of_a_technique_is_the_best_of_what_runs() {
    let case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059").tested(),
        detection(3, "T1059"),
        detection(4, "T1059"),
    ])
    .fired(3, ON_SAMPLE);
    let numbers = case.numbers("T1059");
    assert_eq!((numbers.rung, numbers.rungs), (4, [2, 0, 1, 1, 0]));
}
