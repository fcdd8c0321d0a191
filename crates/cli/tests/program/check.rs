//! A gate for a repository of rules, from the repository to each report and to the exit code.

use std::fs;
use std::path::Path;
use std::process::Output;

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use serde_json::Value;

use crate::sandbox::{Sandbox, err};
use crate::snapshot;
use crate::upstream::{FIRST, git};

const REPORTS: [&str; 6] = ["text", "json", "sarif", "junit", "github", "markdown"];

/// What would command a terminal, a workflow, a page or a reader, if it were not text.
const HOSTILE: &str = "x\\n::error file=a.yml::pwned\\e[31m %0A%25 <script>alert(1)</script> ]]> \\\"'& \\u202Egnp.exe @acme/all #1 [a](https://evil.example) | {0} `b`";

/// A house, in it the repository `acme` with its rules below `detections`.
struct Acme {
    sandbox: Sandbox,
}

impl Acme {
    /// Its first commit, which is all that a policy can ask for.
    fn new() -> Self {
        let acme = Self {
            sandbox: Sandbox::new(),
        };
        acme.rule("keep", "Lamp by wire", &["t1021.002"]);
        acme.rule("break", "Lamp by script", &["t1059.001"]);
        acme.rule("remove", "Wall switch", &["t9001.001"]);
        acme.write("notes.yml", "not: a rule\n");
        acme.policy(POLICY);
        git(
            &acme.folder(),
            FIRST,
            &["init", "--quiet", "--initial-branch=main"],
        );
        acme.commit();
        acme
    }

    /// With a change that adds, breaks and removes rules.
    fn changed() -> Self {
        let acme = Self::new();
        acme.write("detections/break.yml", "title: [\n");
        fs::remove_file(acme.folder().join("detections/remove.yml")).unwrap();
        acme.rule("radio", "Lamp by radio", &["t1021.003"]);
        acme.rule("old", "Old script", &["t1021.002", "t1086"]);
        acme.rule("none", "No technique", &[]);
        acme.rule("100% new, rule", HOSTILE, &["t1O59"]);
        let copy = fs::read_to_string(acme.folder().join("detections/keep.yml"))
            .unwrap()
            .replace("process_creation", "proces_creation");
        acme.write("detections/keep_too.yml", &copy);
        acme.commit();
        acme
    }

    fn folder(&self) -> std::path::PathBuf {
        self.sandbox.path().join("acme")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn policy(&self, text: &str) {
        self.write("policy.toml", text);
    }

    fn rule(&self, name: &str, title: &str, techniques: &[&str]) {
        let tags: Vec<String> = techniques.iter().map(|id| format!("attack.{id}")).collect();
        let text = format!(
            "title: \"{title}\"\nid: id of {name}\nstatus: test\nlogsource:\n  product: windows\n  category: process_creation\n\
             detection:\n  on:\n    lamp: on\n  condition: on\ntags: {tags:?}\n"
        );
        self.write(&format!("detections/{name}.yml"), &text);
    }

    fn commit(&self) {
        git(&self.folder(), FIRST, &["add", "--all"]);
        git(
            &self.folder(),
            FIRST,
            &["commit", "--quiet", "--message=Lamps"],
        );
    }

    fn check(&self, arguments: &[&str]) -> Output {
        let common = [
            "check",
            "acme/detections",
            "--as",
            "sigma",
            "--policy",
            "acme/policy.toml",
        ];
        self.sandbox.output(&[&common[..], arguments].concat(), 100)
    }

    /// What it says on standard output, where it ends with this code.
    fn said(&self, arguments: &[&str], code: i32) -> String {
        let output = self.check(arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            err(&output)
        );
        assert!(output.stderr.is_empty(), "{}", err(&output));
        String::from_utf8(output.stdout).unwrap()
    }
}

const POLICY: &str = "\
[coverage]
threat = \"Lamplighters\"
at_least = 0.5
";

#[test]
fn every_report_of_a_change() {
    let acme = Acme::changed();
    for report in REPORTS {
        let said = acme.said(&["--base", "main~1", "--report", report], 1);
        assert_eq!(
            said,
            acme.said(&["--base", "main~1", "--report", report], 1)
        );
        for letter in ['\u{1b}', '\u{202e}'] {
            assert!(!said.contains(letter), "{report} has {letter:?}");
        }
        snapshot(&format!("check-{report}"), &said);
    }
}

#[test]
fn every_report_where_nothing_is_found() {
    let acme = Acme::new();
    let mut all = String::new();
    for report in REPORTS {
        let said = acme.said(&["--base", "main", "--report", report], 0);
        all += &format!("--report {report}\n{said}\n");
    }
    snapshot("check-nothing", &all);
}

#[test]
fn the_answer_and_the_log_fit_their_schemas() {
    let acme = Acme::changed();
    let json = |report, code| -> Value {
        let said = acme.said(&["--base", "main~1", "--report", report], code);
        serde_json::from_str(&said).unwrap()
    };
    let output = acme.sandbox.command(80).arg("schema").output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    fits(&schema["check"]["answer"], &json("json", 1));
    let rules: Value = serde_json::from_str(include_str!("sarif-rules.json")).unwrap();
    let log = json("sarif", 1);
    fits(&rules, &log);
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let place = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][place]["id"],
            result["ruleId"]
        );
    }
    acme.policy(
        "[rules]\nreadable = \"off\"\nmapped = \"off\"\nvalid_ids = \"off\"\nid_unique = \"off\"\n",
    );
    fits(&rules, &json("sarif", 0));
}

fn fits(schema: &Value, value: &Value) {
    let validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .take(3)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn junit_is_xml_and_its_numbers_add_up() {
    let acme = Acme::changed();
    let text = acme.said(&["--base", "main~1", "--report", "junit"], 1);
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_comments = true;
    let (mut cases, mut failures, mut titles, mut stated) = (0, 0, Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let attribute = |name: &str| {
                    let found = tag.try_get_attribute(name).unwrap()?;
                    Some(
                        found
                            .normalized_value(XmlVersion::Implicit1_0)
                            .unwrap()
                            .into_owned(),
                    )
                };
                match tag.name().as_ref() {
                    "testsuites" => stated = vec![attribute("tests"), attribute("failures")],
                    "testcase" => {
                        cases += 1;
                        titles.extend(attribute("name"));
                    }
                    "failure" => failures += 1,
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(
        stated,
        [Some(cases.to_string()), Some(failures.to_string())]
    );
    let is_hostile = |title: &&String| title.contains("<script>alert(1)</script> ]]> \"'&");
    assert!(titles.iter().any(|title| is_hostile(&title)), "{titles:#?}");
}

#[test]
fn commands_of_a_workflow_are_only_ours() {
    let acme = Acme::changed();
    let text = acme.said(&["--base", "main~1", "--report", "github"], 1);
    for line in text.lines().filter(|line| line.contains("pwned")) {
        assert!(
            line.starts_with("::error file=detections/100%25 new%2C rule.yml,line="),
            "{line}"
        );
        let (properties, message) = line[2..].split_once("::").unwrap();
        let title = properties.split_once(",title=").unwrap().1;
        assert!(!title.contains([',', ':']), "{title}");
        assert!(!message.contains("%0A"), "{message}");
    }
    let ours = ["::error ", "::warning ", "::notice ", "rhumb check: "];
    assert!(
        text.lines()
            .all(|line| ours.iter().any(|begins| line.starts_with(begins)))
    );
}

#[test]
fn work_that_is_not_committed_is_judged_and_branches_are_compared() {
    let acme = Acme::new();
    acme.rule("loose", "Loose", &["t1043"]);
    assert!(
        acme.said(&[], 1)
            .contains("detections/loose.yml:11: error: valid_ids")
    );
    acme.policy("[rules]\nexclude = [\"**/loose.yml\"]\n");
    acme.said(&[], 0);
    // A clone of the last commit alone has nothing to compare with.
    let address = format!("file://{}", acme.folder().display());
    acme.commit();
    git(
        acme.sandbox.path(),
        FIRST,
        &["clone", "--quiet", "--depth=1", &address, "shallow"],
    );
    let output = acme.sandbox.output(
        &[
            "check",
            "shallow/detections",
            "--as",
            "sigma",
            "--policy",
            "acme/policy.toml",
            "--base",
            "main~1",
        ],
        80,
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("try: git fetch"), "{}", err(&output));
}

#[test]
fn a_source_of_the_configuration_or_the_only_one() {
    let acme = Acme::new();
    let source = |id: &str| {
        format!(
            "[[source]]\nid = \"{id}\"\nformat = \"sigma\"\npath = \"acme/detections\"\nexclude = [\"keep.yml\"]\n"
        )
    };
    let file = acme.sandbox.path().join("rhumb.toml");
    acme.policy("");
    let rules = |arguments: &[&str]| {
        let common = [
            "check",
            "--policy",
            "acme/policy.toml",
            "--base",
            "main",
            "--report",
            "json",
        ];
        let output = acme.sandbox.output(&[&common[..], arguments].concat(), 80);
        let answer: Value = serde_json::from_slice(&output.stdout).map_err(|_| err(&output))?;
        Ok::<Value, String>(answer["summary"].clone())
    };
    fs::write(&file, source("acme")).unwrap();
    let expected = serde_json::json!({ "rules": 2, "rules_before": 2, "errors": 0, "warnings": 0 });
    assert_eq!(rules(&[]).unwrap(), expected);
    assert_eq!(rules(&["acme"]).unwrap(), expected);
    fs::write(&file, source("acme") + &source("emca")).unwrap();
    assert_eq!(rules(&["emca"]).unwrap(), expected);
    assert!(rules(&[]).unwrap_err().contains("acme, emca"));
    // A file alone, and a folder that is the root of its repository.
    assert_eq!(
        rules(&["acme/detections/keep.yml", "--as", "sigma"]).unwrap()["rules_before"],
        1
    );
    let all = rules(&["acme", "--as", "sigma"]).unwrap();
    assert_eq!(
        (&all["rules"], &all["errors"]),
        (&3.into(), &1.into()),
        "notes.yml is no rule"
    );
}

#[test]
fn a_threat_may_be_a_file_beside_the_policy() {
    let acme = Acme::new();
    let threat = r#"{"name": "Night shift", "versions": {"layer": "4.5"}, "domain": "enterprise-attack",
        "techniques": [{"techniqueID": "T1021.002", "score": 3}, {"techniqueID": "T1053", "score": 1}]}"#;
    acme.write("night.json", threat);
    acme.policy("[coverage]\nthreat = \"night.json\"\nat_least = 0.75\n");
    let said = acme.said(&[], 0);
    assert!(
        said.contains("Night shift: 1 of 2 techniques have a rule, 75.0 %"),
        "{said}"
    );
}

#[test]
fn the_example_of_the_documentation_holds_for_the_built_in_catalogue() {
    let acme = Acme::new();
    let path = crate::sandbox::crates().join("../docs/check.md");
    let page = fs::read_to_string(path).unwrap();
    let example = page
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    acme.policy(&example.replace("rules/**", "detections/**"));
    let mut command = acme.sandbox.command(100);
    command.args([
        "check",
        "acme/detections",
        "--as",
        "sigma",
        "--policy",
        "acme/policy.toml",
    ]);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}{}", err(&output));
    assert!(
        said.contains("APT29: ") && said.contains("ATT&CK 18.1"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_judged() {
    let acme = Acme::new();
    let mut said = String::new();
    for policy in WRONG {
        acme.policy(policy);
        said += &format!("{policy}{}\n", failed(&acme, &[]));
    }
    acme.policy(POLICY);
    for arguments in [
        &["--base", "mian"][..],
        &["--base=--all"],
        &["--attack", "7"],
    ] {
        said += &format!("$ {}\n{}\n", arguments.join(" "), failed(&acme, arguments));
    }
    fs::remove_file(acme.folder().join("policy.toml")).unwrap();
    said += &failed(&acme, &[]);
    snapshot("errors-check", &said);
}

const WRONG: &[&str] = &[
    "[rules]\nmaped = \"error\"\n",
    "[rule]\n",
    "\n[rules]\nvalid_ids = \"fatal\"\n",
    "attack = 18.1\n",
    "attack = \"7\"\n",
    "[rules]\ninclude = [\"rules/**\", \"{a\"]\n",
    "[rules]\nexclude = [\"!a\"]\n",
    "[coverage]\nat_least = 50\n",
    "[coverage]\nat_least = nan\n",
    "[coverage]\n\nthreat = \"Lamplihgters\"\n",
    "[coverage]\nthreat = \"policy.toml\"\n",
    "[coverage\n",
];

fn failed(acme: &Acme, arguments: &[&str]) -> String {
    let output = acme.check(arguments);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{arguments:?}: {}",
        err(&output)
    );
    assert!(output.stdout.is_empty());
    acme.sandbox.anywhere(&err(&output))
}

#[test]
fn a_folder_outside_of_any_repository_can_be_judged_but_not_compared() {
    let acme = Acme::new();
    let plain = acme.sandbox.path().join("plain");
    fs::create_dir(&plain).unwrap();
    let from = |name: &str| Path::new("acme/detections").join(name);
    let keep = acme.sandbox.path().join(from("keep.yml"));
    fs::copy(keep, plain.join("keep.yml")).unwrap();
    let policy = acme.sandbox.path().join("p.toml");
    fs::write(&policy, "").unwrap();
    let common = ["check", "plain", "--as", "sigma", "--policy", "p.toml"];
    let output = acme.sandbox.output(&common, 80);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let output = acme
        .sandbox
        .output(&[&common[..], &["--base", "main"]].concat(), 80);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("in no git repository"),
        "{}",
        err(&output)
    );
}
