//! Files of every format that can be retagged, from ATT&CK 18.1 to 19: drift, patch, and what a check finds in them.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, err};

/// (id, tactics) of a small 18.1.
const TECHNIQUES: &[(&str, &[&str])] = &[
    ("T1003.001", &["credential-access"]),
    ("T1055", &["defense-evasion", "privilege-escalation"]),
    ("T1059.001", &["execution"]),
    ("T1070.006", &["defense-evasion"]),
    ("T1078", &["defense-evasion", "persistence"]),
    ("T1548.002", &["privilege-escalation", "defense-evasion"]),
    ("T1562.001", &["defense-evasion"]),
    ("T1562.004", &["defense-evasion"]),
    ("T1562.008", &["defense-evasion"]),
    ("T1566.001", &["initial-access"]),
    (
        "T1574.001",
        &["persistence", "privilege-escalation", "defense-evasion"],
    ),
];

const TACTICS: &[(&str, &str)] = &[
    ("TA0001", "Initial Access"),
    ("TA0002", "Execution"),
    ("TA0003", "Persistence"),
    ("TA0004", "Privilege Escalation"),
    ("TA0005", "Defense Evasion"),
    ("TA0006", "Credential Access"),
];

/// An object of ATT&CK with its id.
fn object(kind: &str, id: &str, name: &str) -> Value {
    let number: String = id.chars().filter(char::is_ascii_digit).collect();
    json!({
        "type": kind,
        "id": format!("{kind}--00000000-0000-4000-8000-{number:0>12}"),
        "name": name,
        "modified": "2025-11-01T00:00:00.000Z",
        "external_references": [{ "source_name": "mitre-attack", "external_id": id, "url": "https://attack.mitre.org" }],
    })
}

/// A catalogue with that release alone.
fn release_18() -> Sandbox {
    let mut objects = Vec::new();
    let mut order = Vec::new();
    for (id, name) in TACTICS {
        let mut tactic = object("x-mitre-tactic", id, name);
        tactic["x_mitre_shortname"] = json!(name.to_lowercase().replace(' ', "-"));
        order.push(tactic["id"].clone());
        objects.push(tactic);
    }
    for (id, tactics) in TECHNIQUES {
        let mut technique = object("attack-pattern", id, &format!("Technique {id}"));
        let phase = |tactic| json!({ "kill_chain_name": "mitre-attack", "phase_name": tactic });
        technique["kill_chain_phases"] = tactics.iter().map(phase).collect();
        technique["x_mitre_is_subtechnique"] = json!(id.contains('.'));
        objects.push(technique);
    }
    let mut matrix = object("x-mitre-matrix", "enterprise-attack", "Enterprise");
    matrix["tactic_refs"] = json!(order);
    objects.push(matrix);
    let sandbox = Sandbox::empty();
    let folder = sandbox.path().join("attack");
    fs::create_dir(&folder).unwrap();
    let bundle = json!({
        "type": "bundle",
        "id": "bundle--00000000-0000-4000-8000-000000000001",
        "spec_version": "2.0",
        "objects": objects,
    });
    fs::write(
        folder.join("enterprise-attack-18.1.json"),
        bundle.to_string(),
    )
    .unwrap();
    sandbox.build(&[format!("attack={}", folder.display())]);
    sandbox
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The file after the patch, and what was left.
fn patched(sandbox: &Sandbox, format: &str, path: &str, text: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), path, text);
    let asked = [
        "drift",
        folder.path().to_str().unwrap(),
        "--as",
        format,
        "--attack",
        "19",
        "--format",
        "diff",
    ];
    let output = sandbox.output(&asked, 80);
    assert!(output.status.success(), "{}", err(&output));
    if !output.stdout.is_empty() {
        fs::write(folder.path().join("p.diff"), &output.stdout).unwrap();
        let mut git = Command::new("git");
        let applied = git.args(["apply", "p.diff"]).current_dir(folder.path());
        let applied = applied.output().unwrap();
        assert!(applied.status.success(), "{applied:?}");
    }
    let after = fs::read_to_string(folder.path().join(path)).unwrap();
    (after, err(&output))
}

fn sigma(id: u32, tags: &str) -> String {
    format!(
        "title: Lamp {id}\nid: 00000000-0000-4000-9000-00000000000{id}\nlogsource:\n    category: process_creation\n    product: windows\n\
         detection:\n    lamp:\n        Image: lamp.exe\n    condition: lamp\ntags:\n{tags}level: low\n"
    )
}

/// Tags before and after.
type Case = (&'static [&'static str], &'static [&'static str]);

#[test]
fn sigma_is_retagged_rule_by_rule() {
    let sandbox = release_18();
    let tags = |tags: &[&str]| -> String {
        let lines = tags.iter().map(|tag| format!("    - {tag}\n"));
        lines.collect()
    };
    let cases: &[Case] = &[
        (
            &["attack.defense-evasion # why", "attack.t1070.006"],
            &["attack.stealth # why", "attack.t1070.006"],
        ),
        (
            &["attack.defense_evasion", "attack.t1562.001"],
            &["attack.defense_impairment", "attack.t1685"],
        ),
        (
            &[
                "attack.defense-evasion",
                "attack.t1070.006",
                "attack.t1562.001 # x",
                "attack.t1685",
            ],
            &[
                "attack.stealth",
                "attack.defense-impairment",
                "attack.t1070.006",
                "attack.t1685",
            ],
        ),
        (
            &[
                "attack.execution",
                "attack.defense-evasion",
                "attack.t1574.001",
            ],
            &["attack.execution", "attack.stealth", "attack.t1574.001"],
        ),
        (
            &[
                "attack.privilege-escalation",
                "attack.defense-evasion",
                "attack.t1548.002",
            ],
            &["attack.privilege-escalation", "attack.t1548.002"],
        ),
        // Nothing decides.
        (&["attack.defense-evasion"], &["attack.defense-evasion"]),
        (
            &["attack.defense-evasion", "attack.t1059.001"],
            &["attack.defense-evasion", "attack.t1059.001"],
        ),
    ];
    let file = |side: fn(&Case) -> &'static [&'static str]| -> String {
        let rules = cases.iter().zip(1..);
        let rules = rules.map(|(case, number)| sigma(number, &tags(side(case))));
        rules.collect::<Vec<String>>().join("---\n")
    };
    let (before, expected) = (file(|case| case.0), file(|case| case.1));
    let (after, said) = patched(&sandbox, "sigma", "lamps.yml", &before);
    assert_eq!(after, expected);
    assert!(
        said.contains(
            "left to the authors of the files: 2, for its techniques do not say which tactic it is"
        ),
        "{said}"
    );
}

#[test]
fn other_formats_are_retagged_where_they_name_techniques_and_tactics() {
    let sandbox = release_18();
    let cases = [
        (
            "atomic",
            "T1562.001/T1562.001.yaml",
            "attack_technique: T1562.001\ndisplay_name: 'Technique: T1562.001'\natomic_tests:\n- name: Lamp\n  executor: {name: sh, command: T1562.001}\n- name: Lamp two\n  executor: {name: sh, command: x}\n",
            vec![("attack_technique: T1562.001", "attack_technique: T1685")],
        ),
        (
            "splunk",
            "detections/lamp.yml",
            "name: Lamp\nid: 00000000-0000-4000-9000-000000000001\ntype: TTP\nsearch: lamp\ntags:\n  mitre_attack_id:\n  - T1562.008\n  - T1070.006\n  - T1685.002\n",
            vec![("  - T1562.008\n", "")],
        ),
        (
            "panther",
            "rules/lamp.yml",
            "AnalysisType: rule\nRuleID: Lamp\nDisplayName: Lamp\nReports:\n  MITRE ATT&CK:\n    - TA0005:T1562.008 # why\n    - TA0005:T1070.006\n    - TA0002:T1059.001\n",
            vec![("TA0005:T1562.008", "TA0112:T1685.002")],
        ),
        (
            "sentinel",
            "lamp.yaml",
            "id: 1\nname: Lamp\nkind: Scheduled\nquery: lamp\ntactics:\n  - DefenseEvasion\n  - Execution\nrelevantTechniques:\n  - T1562.001\n",
            vec![
                ("DefenseEvasion", "DefenseImpairment"),
                ("- T1562.001", "- T1685"),
            ],
        ),
        (
            "falco",
            "lamp.yaml",
            "- rule: Lamp\n  desc: x\n  condition: lamp\n  priority: INFO\n  tags: [host, mitre_defense_evasion, T1070.006]\n",
            vec![("mitre_defense_evasion", "mitre_stealth")],
        ),
        (
            "elastic",
            "hunt.toml",
            "[hunt]\nname = \"Lamp\"\nuuid = \"1\"\nmitre = [\"T1562.001\", \"T1685\"]\nquery = [\"lamp\"]\n",
            vec![("[\"T1562.001\", \"T1685\"]", "[\"T1685\"]")],
        ),
    ];
    for (format, path, text, edits) in cases {
        let (after, said) = patched(&sandbox, format, path, text);
        let expected = edits.iter().fold(text.to_owned(), |text, (old, new)| {
            text.replacen(old, new, 1)
        });
        assert_eq!(after, expected, "{format}: {said}");
    }
}

const ELASTIC: &str = "[metadata]\nmaturity = \"production\"\n[rule]\nname = \"Lamp\"\nrule_id = \"1\"\nquery = \"lamp\"\ntags = [\n    \"OS: Windows\",\n    \"Tactic: Defense Evasion\",\n]\n\n\
[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n[[rule.threat.technique]]\nid = \"T1070\"\nname = \"x\"\n[[rule.threat.technique.subtechnique]]\nid = \"T1070.006\"\nname = \"y\"\n\n\
[rule.threat.tactic]\nid = \"TA0005\"\nname = \"Defense Evasion\"\nreference = \"https://attack.mitre.org/tactics/TA0005/\"\n";

#[test]
fn the_tables_of_elastic_are_retagged_as_a_whole() {
    let sandbox = release_18();
    let (after, said) = patched(&sandbox, "elastic", "lamp.toml", ELASTIC);
    let expected = ELASTIC
        .replace("Tactic: Defense Evasion", "Tactic: Stealth")
        .replace("name = \"Defense Evasion\"", "name = \"Stealth\"");
    assert_eq!(after, expected, "{said}");
    // T1562.001 is no sub-technique any more: its place changes, and the tactic waits for it.
    let nested = ELASTIC
        .replace("T1070", "T1562")
        .replace("T1562.006", "T1562.001");
    let (after, said) = patched(&sandbox, "elastic", "lamp.toml", &nested);
    assert_eq!(after, nested, "{said}");
    for why in [
        "its place in the file would change",
        "a technique of it is left",
        "a tactic of its rule is left",
    ] {
        assert!(said.contains(why), "{said}");
    }
}

/// What a check of these tags finds, line by line, without the path.
fn found(sandbox: &Sandbox, tags: &str, attack: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "rules/lamp.yml", &sigma(1, tags));
    write(folder.path(), "policy.toml", "");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let asked = [
        "check",
        &path("rules"),
        "--as",
        "sigma",
        "--policy",
        &path("policy.toml"),
        "--report",
        "json",
        "--attack",
        attack,
    ];
    let output = sandbox.output(&asked, 80);
    let answer: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", err(&output)));
    let findings = answer["findings"].as_array().unwrap().iter();
    let said = findings
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| {
            format!(
                "{}: {}: {}",
                finding["line"],
                finding["message"].as_str().unwrap(),
                finding["remedy"].as_str().unwrap()
            )
        });
    said.collect()
}

#[test]
fn a_check_names_tactics_that_are_none_or_of_another_release() {
    let sandbox = release_18();
    let tags = "    - attack.defense_evesion\n    - attack.valid_account\n    - attack.\n    - attack.t1055\n    - attack.defense-evasion\n    - attack.stealth\n";
    let before = found(&sandbox, tags, "18.1");
    assert_eq!(
        before,
        [
            "11: `attack.defense_evesion` is no tactic of ATT&CK; perhaps `attack.defense_evasion` was meant: write `attack.defense_evasion` instead of `attack.defense_evesion`",
            "12: `attack.valid_account` is no tactic of ATT&CK: take `attack.valid_account` out, or name a tactic of ATT&CK 18.1",
            "13: `attack.` is no tactic of ATT&CK: take `attack.` out, or name a tactic of ATT&CK 18.1",
            "16: names the tactic `attack.stealth`: Stealth is no tactic of ATT&CK 18.1; before it came, it was Defense Evasion: write `attack.defense-evasion` instead of `attack.stealth`",
        ]
    );
    let after = found(&sandbox, tags, "19");
    assert_eq!(after.len(), 4, "{after:?}");
    assert!(
        after[3].starts_with("15: names the tactic `attack.defense-evasion`: Defense Evasion is no tactic of ATT&CK 19; the techniques beside it that were of it are of Stealth: write `attack.stealth`"),
        "{after:?}"
    );
}

#[test]
fn a_check_names_tags_without_namespace_as_what_they_look_like() {
    let sandbox = release_18();
    let tags = "    - t1070.006\n    - Defense Evasion\n    - execution\n    - windows\n    - attack.t1003_001\n    - attack.t1059/001\n    - attack.t1059-003\n    - attack.T1078\n    - attck.t1055\n";
    let found = found(&sandbox, tags, "18.1");
    let meant: Vec<&str> = found
        .iter()
        .filter_map(|finding| finding.split("perhaps ").nth(1))
        .collect();
    let meant: Vec<&str> = meant
        .iter()
        .filter_map(|meant| meant.split(" was meant").next())
        .collect();
    assert_eq!(
        meant,
        [
            "`attack.t1070.006`",
            "`attack.defense-evasion`",
            "`attack.execution`",
            "T1003.001",
            "T1059.001",
            "T1059.003",
            "T1055",
        ],
        "{found:?}"
    );
    let lines: Vec<&str> = found
        .iter()
        .filter_map(|finding| finding.split(':').next())
        .collect();
    assert_eq!(lines, ["11", "12", "13", "15", "16", "17", "19"]);
}

#[test]
fn adversaries_are_no_techniques_and_a_list_in_one_text_has_its_line() {
    let sandbox = release_18();
    let adversaries = found(&sandbox, "    - attack.g0016\n    - attack.s0154\n", "18.1");
    assert!(
        adversaries[0].contains("names adversaries (G0016, S0154), no technique of ATT&CK"),
        "{adversaries:?}"
    );
    let folder = tempfile::tempdir().unwrap();
    let rule = sigma(1, "").replace("tags:\n", "tags: attack.t1055, attack.defense_evasion\n");
    write(folder.path(), "lamp.yml", &rule);
    let path = folder.path().to_str().unwrap();
    let answer = sandbox.json(&["drift", path, "--as", "sigma"]);
    assert_eq!(answer["items"][0]["line"], 10, "{answer}");
    let reason = answer["items"][0]["reason"].as_str().unwrap();
    assert!(
        reason.ends_with("perhaps the tags `attack.t1055` and `attack.defense_evasion` were meant"),
        "{reason}"
    );
}

#[test]
fn what_lies_beside_rules_of_elastic_is_no_error() {
    let sandbox = release_18();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "rules/lamp.toml", ELASTIC);
    write(
        folder.path(),
        "exceptions/list.toml",
        "[metadata]\nlist_name = \"Lamps\"\n[[exceptions]]\n[exceptions.container]\nname = \"Lamps\"\n",
    );
    write(
        folder.path(),
        "actions/lamp.toml",
        "[metadata]\n[[actions]]\nid = \"1\"\n",
    );
    write(
        folder.path(),
        "policy.toml",
        "[rules]\nlog_source_known = \"off\"\n",
    );
    let path = folder.path().display().to_string();
    let policy = folder.path().join("policy.toml").display().to_string();
    let output = sandbox.output(
        &[
            "check", &path, "--as", "elastic", "--policy", &policy, "--report", "json",
        ],
        80,
    );
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = answer["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .all(|finding| finding["path"] != "exceptions/list.toml"
                && finding["path"] != "actions/lamp.toml"),
        "{findings:?}"
    );
    assert_eq!(answer["summary"]["rules"], 1);
}
