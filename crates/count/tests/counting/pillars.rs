//! What the page of a technique counts.

use count::{Pillar, PillarResource, Volume};
use model::Kind;

/// A detection of `sigma` for the technique itself that counts and is no copy.
fn detection(row: i64) -> PillarResource<'static> {
    PillarResource {
        technique: "T9001".parse().unwrap(),
        kind: Kind::Detection,
        row,
        original: row,
        source: "sigma",
        counts: true,
        ambiguous: false,
    }
}

fn of_sub_technique(row: i64) -> PillarResource<'static> {
    PillarResource {
        technique: "T9001.001".parse().unwrap(),
        ..detection(row)
    }
}

fn pillar(mapped: &[PillarResource<'_>]) -> Pillar {
    Pillar::new("T9001".parse().unwrap(), Kind::Detection, mapped)
}

#[test]
fn nothing_is_there() {
    let pillar = pillar(&[]);
    assert_eq!((pillar.own, pillar.with_sub_techniques), (0, 0));
    assert_eq!((pillar.sources, pillar.volume), (0, Volume::None));
}

#[test]
fn other_kinds_do_not_count() {
    let test = PillarResource {
        kind: Kind::Test,
        ..detection(1)
    };
    assert_eq!(pillar(&[test, detection(2)]).own, 1);
}

#[test]
fn resources_of_sub_techniques_count_apart() {
    let pillar = pillar(&[detection(1), of_sub_technique(2)]);
    assert_eq!((pillar.own, pillar.with_sub_techniques), (1, 2));
}

#[test]
fn a_resource_for_both_counts_once_among_all() {
    let pillar = pillar(&[detection(1), of_sub_technique(1)]);
    assert_eq!((pillar.own, pillar.with_sub_techniques), (1, 1));
}

#[test]
fn copies_count_once_where_distinct_ones_are_asked_for() {
    let copy = PillarResource {
        original: 1,
        source: "elastic",
        ..of_sub_technique(2)
    };
    let own_copy = PillarResource {
        technique: "T9001".parse().unwrap(),
        ..copy
    };
    let below = pillar(&[detection(1), copy]);
    assert_eq!(
        (
            below.with_sub_techniques,
            below.distinct_with_sub_techniques
        ),
        (2, 1)
    );
    let own = pillar(&[detection(1), own_copy]);
    assert_eq!((own.own, own.distinct, own.sources), (2, 1, 2));
}

#[test]
fn what_does_not_count_is_told_apart_from_what_is_ambiguous() {
    let withdrawn = PillarResource {
        counts: false,
        ..detection(1)
    };
    let ambiguous = PillarResource {
        counts: false,
        ambiguous: true,
        ..detection(2)
    };
    let below = PillarResource {
        counts: false,
        ..of_sub_technique(3)
    };
    let pillar = pillar(&[withdrawn, ambiguous, below]);
    assert_eq!((pillar.own, pillar.with_sub_techniques), (0, 0));
    assert_eq!((pillar.not_counted, pillar.ambiguous), (1, 1));
}

#[test]
fn the_volume_is_that_of_the_technique_itself() {
    let below: Vec<_> = (1..=9).map(of_sub_technique).collect();
    assert_eq!(pillar(&below).volume, Volume::None);
    let own: Vec<_> = (1..=9).map(detection).collect();
    let pillar = pillar(&own);
    assert_eq!(pillar.terms.len(), 1);
    assert_eq!((pillar.terms[0].resources, pillar.terms[0].points), (9, 3));
}
