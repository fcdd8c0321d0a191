//! Every reason of a gap, by its name.

use count::alignment::{Reason, Row};
use model::{Claim, Exclusion, Firing, MappingState, Stack, Status};

use crate::case::{
    CREATION, Case, QUERY, close, conclusion, control, deployed, detection, leads, logs, test,
    texts,
};

#[track_caller]
fn check(row: &Row, reason: Reason, gap: f64) {
    assert_eq!(row.reason, reason);
    assert!(close(row.gap, gap), "{} is not {gap}", row.gap);
}

#[test]
fn nothing_exists() {
    check(&Case::default().row("T1059"), Reason::NothingExists, 1.0);
}

#[test]
fn nothing_exists_where_controls_and_tests_alone_do() {
    let case = Case::of([control(1, "T1059"), test(2, "T1059")]);
    check(&case.row("T1059"), Reason::NothingExists, 1.0);
}

#[test]
fn nothing_exists_where_detections_do_not_count() {
    let case = Case::of([
        detection(1, "T1059").status(Status::Deprecated),
        detection(2, "T1059").state(MappingState::Ambiguous),
    ]);
    check(&case.row("T1059"), Reason::NothingExists, 1.0);
}

#[test]
fn no_rule() {
    let case = Case::of([detection(1, "T1059").tested()]).with(deployed(["another rule"]));
    check(&case.row("T1059"), Reason::NoRule, 1.0);
}

#[test]
fn no_rule_where_the_source_is_not_in_use() {
    let case = Case::of([detection(1, "T1059").of("splunk")]).with(Stack {
        sources: texts(["sigma"]),
        ..Stack::default()
    });
    check(&case.row("T1059"), Reason::NoRule, 1.0);
}

#[test]
fn no_rule_where_it_is_excluded() {
    let case = Case::of([detection(1, "T1059")]).with(excluding("id-1"));
    check(&case.row("T1059"), Reason::NoRule, 1.0);
}

#[test]
fn no_log_where_a_rule_runs() {
    let case = Case::of([detection(1, "T1059").reads(QUERY).tested()]).with(logs([CREATION]));
    check(&case.row("T1059"), Reason::NoLog, 0.8);
}

#[test]
fn no_log_where_rules_exist() {
    let case = Case::of([detection(1, "T1059").reads(QUERY)]).with(Stack {
        log_sources: texts([CREATION]),
        ..deployed(["another rule"])
    });
    check(&case.row("T1059"), Reason::NoLog, 1.0);
}

#[test]
fn no_log_where_all_that_runs_lacks_it_though_others_could_be_deployed() {
    let case = Case::of([detection(1, "T1059").reads(QUERY), detection(2, "T1059")]).with(Stack {
        log_sources: texts([CREATION]),
        ..deployed(["id-1"])
    });
    check(&case.row("T1059"), Reason::NoLog, 0.8);
}

#[test]
fn no_test() {
    check(
        &Case::of([detection(1, "T1059")]).row("T1059"),
        Reason::NoTest,
        0.8,
    );
}

#[test]
fn no_test_where_the_log_arrives() {
    let case = Case::of([detection(1, "T1059").reads(CREATION)]).with(logs([CREATION]));
    check(&case.row("T1059"), Reason::NoTest, 0.6);
}

#[test]
fn no_test_where_one_of_the_rules_has_its_log() {
    let case = Case::of([
        detection(1, "T1059").reads(QUERY).tested(),
        detection(2, "T1059").reads(CREATION),
    ])
    .with(logs([CREATION]));
    check(&case.row("T1059"), Reason::NoTest, 0.6);
}

#[test]
fn not_proven() {
    let case = Case::of([detection(1, "T1059").tested()]);
    check(&case.row("T1059"), Reason::NotProven, 0.4);
}

#[test]
fn proven_on_a_sample() {
    let firing = Firing {
        on_sample: Some(true),
        in_lab: None,
    };
    let case = Case::of([detection(1, "T1059")]).fired(1, firing);
    check(&case.row("T1059"), Reason::Proven, 0.2);
}

#[test]
fn proven_in_the_lab() {
    let firing = Firing {
        on_sample: None,
        in_lab: Some(true),
    };
    let case = Case::of([detection(1, "T1059")]).fired(1, firing);
    check(&case.row("T1059"), Reason::Proven, 0.0);
}

#[test]
fn not_proven_where_it_was_silent() {
    let firing = Firing {
        on_sample: Some(false),
        in_lab: Some(false),
    };
    let case = Case::of([detection(1, "T1059").tested()]).fired(1, firing);
    check(&case.row("T1059"), Reason::NotProven, 0.4);
}

#[test]
fn other_platform() {
    let case = Case::of([detection(1, "T1059").tested()]).with(Stack {
        platforms: texts(["macOS"]),
        ..Stack::default()
    });
    check(&case.row("T1059"), Reason::OtherPlatform, 0.0);
}

#[test]
fn a_platform_in_use_is_no_other_in_whatever_case() {
    let case = Case::of([detection(1, "T1059").tested()]).with(Stack {
        platforms: texts(["macOS", " LINUX "]),
        ..Stack::default()
    });
    check(&case.row("T1059"), Reason::NotProven, 0.4);
}

#[test]
fn excluded() {
    let case = Case::of([detection(1, "T1059")]).with(excluding("T1059"));
    let row = case.row("T1059");
    check(&row, Reason::Excluded, 0.0);
    assert_eq!(row.exclusion.unwrap().owner, "Ada");
}

#[test]
fn excluded_goes_before_other_platform() {
    let case = Case::default().with(Stack {
        platforms: texts(["macOS"]),
        ..excluding("T1059")
    });
    check(&case.row("T1059"), Reason::Excluded, 0.0);
}

#[test]
fn excluded_by_an_id_that_leads_there() {
    let case = Case {
        leads: leads([(
            "T1086",
            vec![conclusion("T1059.001", MappingState::Followed, "")],
        )]),
        ..Case::default()
    }
    .with(excluding("t1086"));
    check(&case.row("T1059.001"), Reason::Excluded, 0.0);
    check(&case.row("T1059"), Reason::NothingExists, 1.0);
}

#[test]
fn what_a_file_claims_is_shown_and_counts_nowhere() {
    let claim = Claim {
        technique: "T1059".to_owned(),
        of: "detection".to_owned(),
        score: 5.0,
        ..Claim::default()
    };
    let case = Case::default().with(Stack {
        claims: vec![claim.clone()],
        ..Stack::default()
    });
    let row = case.row("T1059");
    check(&row, Reason::NothingExists, 1.0);
    assert_eq!(row.claims, [claim]);
    assert!(case.row("T1003").claims.is_empty());
}

fn excluding(what: &str) -> Stack {
    Stack {
        exclusions: vec![Exclusion {
            what: what.to_owned(),
            owner: "Ada".to_owned(),
            ..Exclusion::default()
        }],
        ..Stack::default()
    }
}

/// What is said of a technique whose only detections are of sources that are not in use, and read logs that are missing: the
/// catalogue holds some, but the reason says that it does not. Kept as it is, since answers must not change here.
#[test]
fn nothing_exists_is_said_where_what_exists_is_neither_in_use_nor_fed() {
    let case = Case::of([detection(1, "T1059").of("splunk").reads(QUERY)]).with(Stack {
        sources: texts(["sigma"]),
        ..logs([CREATION])
    });
    check(&case.row("T1059"), Reason::NothingExists, 1.0);
}
