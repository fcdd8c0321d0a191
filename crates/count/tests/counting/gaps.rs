//! How much is missing for each reason, and what would help.

use count::gaps::{Suggestions, by_reason, help};
use model::{Stack, Status};

use crate::case::{
    CONNECTION, CREATION, Case, QUERY, close, control, deployed, detection, id, logs, test, texts,
};

fn help_for(case: &Case) -> Suggestions {
    let mut helps = help(&case.counting(), [id("T1059")], 3);
    helps.remove(&id("T1059")).unwrap()
}

#[test]
fn gaps_are_summed_by_reason() {
    let case = Case::of([detection(1, "T1059"), detection(2, "T1003")]);
    let rows = case.rows(&[("T1059", 1.0), ("T1003", 0.5), ("T1105", 0.25)]);
    let reasons = by_reason(&rows);
    let names: Vec<&String> = reasons.keys().collect();
    assert_eq!(names, ["no_test", "nothing_exists"]);
    assert_eq!(reasons["no_test"].techniques, 2);
    assert!(close(reasons["no_test"].gap, 1.2));
    assert!(close(reasons["nothing_exists"].gap, 0.25));
}

#[test]
fn a_detection_that_does_not_run_would_help() {
    let case = Case::of([detection(1, "T1059"), detection(2, "T1059")]);
    assert_eq!(help_for(&case.with(deployed(["id-1"]))).deploy, [2]);
}

#[test]
fn what_is_in_use_goes_before_what_is_tested_before_what_is_no_copy() {
    let case = Case::of([
        detection(1, "T1059").of("splunk").tested(),
        detection(2, "T1059").copy_of(3),
        detection(3, "T1059"),
        detection(4, "T1059").tested(),
    ])
    .with(Stack {
        sources: texts(["sigma"]),
        ..deployed(["another rule"])
    });
    let techniques = [id("T1059")];
    let helps = help(&case.counting(), techniques, 9);
    assert_eq!(helps[&id("T1059")].deploy, [4, 3, 2, 1]);
}

#[test]
fn the_log_that_most_rules_lack_goes_first() {
    let case = Case::of([
        detection(1, "T1059").reads(QUERY),
        detection(2, "T1059").reads(CONNECTION),
        detection(3, "T1059").reads(CONNECTION),
    ]);
    let help = help_for(&case.with(logs([CREATION])));
    assert_eq!(help.switch_on, [CONNECTION, QUERY]);
    assert!(help.deploy.is_empty());
}

#[test]
fn tests_would_help_and_controls_would_not() {
    let case = Case::of([control(1, "T1059"), test(2, "T1059"), test(3, "T1003")]);
    assert_eq!(help_for(&case).test, [2]);
}

#[test]
fn what_is_for_other_platforms_or_does_not_count_would_not_help() {
    let case = Case::of([
        detection(1, "T1059").on("macOS"),
        detection(2, "T1059").status(Status::Deprecated),
        test(3, "T1059").on("macOS"),
    ]);
    let help = help_for(&case.with(Stack {
        platforms: texts(["Windows"]),
        ..deployed(["another rule"])
    }));
    assert_eq!(help, Suggestions::default());
}

#[test]
fn at_most_so_many_of_each_are_named() {
    let case = Case::of([
        test(1, "T1059"),
        test(2, "T1059"),
        test(3, "T1059"),
        test(4, "T1059"),
    ]);
    assert_eq!(help_for(&case).test, [1, 2, 3]);
}

#[test]
fn a_technique_without_resources_has_no_help() {
    assert_eq!(help_for(&Case::default()), Suggestions::default());
}
