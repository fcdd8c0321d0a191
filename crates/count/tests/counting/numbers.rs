//! What exists and what runs.

use count::{Volume, WithSubTechniques};
use model::{Kind, MappingState, Stack, Status};

use crate::case::{
    CREATION, Case, QUERY, TestResource, control, deployed, detection, id, logs, test, texts,
};

/// Whether one detection with this mapping and status counts.
fn counts(made: TestResource) -> bool {
    Case::of([made]).numbers("T1059").detections.resources == 1
}

#[test]
fn a_mapping_counts_where_its_state_does() {
    for (state, expected) in [
        (MappingState::AsWritten, true),
        (MappingState::Followed, true),
        (MappingState::Inferred, true),
        (MappingState::OtherDomain, true),
        (MappingState::Ambiguous, false),
        (MappingState::Deprecated, false),
        (MappingState::Unknown, false),
    ] {
        let is = counts(detection(1, "T1059").state(state));
        assert_eq!(is, expected, "{state}");
    }
}

#[test]
fn a_resource_counts_where_its_status_does() {
    for (status, expected) in [
        (Status::Unstated, true),
        (Status::Stable, true),
        (Status::Test, true),
        (Status::Experimental, true),
        (Status::Deprecated, false),
        (Status::Unsupported, false),
        (Status::Placeholder, false),
        (Status::Moved, false),
        (Status::Superseded, false),
    ] {
        let is = counts(detection(1, "T1059").status(status));
        assert_eq!(is, expected, "{status}");
    }
}

#[test]
fn each_kind_is_a_pillar() {
    let case = Case::of([
        control(1, "T1059"),
        control(2, "T1059"),
        detection(3, "T1059"),
        test(4, "T1059"),
        test(5, "T1059"),
        test(6, "T1059"),
        detection(7, "T1003"),
    ]);
    let numbers = case.numbers("T1059");
    assert_eq!(numbers.pillar(Kind::Control), (2, Volume::Low));
    assert_eq!(numbers.pillar(Kind::Detection), (1, Volume::Low));
    assert_eq!(numbers.pillar(Kind::Test), (3, Volume::Low));
    assert_eq!(numbers.pillar(Kind::Knowledge), (0, Volume::None));
    assert_eq!(numbers.total(), 6);
    assert_eq!(numbers.potential, Volume::Low);
}

#[test]
fn copies_are_resources_but_distinct_only_once() {
    let case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059").of("splunk").copy_of(1),
    ]);
    let detections = case.numbers("T1059").detections;
    assert_eq!((detections.resources, detections.distinct), (2, 1));
    assert_eq!(detections.terms.len(), 1);
    assert_eq!(detections.terms[0].source, "sigma");
}

#[test]
fn a_copy_counts_for_its_own_source_where_the_original_is_not_in_use() {
    let case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059").of("splunk").copy_of(1),
    ])
    .with(Stack {
        sources: texts(["splunk"]),
        ..Stack::default()
    });
    let detections = case.numbers("T1059").detections;
    assert_eq!(detections.terms.len(), 1);
    assert_eq!(detections.terms[0].source, "splunk");
}

#[test]
fn without_a_stack_every_detection_runs() {
    let numbers =
        Case::of([detection(1, "T1059"), detection(2, "T1059").on("Linux")]).numbers("T1059");
    assert_eq!(
        (numbers.running, numbers.without_log, numbers.deployable),
        (2, 0, 0)
    );
}

#[test]
fn what_is_not_in_use_can_be_deployed() {
    let case = Case::of([detection(1, "T1059"), detection(2, "T1059").of("splunk")]);
    let numbers = case
        .with(Stack {
            sources: texts(["sigma"]),
            ..Stack::default()
        })
        .numbers("T1059");
    assert_eq!(
        (
            numbers.detections.resources,
            numbers.running,
            numbers.deployable
        ),
        (1, 1, 1)
    );
}

#[test]
fn what_is_not_deployed_can_be_unless_its_log_is_missing() {
    let case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059"),
        detection(3, "T1059").reads(QUERY),
        detection(4, "T1059").reads(CREATION),
    ]);
    let numbers = case
        .with(Stack {
            log_sources: texts([CREATION]),
            ..deployed(["id-1"])
        })
        .numbers("T1059");
    assert_eq!((numbers.running, numbers.deployable), (1, 2));
}

#[test]
fn a_detection_that_runs_without_its_log_is_said() {
    let case = Case::of([detection(1, "T1059").reads(QUERY), detection(2, "T1059")]);
    let numbers = case.with(logs([CREATION])).numbers("T1059");
    assert_eq!((numbers.running, numbers.without_log), (2, 1));
}

#[test]
fn a_deployed_rule_runs_though_its_source_is_not_in_use() {
    let case = Case::of([detection(1, "T1059"), detection(2, "T1059").of("splunk")]);
    let numbers = case
        .with(Stack {
            sources: texts(["sigma"]),
            ..deployed(["id-2"])
        })
        .numbers("T1059");
    assert_eq!((numbers.detections.resources, numbers.running), (1, 1));
}

#[test]
fn what_an_ambiguous_mapping_names_does_not_run() {
    let case = Case::of([detection(1, "T1059").state(MappingState::Ambiguous)]);
    let numbers = case.numbers("T1059");
    assert_eq!((numbers.running, numbers.deployable), (0, 0));
}

#[test]
fn a_technique_has_what_its_sub_techniques_have_each_resource_once() {
    let case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059.001").also("T1059.003"),
        control(3, "T1059.001"),
        test(4, "T1059.003"),
        detection(5, "T1059.001").status(Status::Deprecated),
    ]);
    let with = case.counting().with_sub_techniques();
    let family = WithSubTechniques {
        controls: 1,
        detections: 2,
        tests: 1,
    };
    assert_eq!(with[&id("T1059")], family);
    let own = WithSubTechniques {
        controls: 1,
        detections: 1,
        tests: 0,
    };
    assert_eq!(with[&id("T1059.001")], own);
}

#[test]
fn by_source_counts_what_is_not_in_use_too() {
    let case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059").of("splunk"),
        detection(3, "T1059").of("splunk").status(Status::Moved),
        test(4, "T1059").of("splunk"),
    ])
    .with(Stack {
        sources: texts(["sigma"]),
        ..Stack::default()
    });
    let counting = case.counting();
    let of: Vec<(Kind, &str, u32)> = counting
        .by_source()
        .into_iter()
        .map(|((_, kind, source), count)| (kind, source, count))
        .collect();
    let expected = [
        (Kind::Detection, "sigma", 1),
        (Kind::Detection, "splunk", 1),
        (Kind::Test, "splunk", 1),
    ];
    assert_eq!(of, expected);
}
