//! Rules made by hand, judged by policies: what is found, and what a change adds and loses.

use catalogue::Catalogue;
use model::{Kind, LogSource, Mapping, Problem, Related, RelationKind, Resource, Status};
use questions::check::{
    Answer, Check, CheckInput, Coverage, Policy, PolicyLevel, RepositoryState, judge, place_threat,
};
use questions::threat::ThreatInput;
use questions::{Error, check};
use serde_json::Value;

use crate::{fits, house, snapshot};

/// A rule that is as the strictest policy asks.
fn rule(name: &str, techniques: &[&str]) -> Resource {
    let mut rule = Resource::new("own", Kind::Detection, name);
    rule.id = Some(format!("id of {name}"));
    rule.place.path = format!("rules/{name}.yml");
    rule.place.line = Some(1);
    rule.log_sources = vec![log("windows", "process_creation")];
    rule.related = vec![Related::new("simulation", "a test")];
    let mapping = |(line, id): (u32, &&str)| {
        Mapping::prefixed(format!("attack.{}", id.to_lowercase()), "attack.").at(line)
    };
    rule.mappings = (7..).zip(techniques).map(mapping).collect();
    rule
}

/// How Sigma rules relate to others.
fn of_sigma() -> Vec<RelationKind> {
    (sources::format("sigma").unwrap().relations)()
}

fn log(product: &str, category: &str) -> LogSource {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    LogSource {
        product: some(product),
        category: some(category),
        ..LogSource::default()
    }
}

fn strict() -> Policy {
    let mut policy = Policy::default();
    policy.rules.test_linked = PolicyLevel::Warning;
    policy
}

/// With what is asked for of the Lamplighters, who use T9001, T9001.001 and T1021.002.
fn of_lamplighters(at_least: Option<f64>) -> Policy {
    Policy {
        coverage: Some(Coverage {
            threat: "Lamplighters".to_owned(),
            at_least,
            ..Coverage::default()
        }),
        ..Policy::default()
    }
}

fn answer(policy: &Policy, base: Option<&[Resource]>, head: &[Resource]) -> Answer {
    let catalogue = house::catalogue();
    let threat = policy.coverage.as_ref().map(|coverage| {
        let name = ThreatInput::Name(coverage.threat.clone());
        place_threat(&catalogue, name).unwrap()
    });
    let state = |resources| RepositoryState {
        resources,
        problems: &[],
    };
    let relations = of_sigma();
    let input = CheckInput {
        relations: &relations,
        policy_path: "policy.toml",
        head: state(head),
        base: base.map(|base| ("main", state(base))),
        threat: threat.as_ref(),
    };
    judged(&catalogue, policy, &input).unwrap()
}

/// The answer, which fits its schema.
fn judged(catalogue: &Catalogue, policy: &Policy, input: &CheckInput<'_>) -> Result<Answer, Error> {
    let (of_policy, of_answer) = check::schemas();
    fits(
        &of_policy.to_value(),
        &serde_json::to_value(policy).unwrap(),
        "policy",
    );
    let answer = judge(catalogue, policy, input)?;
    fits(
        &of_answer.to_value(),
        &serde_json::to_value(&answer).unwrap(),
        "answer",
    );
    Ok(answer)
}

/// One finding per three lines.
fn told(answer: &Answer) -> String {
    let mut text = String::new();
    for finding in &answer.findings {
        let line = finding
            .line
            .map_or(String::new(), |line| format!(":{line}"));
        text += &format!(
            "{}{line} {} {}\n",
            finding.path, finding.severity, finding.check
        );
        text += &format!(
            "    {}: {}\n    try: {}\n",
            finding.title, finding.message, finding.remedy
        );
    }
    text
}

fn found(answer: &Answer) -> Vec<(Check, &str)> {
    let all = answer.findings.iter();
    all.map(|finding| (finding.check, finding.title.as_str()))
        .collect()
}

#[test]
fn what_is_found_in_single_rules() {
    let good = rule("good", &["T1059.001", "T1021.002"]);
    let ids = rule(
        "ids",
        &["T1086", "T1043", "T1059.099", "T1O59", "TA0002", "T1247"],
    );
    let mut none = rule("none", &[]);
    none.tactics = vec!["attack.execution".to_owned()];
    let mut silent = rule("silent", &["T1059"]);
    (silent.log_sources, silent.related) = (Vec::new(), vec![Related::new("similar", "x")]);
    let mut misspelt = rule("misspelt", &["T1059"]);
    misspelt.log_sources = vec![
        log("Windows", "Process_Creation"),
        log("windows", "proces_creation"),
    ];
    let mut twice = rule("twice", &["T1059"]);
    twice.id = Some("ID of good".to_owned());
    let rules = [good, ids, none, silent, misspelt, twice];
    let answer = answer(&strict(), None, &rules);
    assert!(!answer.passed);
    snapshot("check-rules", &told(&answer));
}

#[test]
fn what_policies_leave_out() {
    let mut withdrawn = rule("withdrawn", &[]);
    withdrawn.status = Status::Deprecated;
    let mut correlation = rule("correlation", &["T1059"]);
    correlation.log_sources = Vec::new();
    correlation.related.push(Related::new("correlates", "good"));
    let mut own = rule("own", &["T1059"]);
    own.log_sources = vec![log("acme", "door_opened")];
    let mut control = rule("control", &["T1059"]);
    (control.kind, control.log_sources) = (Kind::Control, Vec::new());
    control.related = Vec::new();
    let rules = [withdrawn, correlation, own, control];
    let mut policy = strict();
    assert_eq!(
        found(&answer(&policy, None, &rules)),
        [(Check::LogSourceKnown, "own")]
    );
    policy.rules.log_sources = vec!["acme/door_opened".to_owned()];
    let all = answer(&policy, None, &rules);
    assert!(all.passed && all.findings.is_empty());
    // Words that are no technique map nothing, once nobody asks whether they are valid.
    let odd = [rule("odd", &["T1O59"])];
    assert_eq!(
        found(&answer(&policy, None, &odd)),
        [(Check::ValidIds, "odd")]
    );
    policy.rules.valid_ids = PolicyLevel::Off;
    assert_eq!(
        found(&answer(&policy, None, &odd)),
        [(Check::Mapped, "odd")]
    );
    policy.rules.mapped = PolicyLevel::Warning;
    let warned = answer(&policy, None, &odd);
    assert!(warned.passed);
    assert_eq!((warned.summary.errors, warned.summary.warnings), (0, 1));
    policy.rules.mapped = PolicyLevel::Off;
    assert!(answer(&policy, None, &odd).findings.is_empty());
}

#[test]
fn only_the_files_that_are_asked_for() {
    let catalogue = house::catalogue();
    let mut deep = rule("deep", &[]);
    deep.place.path = "rules/old/deep.yml".to_owned();
    let rules = [rule("plain", &[]), deep];
    let problem = |path: &str| Problem {
        path: path.to_owned(),
        line: Some(3),
        what: "is no YAML".to_owned(),
    };
    let problems = [problem(""), problem("rules/x.yml"), problem("notes/y.yml")];
    let relations = of_sigma();
    let input = CheckInput {
        relations: &relations,
        policy_path: "policy.toml",
        head: RepositoryState {
            resources: &rules,
            problems: &problems,
        },
        base: None,
        threat: None,
    };
    let places = |include: &[&str], exclude: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        let mut policy = Policy::default();
        (policy.rules.include, policy.rules.exclude) = (owned(include), owned(exclude));
        let answer = judged(&catalogue, &policy, &input)?;
        let paths = answer.findings.into_iter().map(|finding| finding.path);
        Ok::<Vec<String>, Error>(paths.collect())
    };
    assert_eq!(
        places(&["rules/**"], &["**/old/**"]).unwrap(),
        ["", "rules/plain.yml", "rules/x.yml"]
    );
    assert_eq!(
        places(&["rules/*.yml"], &["**/x.yml"]).unwrap(),
        ["", "rules/plain.yml"]
    );
    assert_eq!(places(&[], &["**"]).unwrap(), [""]);
    let wrong = places(&["{a"], &[]).unwrap_err().to_string();
    assert!(wrong.contains("`{a` is not a valid pattern"), "{wrong}");
}

#[test]
fn what_a_change_adds_and_loses() {
    let kept = || rule("kept", &["T1021.002", "T9001"]);
    let base = [
        kept(),
        rule("gone", &["T9001.001"]),
        rule("other", &["T1053"]),
    ];
    let head = [kept(), rule("new", &["T1086", "T1021.002"])];
    let answer = answer(&of_lamplighters(Some(0.75)), Some(&base), &head);
    let ids = |covered: &[check::CoveredTechnique]| {
        let each = covered.iter().map(|technique| {
            let before = technique
                .rules_before
                .map_or("-".to_owned(), |rules| rules.to_string());
            format!(
                "{} {} {before} {}",
                technique.id, technique.name, technique.rules
            )
        });
        each.collect::<Vec<_>>().join("\n")
    };
    snapshot(
        "check-change",
        &format!(
            "{}\ncovered\n{}\ngained\n{}\nlost\n{}\n\n{:#?}",
            told(&answer),
            ids(&answer.covered),
            ids(&answer.gained),
            ids(&answer.lost),
            answer.threat
        ),
    );
}

#[test]
fn coverage_is_asked_for_or_not() {
    let base = [rule("gone", &["T9001.001"])];
    let asked = |at_least| of_lamplighters(at_least);
    // T1053 is lost, too, but nobody named uses it.
    let elsewhere = [rule("gone", &["T1053"])];
    assert!(answer(&asked(None), Some(&elsewhere), &[]).passed);
    assert!(!answer(&asked(None), Some(&base), &[]).passed);
    let alone = answer(&asked(None), None, &[]);
    assert!(alone.passed && alone.notes.len() == 1, "{:?}", alone.notes);
    assert!(
        alone
            .checks
            .iter()
            .all(|summary| summary.check != Check::NotLower)
    );
    let two = [rule("two", &["T9001", "T9001.001"])];
    assert!(answer(&asked(Some(2.0 / 3.0)), None, &two).passed);
    assert!(!answer(&asked(Some(0.67)), None, &two).passed);
    assert!(answer(&asked(Some(0.0)), None, &[]).passed);
    // What its authors withdrew covers nothing.
    let mut withdrawn = rule("two", &["T9001", "T9001.001"]);
    withdrawn.status = Status::Deprecated;
    assert!(!answer(&asked(Some(0.1)), None, &[withdrawn]).passed);
    let unknown = ThreatInput::Name("Lamplighterz".to_owned());
    let Err(Error::Unknown { near, .. }) = place_threat(&house::catalogue(), unknown) else {
        panic!("nobody is called so");
    };
    assert_eq!(near[0].name, "Lamplighters");
}

#[test]
fn every_key_of_a_policy_is_documented_with_what_holds_unless_said() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/check.md");
    let page = std::fs::read_to_string(path).unwrap();
    let cells = |row: &str| {
        let mut cells = row.split('|').skip(1).map(|cell| cell.trim().to_owned());
        Some((cells.next()?, cells.next()?))
    };
    let keys = page.lines().filter(|line| line.starts_with("| `"));
    let documented: Vec<(String, String)> = keys.filter_map(cells).collect();
    let whole = Policy {
        coverage: Some(Coverage::default()),
        ..Policy::default()
    };
    let Value::Object(tables) = serde_json::to_value(whole).unwrap() else {
        panic!("a policy is a table");
    };
    let mut written = Vec::new();
    for (name, value) in tables {
        match value {
            Value::Object(keys) => {
                let keys = keys.iter();
                written.extend(keys.map(|(key, value)| (format!("`{name}.{key}`"), said(value))));
            }
            value => written.push((format!("`{name}`"), said(&value))),
        }
    }
    let sorted = |mut rows: Vec<(String, String)>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(documented), sorted(written));
}

fn said(value: &Value) -> String {
    match value {
        Value::String(word) => format!("`{word}`"),
        Value::Null => String::new(),
        Value::Array(none) if none.is_empty() => String::new(),
        other => panic!("{other} is no value of a key"),
    }
}
