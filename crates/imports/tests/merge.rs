//! Several stacks as one.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use model::{Claim, Exclusion, Stack};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn claim(score: f64) -> Claim {
    Claim {
        technique: "T1059".to_owned(),
        of: "score".to_owned(),
        score,
        ..Claim::default()
    }
}

#[test]
fn all_that_is_said_is_kept_once_in_order() {
    let first = Stack {
        name: Some("plant".to_owned()),
        platforms: texts(&["Windows"]),
        deployed: texts(&["b", "a", "b"]),
        claims: vec![claim(1.0), claim(2.0)],
        ..Stack::default()
    };
    let other = Stack {
        name: Some("office".to_owned()),
        platforms: texts(&["Linux", "Windows"]),
        deployed: texts(&["c", "a"]),
        exclusions: vec![Exclusion::default(), Exclusion::default()],
        claims: vec![claim(2.0)],
        ..Stack::default()
    };
    let merged = imports::merge(vec![first, Stack::default(), other]);
    assert_eq!(merged.name.as_deref(), Some("plant + office"));
    assert_eq!(merged.platforms, ["Windows", "Linux"]);
    assert_eq!(merged.deployed, ["b", "a", "c"]);
    assert_eq!(merged.exclusions.len(), 1);
    assert_eq!(merged.claims, [claim(1.0), claim(2.0)]);
    assert_eq!(merged.log_sources, Vec::<String>::new());
}

#[test]
fn nothing_is_an_empty_stack_and_one_stays_itself() {
    assert_eq!(imports::merge(Vec::new()), Stack::default());
    let first = Stack {
        log_sources: texts(&["windows//sysmon"]),
        ..Stack::default()
    };
    assert_eq!(imports::merge(vec![first.clone()]), first);
}
