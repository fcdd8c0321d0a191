//! Arguments that have an answer in any catalogue of the public sources.

use serde_json::{Map, Value, json};

/// Arguments of a question.
pub(crate) fn example(question: &str) -> Map<String, Value> {
    let arguments = match question {
        "page" | "technique" => json!({"id": "T1021.002"}),
        "search" => json!({"words": ["kerberoasting"], "limit": 5}),
        "resources" => json!({"technique": ["T1021.002"], "kind": ["detection"], "limit": 5}),
        "resource" => json!({"id": "S0002"}),
        "align" | "gaps" | "telemetry" | "fit" => json!({"threat": ["APT29"], "limit": 5}),
        "plan" => json!({"threat": ["APT29"], "budget": 5}),
        "compare" => json!({"threat": ["APT29", "FIN7"], "limit": 5}),
        "adversary" => json!({"name": "APT29"}),
        "software" => json!({"name": "TrickBot"}),
        "campaign" => json!({"name": "C0024"}),
        "control" => json!({"name": "M1032"}),
        "log-source" => json!({"name": "windows/process_creation", "limit": 5}),
        "sources" => json!({"parts": true}),
        "notices" => json!({"source": "sigma"}),
        "matrix" | "adversaries" | "categories" | "problems" | "drift" => json!({"limit": 5}),
        _ => json!({}),
    };
    match arguments {
        Value::Object(arguments) => arguments,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

/// The same in an address.
pub(crate) fn address(question: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in example(question) {
        match value {
            Value::Array(values) => {
                values.iter().filter_map(Value::as_str).for_each(|value| {
                    query.append_pair(&name, value);
                });
            }
            Value::String(value) => {
                query.append_pair(&name, &value);
            }
            value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) => {
                query.append_pair(&name, &value.to_string());
            }
        }
    }
    let query = query.finish();
    let path = format!("/api/v1/{question}");
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}
