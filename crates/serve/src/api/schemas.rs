//! The schemas of all questions as components of one document. Each question names its own parts (`Row`); a name that
//! means the same everywhere is written once, one that does not has its question before it (`AlignRow`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

const HERE: &str = "#/$defs/";
const THERE: &str = "#/components/schemas/";

/// Schemas by the name of their owner.
pub(crate) struct Schemas {
    roots: BTreeMap<String, Value>,
    shared: BTreeSet<String>,
}

impl Schemas {
    /// Of owners and their schemas.
    pub(crate) fn new(roots: BTreeMap<String, Value>) -> Self {
        let mut shared: BTreeSet<String> = definitions(&roots)
            .map(|(_, name, _)| name.clone())
            .collect();
        loop {
            let mut first: BTreeMap<&String, &Value> = BTreeMap::new();
            let differs = definitions(&roots).filter_map(|(_, name, schema)| {
                let same = *first.entry(name).or_insert(schema) == schema;
                let mut named = BTreeSet::new();
                names(schema, &mut named);
                (!same || !named.is_subset(&shared)).then(|| name.clone())
            });
            let differs: BTreeSet<String> = differs.collect();
            let before = shared.len();
            shared.retain(|name| !differs.contains(name));
            if shared.len() == before {
                return Self { roots, shared };
            }
        }
    }

    /// All of them, by the names that stand in the document.
    pub(crate) fn components(&self) -> Map<String, Value> {
        let mut components = Map::new();
        for (owner, name, schema) in definitions(&self.roots) {
            components.insert(self.called(owner, name), self.moved(owner, schema));
        }
        for (owner, root) in &self.roots {
            let mut root = self.moved(owner, root);
            if let Some(root) = root.as_object_mut() {
                root.retain(|key, _| !matches!(key.as_str(), "$defs" | "$schema" | "title"));
            }
            components.insert(owner.clone(), root);
        }
        components
    }

    /// A schema of this owner with its references as they stand in the document.
    pub(crate) fn moved(&self, owner: &str, schema: &Value) -> Value {
        match schema {
            Value::Object(fields) => {
                let moved = fields
                    .iter()
                    .map(|(key, value)| match (key.as_str(), value) {
                        ("$ref", Value::String(place)) => (key.clone(), self.place(owner, place)),
                        _ => (key.clone(), self.moved(owner, value)),
                    });
                Value::Object(moved.collect())
            }
            Value::Array(all) => all.iter().map(|one| self.moved(owner, one)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
        }
    }

    fn place(&self, owner: &str, place: &str) -> Value {
        match place.strip_prefix(HERE) {
            Some(name) => format!("{THERE}{}", self.called(owner, name)).into(),
            // The schema as a whole.
            None => format!("{THERE}{owner}").into(),
        }
    }

    fn called(&self, owner: &str, name: &str) -> String {
        if self.shared.contains(name) {
            name.to_owned()
        } else {
            format!("{owner}.{name}")
        }
    }
}

/// (owner, name, schema) of every part.
fn definitions(
    roots: &BTreeMap<String, Value>,
) -> impl Iterator<Item = (&String, &String, &Value)> {
    roots.iter().flat_map(|(owner, root)| {
        let parts = root["$defs"].as_object().into_iter().flatten();
        parts.map(move |(name, schema)| (owner, name, schema))
    })
}

/// The names that a schema refers to.
fn names(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            into.extend(
                fields
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|place| place.strip_prefix(HERE))
                    .map(str::to_owned),
            );
            fields.values().for_each(|value| names(value, into));
        }
        Value::Array(all) => all.iter().for_each(|one| names(one, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
