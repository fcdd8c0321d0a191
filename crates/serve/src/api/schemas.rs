//! The schemas of all questions as components of one document. Each question names its own parts (`Row`); a name that
//! means the same everywhere is written once, one that does not has its question before it (`AlignRow`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

const LOCAL: &str = "#/$defs/";
const COMPONENTS: &str = "#/components/schemas/";

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
            let differs: BTreeSet<String> = definitions(&roots)
                .filter_map(|(_, name, schema)| {
                    let same = *first.entry(name).or_insert(schema) == schema;
                    let mut named = BTreeSet::new();
                    collect_references(schema, &mut named);
                    (!same || !named.is_subset(&shared)).then(|| name.clone())
                })
                .collect();
            let before = shared.len();
            shared.retain(|name| !differs.contains(name));
            if shared.len() == before {
                return Self { roots, shared };
            }
        }
    }

    /// All schemas, by their names in the document.
    pub(crate) fn components(&self) -> Map<String, Value> {
        let mut components = Map::new();
        for (owner, name, schema) in definitions(&self.roots) {
            components.insert(
                self.component_name(owner, name),
                self.relocate(owner, schema),
            );
        }
        for (owner, root) in &self.roots {
            let mut root = self.relocate(owner, root);
            if let Some(root) = root.as_object_mut() {
                root.retain(|key, _| !matches!(key.as_str(), "$defs" | "$schema" | "title"));
            }
            components.insert(owner.clone(), root);
        }
        components
    }

    /// A schema of this owner with references to the components of the document.
    pub(crate) fn relocate(&self, owner: &str, schema: &Value) -> Value {
        match schema {
            Value::Object(fields) => {
                let relocate = fields
                    .iter()
                    .map(|(key, value)| match (key.as_str(), value) {
                        ("$ref", Value::String(place)) => {
                            (key.clone(), self.relocate_reference(owner, place))
                        }
                        _ => (key.clone(), self.relocate(owner, value)),
                    });
                Value::Object(relocate.collect())
            }
            Value::Array(all) => all.iter().map(|item| self.relocate(owner, item)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
        }
    }

    fn relocate_reference(&self, owner: &str, place: &str) -> Value {
        match place.strip_prefix(LOCAL) {
            Some(name) => format!("{COMPONENTS}{}", self.component_name(owner, name)).into(),
            // The schema as a whole.
            None => format!("{COMPONENTS}{owner}").into(),
        }
    }

    fn component_name(&self, owner: &str, name: &str) -> String {
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
fn collect_references(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            into.extend(
                fields
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|place| place.strip_prefix(LOCAL))
                    .map(str::to_owned),
            );
            fields
                .values()
                .for_each(|value| collect_references(value, into));
        }
        Value::Array(all) => all.iter().for_each(|item| collect_references(item, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
