//! What of a catalogue a stack means: sources, platforms, logs in every form of naming, rules, exclusions.

use count::{StackInCatalogue, log_name, named_techniques, names_rules};
use model::{Claim, Exclusion, LogSource, MappingState, Stack};

use crate::case::{
    CREATION, Case, QUERY, TestResource, conclusion, deployed, detection, id, leads, seen, texts,
};

fn stack(stack: Stack) -> StackInCatalogue {
    seen(stack, &[], &leads([]))
}

/// `product/category/service/component`, of which parts may be empty or left out.
fn log(name: &str) -> LogSource {
    let mut fields = name.split('/').map(|field| Some(field.to_owned()));
    let mut next = || {
        let field: Option<String> = fields.next().flatten();
        field.filter(|field| !field.is_empty())
    };
    LogSource {
        product: next(),
        category: next(),
        service: next(),
        component: next(),
    }
}

fn excluding(what: &str, owner: &str) -> Exclusion {
    Exclusion {
        what: what.to_owned(),
        owner: owner.to_owned(),
        ..Exclusion::default()
    }
}

#[test]
fn a_log_source_is_shown_as_a_stack_names_it() {
    for (read, name) in [
        ("windows/process_creation", "windows/process_creation"),
        ("windows//sysmon", "windows//sysmon"),
        (
            "windows/ps_script/powershell",
            "windows/ps_script/powershell",
        ),
        ("/ps_script/powershell", "/ps_script/powershell"),
        ("windows", "windows"),
        ("/proxy", "proxy"),
        ("//sshd", "sshd"),
        ("///DC0032", "DC0032"),
        ("windows///DC0032", "windows"),
        ("", ""),
    ] {
        assert_eq!(log_name(&log(read)), name);
    }
}

/// Whether the log of a rule that reads these arrives.
fn arrives(stack: Stack, reads: &[&str]) -> Option<bool> {
    let rule = detection(1, "T1059");
    let rule = reads.iter().fold(rule, |rule, log| rule.reads(log));
    let case = Case::of([rule]).with(stack);
    let counting = case.counting();
    let rule = counting.resources().next();
    rule.unwrap().evidence.log
}

#[test]
fn whether_a_log_arrives_is_unknown_where_nobody_says_so() {
    for (name, named, read, expected) in [
        ("the stack names none", vec![], vec![CREATION], None),
        ("the rule names none", vec![QUERY], vec![], None),
        (
            "the rule names one that is missing",
            vec![QUERY],
            vec![CREATION],
            Some(false),
        ),
        ("it arrives", vec![CREATION], vec![CREATION], Some(true)),
        (
            "the stack names it in other words",
            vec!["windows//sysmon"],
            vec![CREATION],
            Some(true),
        ),
        (
            "one of several will do",
            vec![CREATION],
            vec![QUERY, CREATION],
            Some(true),
        ),
        (
            "nobody understands the rule",
            vec![QUERY],
            vec!["own log"],
            None,
        ),
        (
            "both use the same words",
            vec!["Own  Log"],
            vec!["own log"],
            Some(true),
        ),
    ] {
        let stack = Stack {
            log_sources: named.into_iter().map(str::to_owned).collect(),
            ..Stack::default()
        };
        assert_eq!(arrives(stack, &read), expected, "{name}");
    }
}

#[test]
fn sources_are_in_use_by_source_and_by_part() {
    for (name, sources, expected) in [
        ("none is named", texts([]), true),
        ("its source", texts(["sigma"]), true),
        ("its part", texts(["sigma_rules"]), true),
        ("in capitals", texts([" Sigma "]), true),
        ("another", texts(["splunk"]), false),
        ("another part", texts(["sigma_hunting"]), false),
    ] {
        let stack = stack(Stack {
            sources,
            ..Stack::default()
        });
        assert_eq!(stack.uses("sigma", "sigma_rules"), expected, "{name}");
    }
}

#[test]
fn platforms_are_in_use_or_any_will_do() {
    let windows = texts(["Windows", "Linux"]);
    for (name, platforms, of, expected) in [
        ("none is named", texts([]), &windows, true),
        ("one of them", texts(["linux"]), &windows, true),
        ("another", texts(["macOS"]), &windows, false),
        ("it says none", texts(["macOS"]), &texts([]), true),
        ("in another word", texts(["win"]), &windows, true),
        ("none in words", texts(["macOS"]), &texts(["None"]), true),
        ("its whole", texts(["AWS"]), &texts(["IaaS"]), true),
        ("its part", texts(["IaaS"]), &texts(["AWS"]), true),
        ("another part", texts(["Azure"]), &texts(["AWS"]), false),
    ] {
        let stack = stack(Stack {
            platforms,
            ..Stack::default()
        });
        assert_eq!(stack.runs_on(of), expected, "{name}");
    }
}

fn rules() -> Vec<TestResource> {
    vec![
        detection(1, "T1059"),
        detection(2, "T1059"),
        detection(3, "T1059").of("splunk"),
    ]
}

#[test]
fn a_rule_is_deployed_by_id_key_title_or_pattern() {
    for (name, written, expected) in [
        ("its id", "id-1", vec![1]),
        ("its key", "sigma:rules/2.yml", vec![2]),
        ("its title", "Rule 3", vec![3]),
        ("capitals and spaces", " RULE 3 ", vec![3]),
        ("a pattern of keys", "sigma:*", vec![1, 2]),
        ("a pattern of titles", "rule*", vec![1, 2, 3]),
        ("a pattern of ids", "*-3", vec![3]),
        ("everything", "*", vec![1, 2, 3]),
    ] {
        let stack = seen(deployed([written]), &rules(), &leads([]));
        let running: Vec<i64> = (1..=3).filter(|rule| stack.runs(*rule, false)).collect();
        assert_eq!(running, expected, "{name}");
        assert!(stack.says_what_runs());
        assert_eq!(
            stack.summary.deployed,
            Some(u32::try_from(expected.len()).unwrap())
        );
        assert!(stack.summary.unknown_rules.is_empty(), "{name}");
    }
}

#[test]
fn deployed_rules_that_are_unknown_are_listed() {
    let stack = seen(deployed(["id-1", "id-9", "other*"]), &rules(), &leads([]));
    assert_eq!(stack.summary.unknown_rules, ["id-9", "other*"]);
    assert_eq!(stack.summary.deployed, Some(1));
}

#[test]
fn where_no_rule_is_deployed_what_is_in_use_runs() {
    let stack = seen(Stack::default(), &rules(), &leads([]));
    assert!(stack.runs(1, true));
    assert!(!stack.runs(1, false));
    assert!(!stack.says_what_runs());
    assert_eq!(stack.summary.deployed, None);
}

#[test]
fn an_excluded_rule_does_not_run_though_it_is_deployed() {
    let stack = seen(
        Stack {
            exclusions: vec![excluding("Rule 1", "Ada")],
            ..deployed(["*"])
        },
        &rules(),
        &leads([]),
    );
    assert!(stack.excludes(1) && !stack.runs(1, true));
    assert!(!stack.excludes(2) && stack.runs(2, true));
    assert_eq!(stack.summary.exclusions.len(), 1);
}

#[test]
fn an_excluded_rule_is_not_in_use() {
    let case = Case::of(rules()).with(Stack {
        exclusions: vec![excluding("id-1", "Ada")],
        ..Stack::default()
    });
    let numbers = case.numbers("T1059");
    assert_eq!((numbers.detections.resources, numbers.running), (2, 2));
    assert!(case.counting().resources().next().unwrap().excluded);
}

#[test]
fn an_excluded_technique_is_followed_where_it_leads_to_one() {
    let leads = leads([
        (
            "T1086",
            vec![conclusion("T1059.001", MappingState::Followed, "")],
        ),
        (
            "T1562",
            vec![
                conclusion("T1685", MappingState::Ambiguous, ""),
                conclusion("T1686", MappingState::Ambiguous, ""),
            ],
        ),
        (
            "T1061",
            vec![conclusion("T1061", MappingState::Deprecated, "")],
        ),
    ]);
    let stack = seen(
        Stack {
            exclusions: ["T1086", "T1562", "T1061", "T9999"]
                .map(|what| excluding(what, what))
                .to_vec(),
            ..Stack::default()
        },
        &[],
        &leads,
    );
    let owner = |technique| {
        stack
            .exclusion(id(technique))
            .map(|found| found.owner.as_str())
    };
    for (name, technique, expected) in [
        ("followed", "T1059.001", Some("T1086")),
        ("where it came from", "T1086", None),
        ("ambiguous: itself", "T1562", Some("T1562")),
        ("ambiguous: what may be meant", "T1685", None),
        ("deprecated: itself", "T1061", Some("T1061")),
        ("unknown: itself", "T9999", Some("T9999")),
    ] {
        assert_eq!(owner(technique), expected, "{name}");
    }
}

#[test]
fn claims_are_kept_by_the_technique_that_they_lead_to() {
    let claim = |technique: &str, score: f64| Claim {
        technique: technique.to_owned(),
        of: "detection".to_owned(),
        score,
        ..Claim::default()
    };
    let stack = seen(
        Stack {
            claims: vec![
                claim("T1086", 1.0),
                claim("T1059.001", 2.0),
                claim("nonsense", 3.0),
            ],
            ..Stack::default()
        },
        &[],
        &leads([(
            "T1086",
            vec![conclusion("T1059.001", MappingState::Followed, "")],
        )]),
    );
    let scores: Vec<f64> = stack
        .claims(id("T1059.001"))
        .iter()
        .map(|claim| claim.score)
        .collect();
    assert_eq!(scores, [1.0, 2.0]);
    assert!(stack.claims(id("T1003")).is_empty());
}

#[test]
fn the_names_of_rules_are_needed_where_a_rule_is_named() {
    let excluded = |what| Stack {
        exclusions: vec![excluding(what, "Ada")],
        ..Stack::default()
    };
    for (name, stack, expected) in [
        ("nothing", Stack::default(), false),
        ("a deployed rule", deployed(["id-1"]), true),
        ("an excluded technique", excluded("T1059"), false),
        ("an excluded rule", excluded("id-1"), true),
    ] {
        assert_eq!(names_rules(&stack), expected, "{name}");
    }
}

#[test]
fn the_techniques_of_a_stack_are_those_of_exclusions_and_claims() {
    let stack = Stack {
        exclusions: vec![excluding("t1086", "Ada"), excluding("id-1", "Ada")],
        claims: vec![Claim {
            technique: "T1059/1".to_owned(),
            ..Claim::default()
        }],
        ..Stack::default()
    };
    let named: Vec<_> = named_techniques(&stack).into_iter().collect();
    assert_eq!(named, [id("T1059.001"), id("T1086")]);
}

#[test]
fn the_summary_says_what_was_considered() {
    let summary = stack(Stack {
        name: Some("Night watch".to_owned()),
        sources: texts(["Splunk", "sigma", "sigma"]),
        platforms: texts(["Windows"]),
        log_sources: texts(["Windows//Sysmon"]),
        ..Stack::default()
    })
    .summary;
    assert_eq!(summary.name.as_deref(), Some("Night watch"));
    assert_eq!(summary.sources, ["sigma", "splunk"]);
    assert_eq!(summary.platforms, ["Windows"]);
    assert_eq!(summary.log_sources, ["Windows//Sysmon"]);
}
