//! `docs/threats.md` says what the functions do.

use std::collections::BTreeSet;

use count::{Volume, potential, rung};
use model::{RuleEvidence, Stack};
use schemars::schema_for;

fn text() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/threats.md");
    std::fs::read_to_string(path).unwrap()
}

/// The cells of each row of a table that begins with this cell.
fn rows(text: &str, first: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| {
        let line = line.trim().trim_matches('|');
        line.split('|')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with('|'))
        .map(cells)
        .filter(|row| row[0] == first)
        .collect()
}

#[test]
fn the_potential_table_is_that_of_the_function() {
    let text = text();
    let all = [Volume::None, Volume::Low, Volume::Medium, Volume::High];
    for detections in all {
        let expected: Vec<String> = all
            .map(|tests| potential(detections, tests).to_string())
            .to_vec();
        let documented = rows(&text, &detections.to_string());
        assert!(
            documented.iter().any(|row| row[1..] == expected),
            "{detections}: {documented:?}"
        );
    }
}

#[test]
fn the_ladder_is_that_of_the_function() {
    let text = text();
    let mapped = RuleEvidence {
        mapped: true,
        ..RuleEvidence::default()
    };
    for (fact, facts) in [
        ("`mapped`", mapped),
        (
            "`log`",
            RuleEvidence {
                log: Some(true),
                ..mapped
            },
        ),
        (
            "`tested`",
            RuleEvidence {
                tested: true,
                ..mapped
            },
        ),
        (
            "`fired_on_sample`",
            RuleEvidence {
                fired_on_sample: Some(true),
                ..mapped
            },
        ),
        (
            "`fired_in_lab`",
            RuleEvidence {
                fired_in_lab: Some(true),
                ..mapped
            },
        ),
    ] {
        let documented = rows(&text, &rung(facts).to_string());
        assert!(
            documented.iter().any(|row| row[1].starts_with(fact)),
            "{fact}: {documented:?}"
        );
    }
}

#[test]
fn every_key_of_a_stack_is_documented() {
    let schema = schema_for!(Stack).to_value();
    let keys: BTreeSet<&String> = schema["properties"].as_object().unwrap().keys().collect();
    let text = text();
    for key in keys {
        let documented = [format!("`{key}`"), format!("`[[{key}]]`")];
        assert!(
            documented
                .iter()
                .any(|key| text.contains(&format!("| {key}"))),
            "{key}"
        );
    }
}

#[test]
fn every_reason_is_documented() {
    let schema = schema_for!(questions::align::Reason).to_value();
    let text = text();
    for reason in schema["oneOf"].as_array().unwrap() {
        let reason = reason["const"].as_str().unwrap();
        assert!(text.contains(&format!("`{reason}`")), "{reason}");
    }
}
