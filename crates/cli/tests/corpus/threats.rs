//! Threats on the real catalogue: whom sources name, what layers and reports lead to, and every number traced.

use std::path::Path;

use catalogue::Catalogue;
use questions::{Answer, Question};
use serde_json::{Value, json};

pub(crate) fn check(path: &Path) {
    let catalogue = Catalogue::open(path).unwrap();
    let ask = |name: &str, arguments: Value| -> Value {
        let question: Question = serde_json::from_value(json!({ name: arguments })).unwrap();
        let answer: Answer = question.ask(&catalogue).unwrap();
        serde_json::to_value(answer).unwrap()
    };
    let software = ask("align", json!({ "threat": ["S0266"] }));
    assert!(software["total"].as_u64().unwrap() >= 50);
    assert_eq!(
        software["items"],
        ask("align", json!({ "threat": ["trickbot"] }))["items"]
    );
    let energy = json!({ "sector": ["energy"], "base": ["Russia"] });
    let category = ask("align", energy.clone());
    let adversaries = ask("adversaries", energy);
    assert_eq!(adversaries["total"], category["threat"]["adversaries"]);
    for adversary in adversaries["items"].as_array().unwrap() {
        let said: Vec<&str> = of(adversary, "said", "of");
        assert!(
            said.contains(&"victim_sector") && said.contains(&"base"),
            "{adversary}"
        );
    }
    old_ids_are_followed(&ask);
    every_number_is_traced(&ask);
    nothing_is_lost(&ask);
}

fn of<'a>(value: &'a Value, list: &str, field: &str) -> Vec<&'a str> {
    let items = value[list].as_array().unwrap().iter();
    items.filter_map(|item| item[field].as_str()).collect()
}

fn old_ids_are_followed(ask: &dyn Fn(&str, Value) -> Value) {
    let threat = json!({ "name": "old", "techniques": [{ "id": "T1086" }, { "id": "T1193" }, { "id": "T1685" }] });
    let aligned = ask("align", json!({ "threat": [threat] }));
    let items = aligned["items"].as_array().unwrap();
    let followed: Vec<(&str, &str)> = items
        .iter()
        .map(|row| {
            (
                row["written"][0]["id"].as_str().unwrap(),
                row["id"].as_str().unwrap(),
            )
        })
        .collect();
    for pair in [
        ("T1086", "T1059.001"),
        ("T1193", "T1566.001"),
        ("T1685", "T1562.001"),
    ] {
        assert!(followed.contains(&pair), "{followed:?}");
    }
}

/// The resources that `explain` lists give the numbers, pillar by pillar and rung by rung.
fn every_number_is_traced(ask: &dyn Fn(&str, Value) -> Value) {
    let stack = json!({ "platforms": ["Windows"], "log_sources": ["windows/process_creation"], "sources": ["sigma", "splunk", "art", "attack"] });
    let mut aligned = ask("align", json!({ "threat": ["APT29"], "stack": stack }));
    for row in aligned["items"].as_array_mut().unwrap() {
        let asked =
            json!({ "threat": ["APT29"], "stack": stack, "explain": row["id"], "limit": 1 });
        let answer = ask("align", asked);
        let explained = match answer.get("explained") {
            Some(explained) => explained.as_array().unwrap().clone(),
            None => Vec::new(),
        };
        let counted = |kind: &str| {
            let of_kind = explained.iter().filter(|resource| resource["kind"] == kind);
            of_kind
                .filter(|resource| resource["counted"] == true)
                .count() as u64
        };
        for (kind, pillar) in [
            ("control", "controls"),
            ("detection", "detections"),
            ("test", "tests"),
        ] {
            assert_eq!(
                row[pillar]["resources"],
                counted(kind),
                "{} {pillar}",
                row["id"]
            );
        }
        let best = explained
            .iter()
            .filter_map(|resource| resource["rung"].as_u64());
        assert_eq!(row["rung"], best.max().unwrap_or(0), "{}", row["id"]);
    }
}

/// Every technique of the release stands in the matrix, also those for which nothing exists.
fn nothing_is_lost(ask: &dyn Fn(&str, Value) -> Value) {
    let matrix = ask("matrix", json!({}));
    let all = ask("align", json!({ "threat": ["all"] }));
    assert!(
        matrix["total"].as_u64().unwrap() > 690,
        "{}",
        matrix["total"]
    );
    assert!(all["total"].as_u64() > matrix["total"].as_u64());
    let none = |row: &&Value| row["detections"]["resources"] == 0;
    let items = all["items"].as_array().unwrap();
    assert!(items.iter().any(|row| none(&row)));
    for row in items.iter().filter(none) {
        assert_eq!(row["reason"], "nothing_exists", "{row}");
    }
}
