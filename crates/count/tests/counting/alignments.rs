//! Rows together and in order.

use count::alignment::{Direction, Reason, Row, Sort, sort, totals};
use model::Firing;
use strum::VariantNames;

use crate::case::{Case, close, control, detection, test};

/// T1059 has most of everything, T1003 some, T1105 nothing.
fn rows() -> Vec<Row> {
    let case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059"),
        detection(3, "T1003"),
        control(4, "T1059"),
        control(5, "T1059"),
        control(6, "T1003"),
        test(7, "T1059"),
        test(8, "T1059"),
        test(9, "T1003"),
    ]);
    let firing = Firing {
        on_sample: Some(true),
        in_lab: None,
    };
    case.fired(1, firing)
        .rows(&[("T1059", 1.0), ("T1105", 0.75), ("T1003", 0.5)])
}

fn order(by: Sort, direction: Direction) -> Vec<String> {
    let mut rows = rows();
    sort(&mut rows, by, direction);
    rows.iter()
        .map(|row| row.technique.id.to_string())
        .collect()
}

#[test]
fn rows_are_sorted_by_every_column() {
    let (most_first, by_id) = (["T1059", "T1003", "T1105"], ["T1105", "T1059", "T1003"]);
    for (by, expected) in [
        // 0.75, 0.4 and 0.2.
        (Sort::Gap, ["T1105", "T1003", "T1059"]),
        (Sort::Weight, ["T1059", "T1105", "T1003"]),
        (Sort::Id, by_id),
        (Sort::Name, by_id),
        (Sort::Controls, most_first),
        (Sort::Detections, most_first),
        (Sort::Tests, most_first),
        (Sort::Total, most_first),
        // Two are low; these stand by id.
        (Sort::Potential, ["T1003", "T1059", "T1105"]),
        (Sort::Rung, most_first),
    ] {
        assert_eq!(order(by, Direction::Descending), expected, "{by}");
    }
    assert_eq!(Sort::VARIANTS.len(), 10);
}

#[test]
fn what_is_equal_stands_by_id_in_either_direction() {
    assert_eq!(
        order(Sort::Potential, Direction::Ascending),
        ["T1105", "T1003", "T1059"]
    );
    assert_eq!(
        order(Sort::Rung, Direction::Ascending),
        ["T1105", "T1003", "T1059"]
    );
}

#[test]
fn equal_gaps_stand_by_weight() {
    let firing = Firing {
        on_sample: None,
        in_lab: Some(true),
    };
    let case = Case::of([detection(1, "T1003").also("T1059")]).fired(1, firing);
    let mut rows = case.rows(&[("T1003", 0.5), ("T1059", 1.0)]);
    sort(&mut rows, Sort::Gap, Direction::Descending);
    assert_eq!(rows[0].technique.id.to_string(), "T1059");
}

#[test]
fn totals_are_the_sums_of_rows() {
    let totals = totals(&rows());
    assert_eq!(totals.techniques, 3);
    assert!(close(totals.weight, 2.25));
    assert!(close(totals.gap, 0.2 + 0.75 + 0.4));
    assert_eq!(totals.rungs, [1, 1, 0, 0, 1, 0]);
    let reasons: Vec<(&str, u32)> = totals
        .reasons
        .iter()
        .map(|(reason, count)| (reason.as_str(), *count))
        .collect();
    assert_eq!(
        reasons,
        [("no_test", 1), ("nothing_exists", 1), ("proven", 1)]
    );
}

#[test]
fn no_rows_have_no_totals() {
    let totals = totals(&[]);
    assert_eq!((totals.techniques, totals.rungs), (0, [0; 6]));
    assert!(totals.reasons.is_empty());
}

#[test]
fn every_reason_has_its_word() {
    for (reason, word) in [
        (Reason::NothingExists, "nothing_exists"),
        (Reason::NoRule, "no_rule"),
        (Reason::NoLog, "no_log"),
        (Reason::NoTest, "no_test"),
        (Reason::NotProven, "not_proven"),
        (Reason::Proven, "proven"),
        (Reason::OtherPlatform, "other_platform"),
        (Reason::Excluded, "excluded"),
    ] {
        assert_eq!(reason.to_string(), word);
    }
}
