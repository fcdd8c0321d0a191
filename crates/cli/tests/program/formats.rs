//! Every format of every question; the terminal's are elsewhere.

use catalogue::Catalogue;
use questions::Question;
use serde_json::{Value, json};

use crate::sandbox::{QUESTIONS, Sandbox, err};
use crate::snapshot;

#[test]
fn every_format_of_every_question() {
    let sandbox = Sandbox::new();
    for (name, arguments) in QUESTIONS {
        for format in ["markdown", "ndjson", "csv"] {
            let asked = [arguments, &["--format", format][..]].concat();
            let output = sandbox.output(&asked, 80);
            let text = if output.status.success() {
                String::from_utf8(output.stdout).unwrap()
            } else {
                assert_eq!(output.status.code(), Some(2));
                err(&output)
            };
            snapshot(&format!("{format}-{name}"), &text);
        }
    }
}

#[test]
fn what_has_a_page_for_the_browser_has_a_whole_one() {
    let sandbox = Sandbox::new();
    for (name, arguments) in QUESTIONS {
        let output = sandbox.output(&[arguments, &["--format", "html"][..]].concat(), 80);
        if *name == "page" || output.status.success() {
            let page = String::from_utf8(output.stdout).unwrap();
            assert!(page.starts_with("<!"), "{name}");
            assert!(page.trim_end().ends_with("</html>"), "{name}");
        } else {
            assert_eq!(output.status.code(), Some(2), "{name}");
            assert!(err(&output).contains("has no html form"), "{name}");
        }
    }
}

#[test]
fn the_classic_layout_is_the_same_wherever_it_is_read() {
    let sandbox = Sandbox::new();
    let classic = ["page", "T1021.002", "--layout", "classic"];
    let text = sandbox.ask(&classic, 80);
    snapshot("classic-page", &text);
    let markdown = [&classic[..], &["--format", "markdown"]].concat();
    assert_eq!(sandbox.ask(&markdown, 160), text);
}

#[test]
fn json_is_what_the_library_answers() {
    let sandbox = Sandbox::new();
    check(
        &sandbox,
        &["page", "T1021.002"],
        json!({ "page": { "id": "T1021.002" } }),
    );
    check(
        &sandbox,
        &["technique", "t1021"],
        json!({ "technique": { "id": "T1021" } }),
    );
    check(
        &sandbox,
        &["search", "lamp", "remotely", "--limit", "3"],
        json!({ "search": { "words": ["lamp", "remotely"], "limit": 3 } }),
    );
    check(
        &sandbox,
        &[
            "resources",
            "--kind",
            "test,control",
            "--technique",
            "T1021",
            "--sub-techniques",
        ],
        json!({ "resources": { "kind": ["test", "control"], "technique": ["T1021"], "sub_techniques": true } }),
    );
    check(
        &sandbox,
        &["resource", "G9001"],
        json!({ "resource": { "id": "G9001" } }),
    );
    check(
        &sandbox,
        &["sources", "--parts"],
        json!({ "sources": { "parts": true } }),
    );
    check(
        &sandbox,
        &["problems", "sigma"],
        json!({ "problems": { "source": "sigma" } }),
    );
    check(&sandbox, &["notices"], json!({ "notices": {} }));
}

fn check(sandbox: &Sandbox, arguments: &[&str], question: Value) {
    let catalogue = Catalogue::open(&sandbox.catalogue()).unwrap();
    let question: Question = serde_json::from_value(question).unwrap();
    let answer = serde_json::to_value(question.ask(&catalogue).unwrap()).unwrap();
    assert_eq!(sandbox.json(arguments), answer, "{arguments:?}");
}
