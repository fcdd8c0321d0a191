//! Every filter of `resources` alone, and two together.

use serde_json::{Value, json};

use crate::{check, snapshot};

#[test]
fn each_filter_alone_and_two_together() {
    let filters = [
        json!({ "source": ["sigma"] }),
        json!({ "source": ["elastic_hunting", "car"] }),
        json!({ "source": ["Sigma_Rules"] }),
        json!({ "kind": ["test"] }),
        json!({ "kind": ["control", "test"] }),
        json!({ "technique": ["T1021"] }),
        json!({ "technique": ["T1021"], "sub_techniques": true }),
        json!({ "technique": ["t1059.1", "T1485"] }),
        json!({ "platform": ["linux"] }),
        json!({ "platform": ["IaaS", "macOS"] }),
        json!({ "level": ["critical"] }),
        json!({ "status": ["deprecated", "placeholder"] }),
        json!({ "text": "lamp remotely" }),
        json!({ "text": "*" }),
        json!({ "source": ["splunk"], "level": ["critical"] }),
        json!({ "kind": ["detection"], "technique": ["T1021.002"] }),
        json!({ "text": "lamp", "status": ["experimental"] }),
        json!({ "platform": ["windows"], "level": ["high", "low"] }),
        json!({ "source": ["car"], "kind": ["control"] }),
    ];
    let mut text = String::new();
    for filter in filters {
        text += &format!("{filter}\n");
        for key in keys(&filter) {
            text += &format!("    {key}\n");
        }
    }
    snapshot("filters", &text);
}

#[test]
fn two_filters_together_give_what_both_give() {
    let filters = [
        ("source", json!(["sigma", "splunk", "art"])),
        ("kind", json!(["detection"])),
        ("technique", json!(["T1021.002", "T1059", "T1485"])),
        ("platform", json!(["windows"])),
        ("level", json!(["high", "medium"])),
        ("status", json!(["test", "stable", "unstated"])),
        ("text", json!("lamp")),
    ];
    for (first_name, value) in &filters {
        for (second_name, of_other) in &filters {
            let first = keys(&json!({ *first_name: value }));
            let second = keys(&json!({ *second_name: of_other }));
            let expected: Vec<&String> = first.iter().filter(|key| second.contains(key)).collect();
            let both = keys(&json!({ *first_name: value, *second_name: of_other }));
            assert_eq!(
                both.iter().collect::<Vec<_>>(),
                expected,
                "{first_name} and {second_name}"
            );
        }
    }
}

fn keys(filter: &Value) -> Vec<String> {
    let mut arguments = filter.clone();
    arguments["limit"] = json!(1_000);
    let answer = check("resources", arguments).unwrap();
    let items = answer["items"].as_array().unwrap();
    let keys = items
        .iter()
        .map(|item| item["key"].as_str().unwrap().to_owned());
    assert_eq!(answer["total"], items.len());
    keys.collect()
}
