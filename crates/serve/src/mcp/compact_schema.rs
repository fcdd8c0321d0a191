//! Compact schemas: an assistant reads those of all tools before it asks anything. Duplicate descriptions,
//! fields that only programs send and annotations without effect are left out; all other names and types stay.

use serde_json::{Map, Value, json};

/// Fields of arguments that imports of files fill, not assistants.
const IMPORT_FIELDS: [&str; 9] = [
    "claims",
    "notes",
    "origins",
    "adversaries",
    "domain",
    "color",
    "comment",
    "from",
    "tactic",
];
const LOCAL: &str = "#/$defs/";
/// The maximal nesting; recursive schemas end here.
const MAX_DEPTH: usize = 12;

/// The schema of arguments.
pub(super) fn arguments(schema: &Map<String, Value>) -> Map<String, Value> {
    compact(schema, &Omit::ImportFields)
}

/// The schema of an answer: the top-level fields with their descriptions, and of nested ones only required fields.
pub(super) fn answer(schema: &Map<String, Value>) -> Map<String, Value> {
    let mut compacted = compact(schema, &Omit::Nothing);
    let properties = compacted
        .get_mut("properties")
        .and_then(Value::as_object_mut);
    for property in properties.into_iter().flat_map(|all| all.values_mut()) {
        let about = property.get("description").cloned();
        keep_required(property);
        if let (Some(about), Some(property)) = (about, property.as_object_mut()) {
            property.insert("description".to_owned(), about);
        }
    }
    compacted
}

/// Keeps only the type, and for a list the required fields of its items.
fn keep_required(schema: &mut Value) {
    let Value::Object(fields) = schema else {
        return;
    };
    let required = match fields.get("items") {
        Some(items) => items["required"].clone(),
        None => Value::Null,
    };
    fields.retain(|key, _| key == "type");
    if required.is_array() {
        let items = json!({ "type": "object", "required": required });
        fields.insert("items".to_owned(), items);
    }
}

/// What is left out.
enum Omit {
    Nothing,
    ImportFields,
}

fn compact(schema: &Map<String, Value>, omit: &Omit) -> Map<String, Value> {
    let none = Map::new();
    let parts = schema.get("$defs").and_then(Value::as_object);
    let reducer = Reducer {
        parts: parts.unwrap_or(&none),
        omit,
    };
    match reducer.value(&Value::Object(schema.clone()), 0) {
        Value::Object(schema) => schema,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            none
        }
    }
}

struct Reducer<'a> {
    parts: &'a Map<String, Value>,
    omit: &'a Omit,
}

impl Reducer<'_> {
    fn value(&self, schema: &Value, depth: usize) -> Value {
        let Value::Object(fields) = schema else {
            return schema.clone();
        };
        if depth > MAX_DEPTH {
            return json!({});
        }
        if let Some(plain) = self
            .resolve_reference(fields, depth)
            .or_else(|| self.one_of(fields, depth))
        {
            return plain;
        }
        let mut compacted = Map::new();
        for (key, value) in fields {
            let value = match key.as_str() {
                "$schema" | "$defs" | "title" | "format" => continue,
                "minimum" if value == 0 => continue,
                // What is left out below may still be sent.
                "additionalProperties" if depth > 0 && *value == false => continue,
                "type" => not_null(value),
                "properties" => self.properties(value, depth),
                "items" | "additionalProperties" => self.value(value, depth + 1),
                _ => value.clone(),
            };
            compacted.insert(key.clone(), value);
        }
        compacted.into()
    }

    /// Inlines a referenced definition. The description of the field replaces that of the definition.
    fn resolve_reference(&self, fields: &Map<String, Value>, depth: usize) -> Option<Value> {
        let name = fields.get("$ref")?.as_str()?.strip_prefix(LOCAL)?;
        let part = self.value(self.parts.get(name)?, depth + 1);
        Some(with_description(part, fields))
    }

    /// Alternatives of constants become an `enum`; `null` is dropped, since arguments may be omitted. What
    /// only the command line offers is dropped, too.
    fn one_of(&self, fields: &Map<String, Value>, depth: usize) -> Option<Value> {
        let all = fields.get("oneOf").or_else(|| fields.get("anyOf"))?;
        let elsewhere = |alternative: &Value| {
            let about = alternative["description"].as_str();
            about.is_some_and(|about| about.starts_with("On the command line"))
        };
        let all = all.as_array()?.iter();
        let all =
            all.filter(|alternative| alternative["type"] != "null" && !elsewhere(alternative));
        let all: Vec<Value> = all
            .map(|alternative| self.value(alternative, depth + 1))
            .collect();
        let allowed_words: Option<Vec<Value>> = all
            .iter()
            .map(allowed_words)
            .collect::<Option<Vec<_>>>()
            .map(|all| all.concat());
        let plain = match (allowed_words, all.as_slice()) {
            (Some(allowed_words), _) => json!({ "type": "string", "enum": allowed_words }),
            (None, [alternative]) => alternative.clone(),
            (None, _) => json!({ "anyOf": all }),
        };
        Some(with_description(plain, fields))
    }

    fn properties(&self, properties: &Value, depth: usize) -> Value {
        let kept = properties
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| match self.omit {
                Omit::Nothing => true,
                Omit::ImportFields => depth == 0 || !IMPORT_FIELDS.contains(&name.as_str()),
            });
        Value::Object(
            kept.map(|(name, property)| (name.clone(), self.value(property, depth + 1)))
                .collect(),
        )
    }
}

/// The constants that a schema allows, if it allows only constants.
fn allowed_words(schema: &Value) -> Option<Vec<Value>> {
    match (&schema["const"], &schema["enum"]) {
        (word @ Value::String(_), _) => Some(vec![word.clone()]),
        (_, Value::Array(allowed_words)) => Some(allowed_words.clone()),
        _ => None,
    }
}

fn with_description(mut schema: Value, fields: &Map<String, Value>) -> Value {
    if let (Some(about), Some(schema)) = (fields.get("description"), schema.as_object_mut()) {
        schema.insert("description".to_owned(), about.clone());
    }
    schema
}

fn not_null(kinds: &Value) -> Value {
    let named = kinds
        .as_array()
        .into_iter()
        .flatten()
        .filter(|kind| *kind != "null");
    match named.collect::<Vec<_>>().as_slice() {
        [kind] => (*kind).clone(),
        _ => kinds.clone(),
    }
}
