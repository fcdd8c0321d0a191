//! Patches of small files, each kind of place that an id can have.

use super::*;

fn row(path: &str, line: Option<u32>, written: &str, old: &str, to: &str) -> DriftRow {
    DriftRow {
        source: "acme".to_owned(),
        part: "acme".to_owned(),
        key: format!("acme:{path}"),
        title: "A rule".to_owned(),
        path: path.to_owned(),
        line,
        written: written.to_owned(),
        technique_written: old.parse().ok(),
        state: MappingState::Followed,
        to: vec![catalogue::TechniqueSummary {
            id: to.parse().unwrap(),
            name: "The \"New\" Name".to_owned(),
            active: true,
            successor: None,
        }],
        to_tactics: Vec::new(),
        subject: DriftSubject::Technique,
        reason: "it moved".to_owned(),
    }
}

/// A tactic that became these: (id, name, as written).
fn tactic(path: &str, line: u32, written: &str, to: &[(&str, &str, &str)]) -> DriftRow {
    let words = |&(id, name, written): &(&str, &str, &str)| catalogue::TacticWords {
        id: id.to_owned(),
        name: name.to_owned(),
        written: written.to_owned(),
    };
    DriftRow {
        subject: DriftSubject::Tactic,
        state: match to {
            [] => MappingState::Deprecated,
            _ => MappingState::Followed,
        },
        technique_written: None,
        to: Vec::new(),
        to_tactics: to.iter().map(words).collect(),
        ..row(path, Some(line), written, "T1000", "T1000")
    }
}

const STEALTH: (&str, &str, &str) = ("TA0005", "Stealth", "attack.stealth");
const IMPAIRMENT: (&str, &str, &str) =
    ("TA0112", "Defense Impairment", "attack.defense-impairment");

fn check(rows: &[DriftRow], text: &str) -> String {
    let patch = patch(rows, "", |_| Some(text.to_owned()));
    let left: Vec<&str> = patch.left.iter().map(|(_, why)| *why).collect();
    format!("{}left: {}", patch.diff, left.join(", "))
}

/// The text after `old` of the line was retagged to T1685.
fn retagged(path: &str, text: &str, line: u32, old: &str) -> String {
    let id = old.trim_start_matches("attack.");
    let row = row(path, Some(line), old, &id.to_uppercase(), "T1685");
    let mut file = FileEdit::new(path, text);
    match super::retag(&mut file, &row) {
        Ok(()) => file.text(),
        Err(why) => why.to_owned(),
    }
}

#[test]
fn a_tag_is_written_anew_and_not_twice() {
    let text = "tags:\n    - attack.t1562.001\n    - attack.t1562.0012\nlevel: low\n";
    assert_eq!(
        check(
            &[row(
                "a.yml",
                Some(2),
                "attack.t1562.001",
                "T1562.001",
                "T1685"
            )],
            text
        ),
        "--- a/a.yml\n+++ b/a.yml\n@@ -1,4 +1,4 @@\n tags:\n-    - attack.t1562.001\n+    - attack.t1685\n     - attack.t1562.0012\n level: low\nleft: "
    );
    let both = "tags:\n    - attack.t1685\n    - attack.t1562.001\n";
    assert_eq!(
        check(
            &[row("a.yml", None, "attack.t1562.001", "T1562.001", "T1685")],
            both
        ),
        "--- a/a.yml\n+++ b/a.yml\n@@ -1,3 +1,2 @@\n tags:\n     - attack.t1685\n-    - attack.t1562.001\nleft: "
    );
}

#[test]
fn comments_and_quotes_do_not_hide_that_a_tag_is_there() {
    for other in [
        "attack.t1685 # why",
        "'attack.t1685'",
        "\"attack.t1685\" # why",
        "attack.T1685",
    ] {
        let text =
            format!("tags:\n  - {other}\n  # a word\n\n  - attack.t1562 # because\nlevel: low\n");
        assert_eq!(
            retagged("a.yml", &text, 5, "attack.t1562"),
            format!("tags:\n  - {other}\n  # a word\n\nlevel: low\n")
        );
    }
    assert_eq!(
        retagged(
            "a.yml",
            "tags:\n- 'attack.t1562' # why\n",
            2,
            "attack.t1562"
        ),
        "tags:\n- 'attack.t1685' # why\n"
    );
}

#[test]
fn each_rule_of_a_file_keeps_its_own_tags() {
    let text = "tags:\n    - attack.t1685\n---\ntags:\n    - attack.t1562\n---\ntags:\n    - attack.t1685\n";
    assert_eq!(
        retagged("a.yml", text, 5, "attack.t1562"),
        text.replace("t1562", "t1685")
    );
    let lists =
        "- id: a\n  ids:\n  - T1685\n- id: b\n  ids:\n  - T1562\n- id: c\n  ids:\n  - T1685\n";
    assert_eq!(
        retagged("a.yml", lists, 6, "T1562"),
        lists.replace("T1562", "T1685")
    );
}

#[test]
fn a_tag_between_brackets_or_commas_is_one_of_its_list() {
    for (text, line, after) in [
        ("a: [T1562, x]\n", 1, "a: [T1685, x]\n"),
        ("a: [T1685, T1562]\n", 1, "a: [T1685]\n"),
        ("a: ['T1562', 'T1685'] # why\n", 1, "a: ['T1685'] # why\n"),
        ("a: T1685, T1562\n", 1, "a: T1685\n"),
        ("a: x, T1562, y\n", 1, "a: x, T1685, y\n"),
        (
            "a: [\n  \"T1685\",\n  \"T1562\",\n]\n",
            3,
            "a: [\n  \"T1685\",\n]\n",
        ),
        (
            "a: [\n  T1685, # x\n  T1562]\n",
            3,
            "a: [\n  T1685, # x\n  ]\n",
        ),
        ("a: [b]\nc: T1562\n", 2, "a: [b]\nc: T1685\n"),
        ("a: {b: T1562, c: T1685}\n", 1, "a: {b: T1685, c: T1685}\n"),
    ] {
        assert_eq!(retagged("a.yml", text, line, "T1562"), after, "{text}");
    }
}

const HUNT: &str =
    "[hunt]\nname = \"Lamps that go out\"\nid = \"T1562\"\nmitre = [\"T1562\", \"T1059\"]\n";

#[test]
fn a_table_of_a_technique_gets_its_name_and_address_too() {
    let text = "[[rule.threat.technique]]\nid = \"T1086\"\nname = \"PowerShell\" # old\nreference = \"https://attack.mitre.org/techniques/T1086/\"\n\n[rule.other]\nname = \"other\"\n";
    let changed = check(&[row("a.toml", Some(2), "T1086", "T1086", "T1059")], text);
    assert!(changed.contains("+id = \"T1059\"\n+name = \"The \\\"New\\\" Name\" # old\n+reference = \"https://attack.mitre.org/techniques/T1059/\"\n"), "{changed}");
    assert!(!changed.contains("-name = \"other\""));
    let moved = check(
        &[row("a.toml", Some(2), "T1086", "T1086", "T1059.001")],
        text,
    );
    assert_eq!(moved, "left: its place in the file would change");
}

#[test]
fn a_technique_with_sub_techniques_or_beside_its_successor_is_left() {
    let technique = |id| format!("[[rule.threat.technique]]\nid = \"{id}\"\nname = \"x\"\n");
    let nested =
        technique("T1562") + "[[rule.threat.technique.subtechnique]]\nid = \"T1562.001\"\n";
    assert_eq!(
        retagged("a.toml", &nested, 2, "T1562"),
        "its place in the file would change"
    );
    let both = technique("T1562") + &technique("T1685");
    assert_eq!(
        retagged("a.toml", &both, 2, "T1562"),
        "its rule names the new one beside it"
    );
    let apart = format!(
        "[[rule.threat]]\n{}[[rule.threat]]\n{}",
        technique("T1562"),
        technique("T1685")
    );
    let after = retagged("a.toml", &apart, 3, "T1562");
    assert_eq!(after.matches("id = \"T1685\"").count(), 2, "{after}");
}

#[test]
fn a_hunt_keeps_its_name() {
    assert_eq!(
        retagged("a.toml", HUNT, 4, "T1562"),
        HUNT.replace("[\"T1562\"", "[\"T1685\"")
    );
}

#[test]
fn a_line_keeps_its_place_and_its_end() {
    assert_eq!(
        retagged("a.yml", "a:\r\n- T1562\r\n", 2, "T1562"),
        "a:\r\n- T1685\r\n"
    );
    assert_eq!(retagged("a.yml", "a:\n- T1562", 2, "T1562"), "a:\n- T1685");
    assert_eq!(
        check(&[row("a.yml", Some(0), "T1086", "T1086", "T1059")], "x\n"),
        "left: its line was not found"
    );
}

#[test]
fn paths_begin_at_the_root_of_the_repository() {
    let rows = [row("a.yml", Some(1), "T1086", "T1086", "T1059")];
    let patch = patch(&rows, "rules/own/", |path| {
        Some(format!("{}: T1086\n", path.len()))
    });
    assert!(
        patch
            .diff
            .starts_with("--- a/rules/own/a.yml\n+++ b/rules/own/a.yml\n"),
        "{}",
        patch.diff
    );
}

#[test]
fn what_is_not_certain_is_left() {
    assert_eq!(
        check(
            &[row("a.yml", Some(1), "T1485.A002", "T1485.A002", "T1485")],
            "T1485.A002\n"
        ),
        "left: its words are not the id alone"
    );
    let mut ambiguous = row("a.yml", Some(1), "T1562", "T1562", "T1685");
    ambiguous.state = MappingState::Ambiguous;
    ambiguous.to.push(ambiguous.to[0].clone());
    assert_eq!(check(&[ambiguous], "T1562\n"), "left: it is ambiguous");
    let mut withdrawn = row("a.yml", Some(1), "T1562", "T1562", "T1685");
    withdrawn.state = MappingState::Deprecated;
    assert_eq!(
        check(&[withdrawn], "T1562\n"),
        "left: ATT&CK withdrew it without successor"
    );
    let mut unknown = row("a.yml", Some(1), "T9999", "T9999", "T1685");
    unknown.state = MappingState::Unknown;
    unknown.to.clear();
    assert_eq!(check(&[unknown], "T9999\n"), "left: nothing stands for it");
    assert_eq!(
        check(
            &[row("a.md", Some(1), "T1086", "T1086", "T1059.001")],
            "T1086\n"
        ),
        "left: the file is neither YAML nor TOML"
    );
    assert_eq!(
        check(
            &[row("a.yml", Some(9), "T1086", "T1086", "T1059.001")],
            "T1086 and T1086\n- T1086\n- T1086\n"
        ),
        "left: its line was not found"
    );
}

fn with_rows(path: &str, rows: &[DriftRow], text: &str) -> String {
    let mut file = FileEdit::new(path, text);
    let mut left = Vec::new();
    for row in rows {
        if let Err(why) = super::retag(&mut file, row) {
            file.leave(row);
            left.push(why);
        }
    }
    file.text() + &left.join(", ")
}

#[test]
fn a_tactic_becomes_one_or_several_or_none() {
    let tags = |tags: &str| format!("tags:\n  - attack.execution # x\n{tags}level: low\n");
    let old = tags("  - 'attack.defense-evasion' # y\n");
    for (to, expected) in [
        (&[STEALTH][..], "  - 'attack.stealth' # y\n"),
        (
            &[STEALTH, IMPAIRMENT],
            "  - 'attack.stealth' # y\n  - 'attack.defense-impairment'\n",
        ),
        (&[("TA0002", "Execution", "attack.execution")], ""),
        (&[], ""),
    ] {
        let rows = [tactic("a.yml", 3, "attack.defense-evasion", to)];
        assert_eq!(with_rows("a.yml", &rows, &old), tags(expected));
    }
    let alone = "tags:\n  - attack.defense-evasion\n";
    let rows = [tactic("a.yml", 2, "attack.defense-evasion", &[])];
    assert_eq!(
        with_rows("a.yml", &rows, alone),
        format!("{alone}its list would be empty")
    );
    let last = "tags:\n  - attack.defense-evasion";
    let rows = [tactic(
        "a.yml",
        2,
        "attack.defense-evasion",
        &[STEALTH, IMPAIRMENT],
    )];
    assert_eq!(
        with_rows("a.yml", &rows, last),
        "tags:\n  - attack.stealth\n  - attack.defense-impairment"
    );
}

#[test]
fn a_pair_of_tactic_and_technique_is_edited_twice() {
    let written = "TA0005:T1562.008";
    let technique = row("a.yml", Some(3), written, "T1562.008", "T1685.002");
    let to = ("TA0112", "Defense Impairment", "TA0112:T1562.008");
    let rows = [technique, tactic("a.yml", 3, written, &[to])];
    let text = "Reports:\n  MITRE ATT&CK:\n    - TA0005:T1562.008\n";
    assert_eq!(
        with_rows("a.yml", &rows, text),
        "Reports:\n  MITRE ATT&CK:\n    - TA0112:T1685.002\n"
    );
}

/// A rule of Elastic with a tactic and two techniques below it.
fn threat(tactic: (&str, &str), technique: &str) -> String {
    let (id, name) = tactic;
    format!(
        "[[rule.threat]]\n[rule.threat.tactic]\nid = \"{id}\"\nname = \"{name}\"\nreference = \"https://attack.mitre.org/tactics/{id}/\"\n[[rule.threat.technique]]\nid = \"{technique}\"\nname = \"x\"\n"
    )
}

#[test]
fn the_table_of_a_tactic_changes_as_a_whole_or_not() {
    let old = ("TA0005", "Defense Evasion");
    let to = ("TA0112", "Defense Impairment", "Defense Impairment");
    let tactic = |line| tactic("a.toml", line, "Defense Evasion", &[to]);
    let after = with_rows("a.toml", &[tactic(4)], &threat(old, "T1484"));
    assert_eq!(after, threat(("TA0112", "Defense Impairment"), "T1484"));
    // What stays beside it keeps it.
    let left = row("a.toml", Some(7), "T1562", "T1562", "T1685.001");
    let text = threat(old, "T1562");
    assert_eq!(
        with_rows("a.toml", &[left, tactic(4)], &text),
        format!("{text}its place in the file would change, a technique of it is left")
    );
    let both = threat(old, "T1484") + &threat(("TA0112", "Defense Impairment"), "T1600");
    assert_eq!(
        with_rows("a.toml", &[tactic(4)], &both),
        format!("{both}its rule names the new one beside it")
    );
}

#[test]
fn a_technique_under_several_tactics_changes_everywhere() {
    let text =
        threat(("TA0003", "Persistence"), "T1086") + &threat(("TA0002", "Execution"), "T1086");
    let rows = [row("a.toml", Some(7), "T1086", "T1086", "T1059")];
    let after = with_rows("a.toml", &rows, &text);
    assert_eq!(after.matches("id = \"T1059\"").count(), 2, "{after}");
}
