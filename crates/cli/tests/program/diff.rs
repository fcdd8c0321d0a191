//! What changed between two catalogues, and between two days.

use std::fs;

use serde_json::Value;

use crate::sandbox::err;
use crate::upstream::{FIRST, Upstream, rule};

/// A house with the catalogue of before in `old.rhumb` and the one of after in its place.
fn changed() -> Upstream {
    let upstream = Upstream::of(&["attack", "car", "sigma"]);
    for name in ["alpha", "beta", "gamma", "delta"] {
        upstream.one_rule_more(name, FIRST);
    }
    let sync = ["sync", "--only", "attack,car,sigma"];
    upstream.done(&sync);
    fs::copy(
        upstream.data("catalogue.rhumb"),
        upstream.sandbox.path().join("old.rhumb"),
    )
    .unwrap();
    let rules = upstream.repository("sigma").join("rules");
    fs::remove_file(rules.join("alpha.yml")).unwrap();
    fs::create_dir(rules.join("elsewhere")).unwrap();
    fs::rename(rules.join("beta.yml"), rules.join("elsewhere/beta.yml")).unwrap();
    let gamma = rule("gamma")
        .replace("level: low", "level: high")
        .replace("attack.t9001", "attack.t9001.001")
        .replace("lamp: gamma", "lamp: on");
    fs::write(
        rules.join("gamma.yml"),
        gamma.replace("title: gamma", "title: Gamma rays"),
    )
    .unwrap();
    upstream.one_rule_more("zeta", "2031-02-01");
    upstream.done(&sync);
    upstream
}

#[test]
fn new_changed_moved_and_gone() {
    let upstream = changed();
    let mut said = String::new();
    for format in ["terminal", "markdown", "json"] {
        let output = upstream.run(&["diff", "old.rhumb", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        said += &String::from_utf8(output.stdout).unwrap();
        said += "\n";
    }
    crate::snapshot("diff", &stable(&said));
    let same = upstream.run(&["diff", "old.rhumb", "old.rhumb"]);
    assert!(
        String::from_utf8(same.stdout)
            .unwrap()
            .ends_with("\nNothing changed.\n")
    );
}

#[test]
fn only_some_sources_and_techniques() {
    let upstream = changed();
    let titles = |arguments: &[&str]| {
        let asked = [&["diff", "old.rhumb", "--format", "json"][..], arguments].concat();
        let output = upstream.run(&asked);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let of_source = |source: &Value| {
            let lists = ["added", "changed", "moved", "gone"].map(|name| source[name].clone());
            let all = lists
                .iter()
                .flat_map(|list| list.as_array().unwrap().clone());
            all.map(|resource| resource["title"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let sources = answer["sources"].as_array().unwrap().iter();
        sources.flat_map(of_source).collect::<Vec<_>>()
    };
    assert_eq!(titles(&["--source", "car"]), [""; 0]);
    let of_sigma = ["zeta", "Gamma rays", "beta", "alpha"];
    assert_eq!(titles(&["--source", "sigma"]), of_sigma);
    assert_eq!(titles(&["--technique", "T9001.001"]), ["Gamma rays"]);
    for (arguments, why) in [
        (
            ["diff", "old.rhumb", "--source", "sigam"],
            "there is no source `sigam`",
        ),
        (
            ["diff", "lamps", "--format", "json"],
            "neither a catalogue file nor a day",
        ),
        (
            ["diff", "old.rhumb", "--format", "csv"],
            "this answer has no csv form",
        ),
    ] {
        let output = upstream.run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(why), "{}", err(&output));
    }
}

#[test]
fn between_two_days() {
    let upstream = changed();
    let (lock, catalogue) = (
        fs::read(upstream.data("rhumb.lock")).unwrap(),
        upstream.catalogue(),
    );
    let json = |arguments: &[&str]| -> Value {
        let output = upstream.run(&[&["diff", "--format", "json"][..], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let of_days = json(&["2031-01-15", "2031-02-15", "--source", "sigma"]);
    let of_files = json(&["old.rhumb", "--source", "sigma"]);
    assert_eq!(of_days["sources"], of_files["sources"]);
    assert_eq!(of_days["techniques"], of_files["techniques"]);
    assert_eq!(of_days["old"]["date"], "2031-01-15");
    assert!(fs::read(upstream.data("rhumb.lock")).unwrap() == lock);
    assert!(upstream.catalogue() == catalogue);
}

/// Without today's date and without the ids of commits, which change with the fixtures.
fn stable(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(['"', ',']);
        let is_commit = bare.len() >= 10 && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_today = bare.len() == 10 && bare.starts_with("202");
        match (is_commit, is_today) {
            (true, _) => word.replace(bare, "COMMIT"),
            (_, true) => word.replace(bare, "TODAY"),
            _ => word.to_owned(),
        }
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
