//! An address that asks a question with the arguments of its example.

use questions::Definition;
use serde_json::Value;

/// The example of a question as an address.
pub(crate) fn address(definition: &Definition) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let example = (definition.example)();
    for (name, value) in example.as_object().into_iter().flatten() {
        match value {
            Value::Array(values) => {
                values.iter().filter_map(Value::as_str).for_each(|value| {
                    query.append_pair(name, value);
                });
            }
            Value::String(value) => {
                query.append_pair(name, value);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                query.append_pair(name, &value.to_string());
            }
        }
    }
    format!("/api/v1/{}?{}", definition.name, query.finish())
}
