//! Each question with a few sets of arguments: the whole answer.

use serde_json::{Value, json};

use crate::{check, definition, snapshot};

/// (name of the snapshot, question, arguments).
fn asked() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        (
            "page-of-a-sub-technique",
            "page",
            json!({ "id": "t1021.2" }),
        ),
        ("page-by-name", "page", json!({ "id": "lamps by script" })),
        ("page-of-a-deprecated", "page", json!({ "id": "T1043" })),
        (
            "technique",
            "technique",
            json!({ "id": "https://attack.mitre.org/techniques/T1021/" }),
        ),
        ("technique-revoked", "technique", json!({ "id": "T1086" })),
        (
            "search-words",
            "search",
            json!({ "words": ["lamp", "remotely"] }),
        ),
        (
            "search-id",
            "search",
            json!({ "words": ["t1021.2"], "limit": 3 }),
        ),
        (
            "search-corrected",
            "search",
            json!({ "words": ["swithced"], "limit": 2 }),
        ),
        ("search-nothing", "search", json!({ "words": ["*"] })),
        ("resources-first-two", "resources", json!({ "limit": 2 })),
        (
            "resources-of-sigma",
            "resources",
            json!({ "source": ["sigma_rules"] }),
        ),
        (
            "resource-by-id",
            "resource",
            json!({ "id": "CAR-2030-01-001" }),
        ),
        ("resource-group", "resource", json!({ "id": "g9001" })),
        (
            "resource-by-key",
            "resource",
            json!({ "id": "sigma:rules/windows/process_creation/lamp_switched_on.yml" }),
        ),
        (
            "resource-by-ordinal",
            "resource",
            json!({ "id": "art:atomics/T1021.002/T1021.002.yaml#1" }),
        ),
        ("sources", "sources", json!({})),
        ("sources-parts", "sources", json!({ "parts": true })),
        ("problems", "problems", json!({})),
        (
            "problems-of-sigma",
            "problems",
            json!({ "source": "SIGMA" }),
        ),
        ("drift", "drift", json!({})),
        ("drift-of-sigma", "drift", json!({ "source": "sigma" })),
        ("notices", "notices", json!({})),
        (
            "notices-of-attack",
            "notices",
            json!({ "source": "attack" }),
        ),
    ]
}

/// The same, of threats and stacks.
fn asked_of_threats() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("matrix", "matrix", json!({ "source": ["sigma", "art"] })),
        (
            "align-with-a-stack",
            "align",
            json!({ "threat": [threat()], "stack": stack(), "explain": "T1021.002" }),
        ),
        (
            "gaps",
            "gaps",
            json!({ "threat": ["Lamplighters"], "stack": stack() }),
        ),
        (
            "plan",
            "plan",
            json!({ "threat": ["all"], "source": ["sigma", "art"], "budget": 3 }),
        ),
        (
            "telemetry",
            "telemetry",
            json!({ "threat": ["all"], "stack": stack() }),
        ),
        (
            "compare-threats",
            "compare",
            json!({ "threat": ["g9001", threat()] }),
        ),
        (
            "compare-stacks",
            "compare",
            json!({ "threat": ["all"], "stack": [stack(), { "sources": ["elastic"] }] }),
        ),
        ("fit", "fit", json!({ "threat": [threat()] })),
        ("adversaries", "adversaries", json!({ "limit": 1 })),
        ("categories", "categories", json!({})),
        (
            "adversary",
            "adversary",
            json!({ "name": "Night Shift", "with_software": true }),
        ),
        ("software", "software", json!({ "name": "l4mper" })),
        ("campaign", "campaign", json!({ "name": "Operation Bulb" })),
        ("control", "control", json!({ "name": "Cover the Switch" })),
        (
            "log-source",
            "log-source",
            json!({ "name": "windows/process_creation" }),
        ),
    ]
}

fn all() -> Vec<(&'static str, &'static str, Value)> {
    [asked(), asked_of_threats()].concat()
}

/// T1086 was replaced; nobody knows T9998.
fn threat() -> Value {
    json!({
        "name": "Lamps seen",
        "techniques": [
            { "id": "T1021.002", "score": 4.0, "comment": "twice" },
            { "id": "T1086", "score": 1.0 },
            { "id": "T9998" },
        ],
    })
}

fn stack() -> Value {
    json!({
        "name": "House",
        "platforms": ["Windows"],
        "log_sources": ["windows/process_creation"],
        "deployed": ["sigma:*", "nobody's rule"],
        "exclusions": [{ "what": "T9001", "owner": "Housekeeper", "reason": "no lamps", "date": "2026-01-31" }],
        "claims": [{ "technique": "T1086", "of": "detection", "score": 3.0, "origin": "another tool" }],
    })
}

#[test]
fn every_question_answers() {
    for (name, question, arguments) in all() {
        let answer = check(question, arguments).unwrap();
        snapshot(name, &serde_json::to_string_pretty(&answer).unwrap());
    }
}

#[test]
fn no_question_is_left_out_here() {
    for definition in questions::DEFINITIONS {
        let asked = all();
        assert!(
            asked.iter().any(|(_, name, _)| *name == definition.name),
            "add `{}`",
            definition.name
        );
    }
}

#[test]
fn unknown_arguments_are_refused_where_all_are_known() {
    for name in ["page", "technique", "resource", "sources", "notices"] {
        let wrong = json!({ "id": "T1021", "no_such_argument": 1 });
        let schema = (definition(name).arguments)().to_value();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        assert!(!validator.is_valid(&wrong), "{name}");
    }
}

#[test]
fn every_key_names_one_resource() {
    let all = check("resources", json!({ "limit": 1_000 })).unwrap();
    for listed in all["items"].as_array().unwrap() {
        let named = check("resource", json!({ "id": listed["key"] })).unwrap();
        let keys: Vec<&Value> = named["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|resource| &resource["key"])
            .collect();
        assert_eq!(keys, [&listed["key"]]);
    }
}
