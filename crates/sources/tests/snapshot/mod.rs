//! A harvest as the snapshots of fixtures show it.

use model::Harvest;
use serde_json::{Value, json};

/// All that it states; what is empty is left out.
pub(crate) fn harvest(harvest: &Harvest) -> String {
    let stated = json!({
        "resources": harvest.resources,
        "not_mappable": harvest.not_mappable,
        "release": harvest.release,
        "ontology": harvest.ontology,
        "problems": harvest.problems,
        "files": harvest.files,
    });
    serde_json::to_string_pretty(&without_empty(stated)).unwrap()
}

fn without_empty(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name, without_empty(value)))
                .filter(|(_, value)| !is_empty(value))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(without_empty).collect()),
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
