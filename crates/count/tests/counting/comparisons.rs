//! Sides beside each other.

use count::comparison::{Comparison, TechniqueValues, compare};

use crate::case::{close, id};

fn side(values: &[(&str, f64)]) -> TechniqueValues {
    values
        .iter()
        .map(|(technique, value)| (id(technique), *value))
        .collect()
}

fn compared(sides: &[TechniqueValues]) -> Comparison {
    let all: std::collections::BTreeSet<_> = sides
        .iter()
        .flat_map(TechniqueValues::keys)
        .copied()
        .collect();
    compare(&sides.iter().collect::<Vec<_>>(), all)
}

fn three() -> Comparison {
    compared(&[
        side(&[("T1059", 1.0), ("T1003", 0.5)]),
        side(&[("T1059", 0.5), ("T1105", 1.0)]),
        side(&[("T1059", 0.5), ("T1105", 0.5), ("T1021", 0.0)]),
    ])
}

#[test]
fn what_most_sides_have_goes_first_then_what_they_have_most_of() {
    let rows = three().rows;
    let order: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    assert_eq!(order, ["T1059", "T1105", "T1003", "T1021"]);
    assert_eq!(rows[0].sides, 3);
    assert_eq!(rows[0].values.len(), 3);
    assert_eq!(rows[3].sides, 0);
}

#[test]
fn each_side_says_what_it_has_and_what_it_alone_has() {
    let comparison = three();
    assert_eq!(comparison.sides, [(2, 1), (2, 0), (2, 0)]);
    assert_eq!(comparison.common, 1);
}

#[test]
fn similarity_is_what_both_have_over_what_either_has() {
    let similarities = three().similarities;
    let pairs: Vec<(u32, u32, u32)> = similarities
        .iter()
        .map(|alike| (alike.one, alike.other, alike.shared))
        .collect();
    assert_eq!(pairs, [(0, 1, 1), (0, 2, 1), (1, 2, 2)]);
    // Least: 0.5; most: 1 + 0.5 + 1.
    assert!(close(similarities[0].similarity, 0.2));
    assert!(close(similarities[2].similarity, 1.0 / 1.5));
}

#[test]
fn a_side_is_wholly_like_itself() {
    let same = side(&[("T1059", 1.0), ("T1003", 0.5)]);
    assert!(close(
        compared(&[same.clone(), same]).similarities[0].similarity,
        1.0
    ));
}

#[test]
fn sides_that_have_nothing_are_not_alike() {
    let comparison = compared(&[TechniqueValues::new(), TechniqueValues::new()]);
    assert!(close(comparison.similarities[0].similarity, 0.0));
    assert!(comparison.rows.is_empty());
}
