//! What log sources show.

use std::collections::BTreeMap;

use count::StackLogs;
use count::telemetry::{
    LogCoverage, LogCoverages, LogSort, StatedBy, Telemetry, Visibility, by_detections, readers,
    telemetry, visibility,
};
use model::{Stack, Status, TechniqueId};

use crate::case::{CONNECTION, CREATION, Case, QUERY, close, detection, id, logs, texts};

/// Connections show T1059 and T1003, queries T1003 alone.
fn case() -> Case {
    Case::of([
        detection(1, "T1059").reads(CONNECTION).also("T1003"),
        detection(2, "T1003").reads(QUERY),
        detection(3, "T1003").reads(QUERY),
        detection(4, "T1003"),
        detection(5, "T1105")
            .reads(QUERY)
            .status(Status::Deprecated),
    ])
}

fn weights() -> BTreeMap<TechniqueId, f64> {
    [("T1059", 1.0), ("T1003", 0.5), ("T1105", 0.5)]
        .map(|(technique, weight)| (id(technique), weight))
        .into()
}

fn of(case: &Case) -> Telemetry {
    let by_detections = by_detections(&case.counting(), &case.stack(), true).coverages;
    telemetry(
        &weights(),
        &by_detections,
        &LogCoverages::new(),
        &case.stack(),
        LogSort::Share,
    )
}

/// (log source, arrives, techniques, share, alone, detections)
type Plain<'a> = (&'a str, Option<bool>, u32, f64, f64, u32);

#[track_caller]
fn check(telemetry: &Telemetry, expected: &[Plain<'_>]) {
    assert_eq!(telemetry.rows.len(), expected.len());
    for (row, &(log, owned, techniques, share, alone, detections)) in
        telemetry.rows.iter().zip(expected)
    {
        assert_eq!((row.log_source.as_str(), row.owned), (log, owned));
        assert_eq!(
            (row.techniques, row.detections),
            (techniques, detections),
            "{log}"
        );
        assert!(
            close(row.share, share) && close(row.alone, alone),
            "{row:?}"
        );
    }
}

#[test]
fn without_a_stack_each_is_compared_with_all_others() {
    let telemetry = of(&case());
    check(
        &telemetry,
        &[
            (CONNECTION, None, 2, 0.75, 0.5, 1),
            (QUERY, None, 1, 0.25, 0.0, 2),
        ],
    );
    assert_eq!(telemetry.detectable, None);
}

#[test]
fn what_arrives_is_lost_without_it_and_what_does_not_is_won_with_it() {
    let telemetry = of(&case().with(logs([QUERY])));
    check(
        &telemetry,
        &[
            (CONNECTION, Some(false), 2, 0.75, 0.5, 1),
            (QUERY, Some(true), 1, 0.25, 0.25, 2),
        ],
    );
    assert!(close(telemetry.detectable.unwrap(), 0.25));
}

#[test]
fn nothing_is_detectable_where_nothing_arrives() {
    let telemetry = of(&case().with(logs([CREATION])));
    assert!(close(telemetry.detectable.unwrap(), 0.0));
    assert!(telemetry.detectable.unwrap().is_sign_positive());
}

#[test]
fn detections_without_a_log_source_are_counted_once() {
    let case = Case::of([detection(1, "T1059").also("T1003"), detection(2, "T1059")]);
    let logs = by_detections(&case.counting(), &case.stack(), true);
    assert_eq!((logs.unstated, logs.not_understood), (2, 0));
}

#[test]
fn detections_that_are_not_in_use_show_nothing() {
    let case = case().with(Stack {
        sources: texts(["splunk"]),
        ..Stack::default()
    });
    assert!(of(&case).rows.is_empty());
}

#[test]
fn what_attack_says_stands_behind_what_detections_say() {
    let case = case();
    let by_detections = by_detections(&case.counting(), &case.stack(), true).coverages;
    let component = LogCoverage {
        techniques: weights().into_keys().collect(),
        name: Some("Process Creation".to_owned()),
        ..LogCoverage::default()
    };
    let by_attack = LogCoverages::from([("DC0032".to_owned(), component)]);
    let telemetry = telemetry(
        &weights(),
        &by_detections,
        &by_attack,
        &case.stack(),
        LogSort::Share,
    );
    let last = telemetry.rows.last().unwrap();
    assert_eq!(
        (last.said_by, last.log_source.as_str()),
        (StatedBy::Attack, "DC0032")
    );
    assert_eq!(last.name.as_deref(), Some("Process Creation"));
    assert!(close(last.share, 1.0) && close(last.alone, 1.0));
    assert_eq!(telemetry.rows[0].said_by, StatedBy::Detections);
}

#[test]
fn a_threat_without_weight_has_no_shares() {
    let case = case();
    let by_detections = by_detections(&case.counting(), &case.stack(), true).coverages;
    let none = LogCoverages::new();
    let telemetry = telemetry(
        &BTreeMap::new(),
        &by_detections,
        &none,
        &case.stack(),
        LogSort::Share,
    );
    assert!(telemetry.rows.iter().all(|row| close(row.share, 0.0)));
}

#[test]
fn readers_of_a_log_source_are_counted_by_log_source_and_technique() {
    let case = Case::of([
        detection(1, "T1059").reads(CREATION).also("T1003"),
        detection(2, "T1059")
            .of("splunk")
            .reads(CREATION)
            .reads(CONNECTION),
        detection(3, "T1059").reads(CONNECTION),
        detection(4, "T1105").reads(QUERY),
    ]);
    let readers = readers(
        &case.counting(),
        &StackLogs::named("sysmon/process_creation"),
    );
    let names = |counts: &BTreeMap<String, u32>| -> Vec<String> {
        counts
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect()
    };
    assert_eq!(names(&readers.log_sources), ["sysmon/process_creation 2"]);
    assert_eq!(names(&readers.by_source), ["sigma 1", "splunk 1"]);
    assert_eq!(readers.techniques[&id("T1059")], (2, 3));
    assert_eq!(readers.techniques[&id("T1003")], (1, 1));
    assert_eq!(readers.techniques[&id("T1105")], (0, 1));
}

#[test]
fn a_technique_is_seen_where_all_logs_of_an_analytic_arrive() {
    for (analytics, expected) in [
        (vec![], Visibility::Blind),
        (vec![vec![]], Visibility::Blind),
        (vec![vec![false, false], vec![]], Visibility::Blind),
        (vec![vec![false, true]], Visibility::Partial),
        (vec![vec![false, true], vec![true, true]], Visibility::Seen),
    ] {
        assert_eq!(visibility(&analytics), expected, "{analytics:?}");
    }
}

#[test]
fn what_adds_most_stands_first_where_that_is_asked_for() {
    let case = case().with(logs([QUERY]));
    let coverages = by_detections(&case.counting(), &case.stack(), true).coverages;
    let none = LogCoverages::new();
    let sorted = telemetry(&weights(), &coverages, &none, &case.stack(), LogSort::Alone);
    let names: Vec<&str> = sorted
        .rows
        .iter()
        .map(|row| row.log_source.as_str())
        .collect();
    assert_eq!(names, [CONNECTION, QUERY]);
}

#[test]
fn events_are_listed_apart_or_as_one_log() {
    let case = case();
    let logs = by_detections(&case.counting(), &case.stack(), false).coverages;
    let names: Vec<&String> = logs.keys().collect();
    assert_eq!(names, ["sysmon"]);
    assert_eq!(logs["sysmon"].detections.len(), 3);
}
