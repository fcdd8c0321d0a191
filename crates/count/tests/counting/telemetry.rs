//! What log sources show.

use std::collections::BTreeMap;

use count::StackLogSource;
use count::telemetry::{
    LogCoverage, LogCoverages, StatedBy, Telemetry, by_detections, readers, telemetry,
};
use model::{Stack, Status, TechniqueId};

use crate::case::{Case, close, detection, id, logs, texts};

/// `proxy` shows T1059 and T1003, `dns` T1003 alone.
fn case() -> Case {
    Case::of([
        detection(1, "T1059").reads("/proxy").also("T1003"),
        detection(2, "T1003").reads("/dns"),
        detection(3, "T1003").reads("/dns"),
        detection(4, "T1003"),
        detection(5, "T1105")
            .reads("/dns")
            .status(Status::Deprecated),
    ])
}

fn weights() -> BTreeMap<TechniqueId, f64> {
    [("T1059", 1.0), ("T1003", 0.5), ("T1105", 0.5)]
        .map(|(technique, weight)| (id(technique), weight))
        .into()
}

fn of(case: &Case) -> Telemetry {
    let (by_detections, _) = by_detections(&case.counting(), &case.stack());
    telemetry(
        &weights(),
        &by_detections,
        &LogCoverages::new(),
        &case.stack(),
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
            ("proxy", None, 2, 0.75, 0.5, 1),
            ("dns", None, 1, 0.25, 0.0, 2),
        ],
    );
    assert_eq!(telemetry.detectable, None);
}

#[test]
fn what_arrives_is_lost_without_it_and_what_does_not_is_won_with_it() {
    let telemetry = of(&case().with(logs(["dns"])));
    check(
        &telemetry,
        &[
            ("proxy", Some(false), 2, 0.75, 0.5, 1),
            ("dns", Some(true), 1, 0.25, 0.25, 2),
        ],
    );
    assert!(close(telemetry.detectable.unwrap(), 0.25));
}

#[test]
fn nothing_is_detectable_where_nothing_arrives() {
    let telemetry = of(&case().with(logs(["windows"])));
    assert!(close(telemetry.detectable.unwrap(), 0.0));
    assert!(telemetry.detectable.unwrap().is_sign_positive());
}

#[test]
fn detections_without_a_log_source_are_counted_once() {
    let case = Case::of([detection(1, "T1059").also("T1003"), detection(2, "T1059")]);
    assert_eq!(by_detections(&case.counting(), &case.stack()).1, 2);
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
    let (by_detections, _) = by_detections(&case.counting(), &case.stack());
    let component = LogCoverage {
        techniques: weights().into_keys().collect(),
        name: Some("Process Creation".to_owned()),
        ..LogCoverage::default()
    };
    let by_attack = LogCoverages::from([("DC0032".to_owned(), component)]);
    let telemetry = telemetry(&weights(), &by_detections, &by_attack, &case.stack());
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
    let (by_detections, _) = by_detections(&case.counting(), &case.stack());
    let none = LogCoverages::new();
    let telemetry = telemetry(&BTreeMap::new(), &by_detections, &none, &case.stack());
    assert!(telemetry.rows.iter().all(|row| close(row.share, 0.0)));
}

#[test]
fn readers_of_a_log_source_are_counted_by_log_source_and_technique() {
    let case = Case::of([
        detection(1, "T1059")
            .reads("windows/process_creation")
            .also("T1003"),
        detection(2, "T1059")
            .of("splunk")
            .reads("windows//sysmon")
            .reads("/proxy"),
        detection(3, "T1059").reads("/proxy"),
        detection(4, "T1105").reads("/dns"),
    ]);
    let readers = readers(&case.counting(), &StackLogSource::new("windows"));
    let names = |counts: &BTreeMap<String, u32>| -> Vec<String> {
        counts
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect()
    };
    assert_eq!(
        names(&readers.log_sources),
        ["windows//sysmon 1", "windows/process_creation 1"]
    );
    assert_eq!(names(&readers.by_source), ["sigma 1", "splunk 1"]);
    assert_eq!(readers.techniques[&id("T1059")], (2, 3));
    assert_eq!(readers.techniques[&id("T1003")], (1, 1));
    assert_eq!(readers.techniques[&id("T1105")], (0, 1));
    assert!(readers.others.iter().eq(["dns", "proxy"]));
}
