//! What of a catalogue a stack means: sources, platforms, logs in every form of naming, rules, exclusions.

use count::{StackInCatalogue, StackLogSource, log_name, named_techniques, names_rules};
use model::{Claim, Exclusion, MappingState, Stack};

use crate::case::{
    Case, TestResource, conclusion, deployed, detection, id, leads, log, logs, seen, texts,
};

fn stack(stack: Stack) -> StackInCatalogue {
    seen(stack, &[], &leads([]))
}

fn excluding(what: &str, owner: &str) -> Exclusion {
    Exclusion {
        what: what.to_owned(),
        owner: owner.to_owned(),
        ..Exclusion::default()
    }
}

/// (form, how the stack names it, what a rule reads, whether the one feeds the other)
#[rustfmt::skip]
const FORMS: [(&str, &str, &str, bool); 28] = [
    ("product/category", "windows/process_creation", "windows/process_creation", true),
    ("product/category of another product", "windows/process_creation", "linux/process_creation", false),
    ("product/category of another category", "windows/process_creation", "windows/image_load", false),
    ("product/category, read without product", "windows/process_creation", "/process_creation", true),
    ("product/category, read without category", "windows/process_creation", "windows//sysmon", false),
    ("product/category, read with a service", "windows/process_creation", "windows/process_creation/sysmon", true),
    ("product//service", "windows//sysmon", "windows//sysmon", true),
    ("product//service of another service", "windows//sysmon", "windows//security", false),
    ("product//service, read without product", "windows//sysmon", "//sysmon", true),
    ("product//service, read as a category", "windows//sysmon", "windows/process_creation", false),
    ("all three", "windows/ps_script/powershell", "windows/ps_script/powershell", true),
    ("all three, read without service", "windows/ps_script/powershell", "windows/ps_script", false),
    ("/category of any product", "/process_creation", "linux/process_creation", true),
    ("//service of any product", "//sshd", "linux//sshd", true),
    ("product/", "windows/", "windows/process_creation", true),
    ("product/, of another product", "windows/", "linux/process_creation", false),
    ("product/, where nothing is read", "windows/", "", false),
    ("a product", "windows", "windows/process_creation", true),
    ("another product", "windows", "linux/process_creation", false),
    ("a product, read without product", "windows", "/process_creation", false),
    ("a category", "process_creation", "linux/process_creation", true),
    ("a service", "sysmon", "windows//sysmon", true),
    ("a data component", "DC0032", "WinEventLog:Sysmon//EventCode=1/DC0032", true),
    ("another data component", "DC0033", "WinEventLog:Sysmon//EventCode=1/DC0032", false),
    ("a log of ATT&CK", "WinEventLog:Sysmon", "WinEventLog:Sysmon//EventCode=1/DC0032", true),
    ("capitals in the stack", "Windows/Process_Creation", "windows/process_creation", true),
    ("capitals in the rule", "windows", "Windows/process_creation", true),
    ("spaces around", " windows / process_creation ", "windows/process_creation", true),
];

#[test]
fn a_log_source_is_named_in_every_form() {
    for (form, named, read, expected) in FORMS {
        let stack = stack(logs([named]));
        assert_eq!(stack.feeds(&log(read)), expected, "{form}");
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

#[test]
fn a_log_source_keeps_its_words_and_is_known_by_them() {
    let named = StackLogSource::new(" Process Creation ");
    assert_eq!(named.written(), " Process Creation ");
    assert!(named.is_called("process creation"));
    assert!(!named.is_called("process"));
}

#[test]
fn whether_a_log_arrives_is_unknown_where_nobody_says_so() {
    let windows = [log("windows/process_creation")];
    let words = texts(["Process Creation"]);
    let named = stack(logs(["linux", "process creation"]));
    let unnamed = stack(Stack::default());
    for (name, stack, read, data_sources, expected) in [
        (
            "the stack names none",
            &unnamed,
            &windows[..],
            &[][..],
            None,
        ),
        (
            "the stack names none, the rule its data source",
            &unnamed,
            &[],
            &words,
            None,
        ),
        ("the rule names none", &named, &[], &[], None),
        (
            "the rule names one that is missing",
            &named,
            &windows,
            &[],
            Some(false),
        ),
        (
            "the rule names a data source in the same words",
            &named,
            &[],
            &words,
            Some(true),
        ),
        (
            "what the rule states goes before its words",
            &named,
            &windows,
            &words,
            Some(false),
        ),
    ] {
        assert_eq!(stack.has_log(read, data_sources), expected, "{name}");
    }
}

#[test]
fn one_of_several_logs_will_do() {
    let read = [log("windows/process_creation"), log("linux/auditd")];
    assert_eq!(stack(logs(["linux"])).has_log(&read, &[]), Some(true));
    assert_eq!(
        stack(logs(["proxy", "linux"])).has_log(&read, &[]),
        Some(true)
    );
    assert_eq!(stack(logs(["proxy"])).has_log(&read, &[]), Some(false));
}

#[test]
fn a_data_source_in_other_words_is_missing() {
    let named = stack(logs(["process creation"]));
    let words = texts(["Process", "Image Load"]);
    assert_eq!(named.has_log(&[], &words), Some(false));
}

#[test]
fn counting_asks_for_the_words_of_detections_without_a_log_source() {
    let mut case = Case::of([
        detection(1, "T1059"),
        detection(2, "T1059").reads("windows"),
    ]);
    case.data_sources.insert(1, texts(["Process Creation"]));
    let case = case.with(logs(["process creation"]));
    let logs: Vec<Option<bool>> = case
        .counting()
        .resources()
        .map(|counted| counted.evidence.log)
        .collect();
    assert_eq!(logs, [Some(true), Some(false)]);
    let data = crate::case::data(&case.resources);
    assert_eq!(count::without_log_source(&data), [1]);
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
