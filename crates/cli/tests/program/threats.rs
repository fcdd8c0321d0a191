//! Threats and stacks from the files that people have, through the program: what they lead to, what is saved, and what is
//! refused with nothing written.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::sandbox::{Sandbox, err};
use crate::snapshot;

/// A layer of an older release: T1086 was replaced, T9998 never was a technique.
const LAYER: &str = r#"{"name": "Lamps seen in May", "versions": {"layer": "4.4", "attack": "7"}, "domain": "enterprise-attack", "techniques": [
  {"techniqueID": "T1021.002", "score": 3, "comment": "twice"}, {"techniqueID": "T1086", "score": 1},
  {"techniqueID": "T9998", "score": 2}, {"techniqueID": "T9001", "score": 3, "enabled": false}]}"#;

const STACK: &str = r#"
name = "House"
platforms = ["Windows"]
log_sources = ["windows/process_creation"]
deployed = ["sigma:*"]

[[exclusions]]
what = "T9001"
owner = "Housekeeper"
reason = "there are no lamps"
date = "2026-01-31"
"#;

fn file(sandbox: &Sandbox, name: &str, text: &str) -> String {
    std::fs::write(sandbox.path().join(name), text).unwrap();
    name.to_owned()
}

fn with_input(sandbox: &Sandbox, arguments: &[&str], input: &[u8]) -> Output {
    let mut command: Command = sandbox.command(80);
    command
        .arg("--catalogue")
        .arg(sandbox.catalogue())
        .args(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_layer_against_a_stack() {
    let sandbox = Sandbox::new();
    let (layer, stack) = (
        file(&sandbox, "layer.json", LAYER),
        file(&sandbox, "stack.toml", STACK),
    );
    let asked = ["align", &layer, "--stack", &stack];
    snapshot("threats-align", &sandbox.ask(&asked, 100));
    for (question, more) in [
        ("gaps", &[][..]),
        ("plan", &["--budget", "4"]),
        ("telemetry", &[]),
    ] {
        let asked = [&[question, &layer, "--stack", &stack][..], more].concat();
        snapshot(&format!("threats-{question}"), &sandbox.ask(&asked, 100));
    }
}

#[test]
fn a_threat_is_the_same_from_a_file_from_standard_input_and_saved() {
    let sandbox = Sandbox::new();
    let layer = file(&sandbox, "layer.json", LAYER);
    let of_file = sandbox.json(&["align", &layer]);
    let output = with_input(
        &sandbox,
        &["align", "-", "--format", "json"],
        LAYER.as_bytes(),
    );
    let of_input: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(of_file["items"], of_input["items"]);
    let saved = sandbox.output(&["threat", "save", "May", &layer], 80);
    assert!(saved.status.success(), "{}", err(&saved));
    assert_eq!(of_file["items"], sandbox.json(&["align", "May"])["items"]);
    assert!(sandbox.ask(&["threat", "list"], 80).starts_with("May  "));
    sandbox.ask(&["threat", "show", "May"], 80);
    sandbox.ask(&["threat", "remove", "May"], 80);
    assert_eq!(sandbox.output(&["align", "May"], 80).status.code(), Some(2));
}

#[test]
fn threats_are_merged_by_the_mean_of_their_weights() {
    let sandbox = Sandbox::new();
    let layer = file(&sandbox, "layer.json", LAYER);
    let merged = sandbox.json(&["align", &layer, "Lamplighters", "--sort", "id"]);
    let weight = |id: &str| {
        let items = merged["items"].as_array().unwrap();
        let row = items.iter().find(|row| row["id"] == id).unwrap();
        row["weight"].as_f64().unwrap()
    };
    // 3 of 3 in the layer, and used; not in the layer, and used.
    assert!((weight("T1021.002") - 1.0).abs() < 1e-9);
    assert!((weight("T9001") - 0.5).abs() < 1e-9);
}

#[test]
fn a_stack_begins_with_a_commented_file_and_takes_imports() {
    let sandbox = Sandbox::new();
    let asked = [
        "stack",
        "init",
        "--platform",
        "Windows",
        "--product",
        "sysmon",
    ];
    sandbox.ask(&asked, 80);
    let written = std::fs::read_to_string(sandbox.path().join("stack.toml")).unwrap();
    snapshot("stack-init", &written);
    let again = sandbox.output(&asked, 80);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("is there already"), "{}", err(&again));
    let shown = sandbox.ask(&["stack", "show", "stack.toml"], 80);
    assert!(shown.contains("platforms    Windows"), "{shown}");
    let layer = file(&sandbox, "layer.json", LAYER);
    let rules = file(&sandbox, "rules.csv", "rule_id\nsigma:rules/*\n");
    let imported = sandbox.ask(&["stack", "import", &layer, &rules], 80);
    snapshot("stack-import", &imported);
    for (stack, near) in [
        (
            "log_sources = [\"windows/proces_creation\"]\n",
            "windows/process_creation",
        ),
        ("platforms = [\"Windoes\"]\n", "Windows"),
    ] {
        let misspelt = file(&sandbox, "typo.toml", stack);
        let refused = sandbox.output(&["stack", "show", &misspelt], 80);
        assert_eq!(refused.status.code(), Some(2));
        assert!(err(&refused).contains(near), "{}", err(&refused));
    }
}

#[test]
fn a_report_becomes_a_threat_through_its_review() {
    let sandbox = Sandbox::new();
    let report = file(
        &sandbox,
        "report.md",
        "# Lamps at night\n\nThe actors of Night Shift used LAMPER for Remote Lamps by Wire (T1021.002).\n\nThey did not use T9001.\n",
    );
    snapshot("extract", &sandbox.ask(&["extract", &report], 100));
    let review = sandbox.json(&["extract", &report]).to_string();
    let text = review.replacen("\"undecided\"", "\"reject\"", 100);
    let decided = file(&sandbox, "review.json", &text);
    let output = sandbox.output(&["align", &decided], 80);
    assert_eq!(output.status.code(), Some(2), "all of it was rejected");
    let accepted = file(&sandbox, "review.json", &review);
    let aligned = sandbox.json(&["align", &accepted]);
    assert_eq!(aligned["total"], 1, "{aligned}");
    assert_eq!(aligned["items"][0]["id"], "T1021.002");
    sandbox.ask(&["extract", &report, "--save", "Night"], 80);
    assert_eq!(sandbox.json(&["align", "Night"])["total"], 1);
}

#[test]
fn a_pack_holds_what_it_says_and_no_empty_cell_without_a_reason() {
    let sandbox = Sandbox::new();
    let (layer, stack) = (
        file(&sandbox, "layer.json", LAYER),
        file(&sandbox, "stack.toml", STACK),
    );
    let asked = ["pack", "audit", &layer, "--stack", &stack];
    sandbox.ask(&asked, 80);
    let read = |name: &str| std::fs::read(sandbox.path().join("audit").join(name)).unwrap();
    for name in [
        "README.md",
        "techniques.csv",
        "resources.csv",
        "sources.csv",
    ] {
        snapshot(
            &format!("pack-{name}"),
            &String::from_utf8(read(name)).unwrap(),
        );
    }
    let sums = String::from_utf8(read("SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 7);
    let resources = read("resources.csv");
    let mut table = csv::Reader::from_reader(&resources[..]);
    for row in table.records() {
        assert!(row.unwrap().iter().all(|cell| !cell.is_empty()));
    }
    let again = sandbox.output(&asked, 80);
    assert_eq!(
        again.status.code(),
        Some(2),
        "what is there is not replaced"
    );
}

#[test]
fn what_cannot_be_used_is_refused_with_its_place_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let large = format!("{{\"name\": \"{}\"}}", "x".repeat(50 << 20));
    let cases = [
        ("layer of 50 MB", "large.json", large),
        ("deep JSON", "deep.json", "[".repeat(100_000)),
        ("unknown ids", "unknown.txt", "T9997\nT9998\n".to_owned()),
        (
            "no technique",
            "empty.csv",
            "colour,size\nred,3\n".to_owned(),
        ),
        ("half a layer", "half.json", LAYER[..300].to_owned()),
    ];
    let mut told = String::new();
    for (what, name, text) in cases {
        let name = file(&sandbox, name, &text);
        let before = listing(&sandbox);
        let output = sandbox.output(&["threat", "save", "bad", &name], 80);
        let saved = output.status.success();
        let output = sandbox.output(&["align", &name], 80);
        assert_eq!(output.status.code(), Some(2), "{what}");
        assert!(output.stdout.is_empty(), "{what}");
        told += &format!("{what}\n{}\n", err(&output));
        // Ids that one release does not know may be another's: such a threat can be saved.
        assert_eq!(saved, what == "unknown ids", "{what}");
        if !saved {
            assert_eq!(listing(&sandbox), before, "{what}");
        }
    }
    let stack = file(&sandbox, "stack.toml", "platfroms = [\"Windows\"]\n");
    let output = sandbox.output(&["align", "all", "--stack", &stack], 80);
    assert_eq!(output.status.code(), Some(2));
    told += &format!("a stack with an unknown key\n{}\n", err(&output));
    let no_pdf = file(&sandbox, "report.pdf", "%PDF-1.7\nnot really\n");
    let output = sandbox.output(&["extract", &no_pdf, "--save", "x"], 80);
    assert_eq!(output.status.code(), Some(2));
    told += &format!("a PDF that is none\n{}\n", err(&output));
    for asked in [
        &["align", "lamplightres"][..],
        &["align"],
        &["align", "missing.json"],
        &["align", "all", "--stack", "nowhere"],
        &["align", "all", "--tactic", "lighting-upp"],
        &["plan", "all", "--source", "sgima"],
        &["adversary", "LAMPER"],
        &["control", "M9002"],
        &["log-source", "windows/proces_creation"],
        &["compare", "LAMPER"],
        &["align", "--sector", "lamps"],
        &["threat", "save", "../x", "LAMPER"],
    ] {
        let output = sandbox.output(asked, 80);
        assert_eq!(output.status.code(), Some(2), "{asked:?}");
        told += &format!("{}\n{}\n", asked.join(" "), err(&output));
    }
    snapshot("threats-refused", &sandbox.anywhere(&told));
}

fn listing(sandbox: &Sandbox) -> Vec<String> {
    let mut all = Vec::new();
    let mut folders = vec![sandbox.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            all.push(path.display().to_string());
        }
    }
    all.sort();
    all
}
