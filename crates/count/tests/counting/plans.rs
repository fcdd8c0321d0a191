//! Steps of a plan, each kind by its name.

use count::plan::{Action, Plan, Subject, plan};
use model::{Firing, Stack};

use crate::case::{
    CONNECTION, CREATION, Case, QUERY, TestResource, close, deployed, detection, id, logs, test,
    texts,
};

fn planned(case: &Case, techniques: &[(&str, f64)], budget: usize) -> Plan {
    let techniques: Vec<_> = techniques
        .iter()
        .map(|(technique, weight)| (id(technique), *weight))
        .collect();
    plan(&case.counting(), &techniques, budget)
}

/// The steps in words: `deploy 1`, `switch_on sysmon/network_connection`.
fn steps(plan: &Plan) -> Vec<String> {
    let steps = plan.steps.iter().map(|step| match &step.subject {
        Subject::Resource(row) => format!("{} {row}", step.action),
        Subject::LogSource(name) => format!("{} {name}", step.action),
    });
    steps.collect()
}

/// Nothing runs.
fn nothing_runs(resources: impl Into<Vec<TestResource>>) -> Case {
    Case::of(resources).with(deployed(["another rule"]))
}

const ONE: &[(&str, f64)] = &[("T1059", 1.0)];

#[test]
fn deploy() {
    let plan = planned(&nothing_runs([detection(7, "T1059").tested()]), ONE, 10);
    let step = &plan.steps[0];
    assert_eq!(
        (step.action, &step.subject),
        (Action::Deploy, &Subject::Resource(7))
    );
    assert_eq!(step.raises, [(id("T1059"), 3)].into());
    assert!(close(plan.gap, 1.0) && close(step.closes, 0.6) && close(step.left, 0.4));
    assert!(close(plan.left, 0.4));
    assert_eq!(plan.steps.len(), 1);
}

#[test]
fn what_is_not_in_use_cannot_be_deployed() {
    let case = Case::of([detection(1, "T1059").of("splunk")]).with(Stack {
        sources: texts(["sigma"]),
        ..deployed(["another rule"])
    });
    assert!(steps(&planned(&case, ONE, 10)).is_empty());
}

#[test]
fn what_runs_counts_though_its_source_is_not_in_use() {
    let case = Case::of([detection(1, "T1059").of("splunk").tested()]).with(Stack {
        sources: texts(["sigma"]),
        ..deployed(["id-1"])
    });
    let plan = planned(&case, ONE, 10);
    assert!(close(plan.gap, 0.4) && plan.steps.is_empty());
}

#[test]
fn what_is_excluded_or_for_other_platforms_is_no_step() {
    let case = nothing_runs([detection(1, "T1059"), detection(2, "T1059").on("macOS")]);
    let stack = Stack {
        platforms: texts(["Windows"]),
        exclusions: vec![model::Exclusion {
            what: "id-1".to_owned(),
            ..model::Exclusion::default()
        }],
        ..case.stack.clone()
    };
    assert!(steps(&planned(&case.with(stack), ONE, 10)).is_empty());
}

#[test]
fn switch_on() {
    let case = Case::of([detection(1, "T1059").reads(QUERY).tested()]);
    let plan = planned(&case.with(logs([CREATION])), ONE, 10);
    assert_eq!(steps(&plan), ["switch_on sysmon/dns_query"]);
    assert_eq!(plan.steps[0].raises, [(id("T1059"), 3)].into());
    assert!(close(plan.gap, 0.8) && close(plan.left, 0.4));
}

#[test]
fn switch_on_one_of_several_logs_that_would_do() {
    let case = Case::of([detection(1, "T1059").reads(QUERY).reads(CONNECTION)]);
    let plan = planned(&case.with(logs([CREATION])), ONE, 10);
    assert_eq!(steps(&plan), ["switch_on sysmon/dns_query"]);
    assert_eq!(plan.steps[0].raises, [(id("T1059"), 2)].into());
}

#[test]
fn a_log_is_not_switched_on_for_rules_that_do_not_run() {
    let case = Case::of([detection(1, "T1059").reads(CONNECTION).tested()]).with(Stack {
        log_sources: texts([CREATION]),
        ..deployed(["another rule"])
    });
    assert_eq!(
        steps(&planned(&case, ONE, 10)),
        ["deploy 1", "switch_on sysmon/network_connection"]
    );
}

#[test]
fn a_log_feeds_what_is_deployed_later() {
    let case = Case::of([
        detection(1, "T1059").reads(CONNECTION).tested(),
        detection(2, "T1003").reads(CONNECTION).tested(),
    ])
    .with(Stack {
        log_sources: texts([CREATION]),
        ..deployed(["id-1"])
    });
    let plan = planned(&case, &[("T1059", 1.0), ("T1003", 0.5)], 10);
    assert_eq!(
        steps(&plan),
        ["switch_on sysmon/network_connection", "deploy 2"]
    );
    assert_eq!(plan.steps[1].raises, [(id("T1003"), 3)].into());
}

#[test]
fn a_test_proves_what_runs() {
    let case = Case::of([detection(1, "T1059"), test(2, "T1059")]);
    let plan = planned(&case, ONE, 10);
    assert_eq!(steps(&plan), ["test 2"]);
    assert_eq!(plan.steps[0].raises, [(id("T1059"), 5)].into());
    assert!(close(plan.left, 0.0));
}

#[test]
fn a_test_proves_nothing_where_nothing_runs() {
    assert!(steps(&planned(&Case::of([test(2, "T1059")]), ONE, 10)).is_empty());
}

#[test]
fn a_test_proves_nothing_where_the_log_is_missing() {
    let case = Case::of([detection(1, "T1059").reads(CONNECTION), test(2, "T1059")]);
    let plan = planned(&case.with(logs([CREATION])), ONE, 10);
    assert_eq!(
        steps(&plan),
        ["switch_on sysmon/network_connection", "test 2"]
    );
}

#[test]
fn a_test_that_is_not_in_use_is_no_step() {
    let case = Case::of([detection(1, "T1059"), test(2, "T1059").of("art")]).with(Stack {
        sources: texts(["sigma"]),
        ..Stack::default()
    });
    assert!(steps(&planned(&case, ONE, 10)).is_empty());
}

#[test]
fn the_budget_ends_a_plan() {
    let case = nothing_runs([
        detection(1, "T1059"),
        detection(2, "T1003"),
        detection(3, "T1105"),
    ]);
    let techniques = [("T1059", 1.0), ("T1003", 0.5), ("T1105", 0.25)];
    for (budget, expected) in [
        (0, vec![]),
        (1, vec!["deploy 1"]),
        (2, vec!["deploy 1", "deploy 2"]),
        (9, vec!["deploy 1", "deploy 2", "deploy 3"]),
    ] {
        let plan = planned(&case, &techniques, budget);
        assert_eq!(steps(&plan), expected, "budget {budget}");
    }
}

#[test]
fn what_closes_most_goes_first() {
    let case = nothing_runs([
        detection(1, "T1059"),
        detection(2, "T1059").tested(),
        detection(3, "T1059").also("T1003").also("T1105").tested(),
    ]);
    let techniques = [("T1059", 1.0), ("T1003", 1.0), ("T1105", 1.0)];
    let plan = planned(&case, &techniques, 10);
    assert_eq!(steps(&plan), ["deploy 3"]);
    assert_eq!(plan.steps[0].raises.len(), 3);
}

#[test]
fn among_equals_what_stands_first_in_the_catalogue_goes_first() {
    let case = nothing_runs([detection(2, "T1059"), detection(1, "T1059")]);
    assert_eq!(steps(&planned(&case, ONE, 1)), ["deploy 1"]);
}

#[test]
fn among_equals_rules_go_before_logs_before_tests() {
    // Each closes 0.6: from 0 to 3, from 1 to 4 is out of reach, so weights differ.
    let case = Case::of([
        detection(1, "T1059").tested(),
        detection(2, "T1003").reads(CONNECTION).tested(),
        detection(3, "T1105"),
        test(4, "T1105"),
    ])
    .with(Stack {
        log_sources: texts([CREATION]),
        ..deployed(["id-2", "id-3"])
    });
    // 0.6 × 0.5 = 0.4 × 0.75 = 0.8 × 0.375 = 0.3.
    let techniques = [("T1059", 0.5), ("T1003", 0.75), ("T1105", 0.375)];
    let plan = planned(&case, &techniques, 10);
    assert_eq!(
        steps(&plan),
        ["deploy 1", "switch_on sysmon/network_connection", "test 4"]
    );
    assert!(plan.steps.iter().all(|step| close(step.closes, 0.3)));
}

#[test]
fn techniques_that_are_not_asked_for_are_left_out() {
    let case = nothing_runs([detection(1, "T1059").also("T1003")]);
    let plan = planned(&case, ONE, 10);
    assert_eq!(plan.steps[0].raises, [(id("T1059"), 1)].into());
}

#[test]
fn a_rule_that_fired_stands_on_its_rung_once_it_is_deployed() {
    let firing = Firing {
        on_sample: Some(true),
        in_lab: None,
    };
    let case = nothing_runs([detection(1, "T1059").tested(), detection(2, "T1059")]);
    let plan = planned(&case.fired(2, firing), ONE, 10);
    assert_eq!(steps(&plan), ["deploy 2"]);
    assert_eq!(plan.steps[0].raises, [(id("T1059"), 4)].into());
}

#[test]
fn nothing_to_do_is_no_plan() {
    let plan = planned(&Case::default(), ONE, 10);
    assert!(plan.steps.is_empty() && close(plan.gap, 1.0) && close(plan.left, 1.0));
    let plan = planned(&Case::default(), &[], 10);
    assert!(plan.steps.is_empty() && close(plan.gap, 0.0));
}
