//! The API as an `OpenAPI` 3.1 document, made from the definitions of the questions.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use publish::{Format, Layout};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use strum::VariantNames;

use super::Known;
use super::arguments::Shape;
use super::schemas::Schemas;
use crate::encoding::Encoding;
use crate::finished::Finished;
use crate::problem::Problem;
use crate::state::Shared;

const ABOUT: &str = "Which controls, detections and tests exist for an ATT&CK technique, and what is missing? Every question is asked with GET, \
                     lists as repeated names or with commas, or with POST and the same arguments as a JSON object; threats, stacks and \
                     layers can only be sent that way. Lists come in pages: give the `next` of one as `cursor` for the following one.";

/// What a cursor looks like.
const CURSOR: &str = "^[0-9]{1,18}$";

/// The document.
pub(crate) async fn openapi(
    State(state): State<Arc<Shared>>,
    headers: HeaderMap,
) -> Response<Body> {
    let make = async {
        let text = serde_json::to_vec(&document(&state.questions))
            .map_err(|error| Problem::failed(&error.to_string()))?;
        Ok(Finished::new(Format::Json.media_type(), text))
    };
    // It is the same for every catalogue.
    let answered = state
        .kept
        .get(
            u64::MAX,
            "/api/v1/openapi.json",
            Encoding::wanted(&headers),
            make,
        )
        .await;
    answered.map_or_else(IntoResponse::into_response, |finished| {
        finished.response(&headers)
    })
}

/// The whole document.
pub(crate) fn document(questions: &[Known]) -> Value {
    let schemas = Schemas::new(roots(questions));
    let mut paths: Map<String, Value> = questions
        .iter()
        .map(|known| path(known, &schemas))
        .collect();
    paths.extend(others());
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Rhumb",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas.components(),
            "responses": { "Problem": {
                "description": "Why there is no answer",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn roots(questions: &[Known]) -> BTreeMap<String, Value> {
    let mut roots = BTreeMap::new();
    for Known { definition, .. } in questions {
        let mut arguments = (definition.arguments)().to_value();
        bounded(&mut arguments);
        if let Some(arguments) = arguments.as_object_mut() {
            arguments.insert("additionalProperties".to_owned(), false.into());
            if let Some(cursor) = arguments
                .get_mut("properties")
                .and_then(|all| all.get_mut("cursor"))
            {
                cursor["pattern"] = CURSOR.into();
            }
            let stack = arguments
                .get_mut("$defs")
                .and_then(|all| all.get_mut("GivenStack"));
            if let Some(forms) = stack.and_then(|stack| stack["anyOf"].as_array_mut()) {
                forms.retain(|form| form["type"] != "string");
            }
        }
        let name = pascal(definition.name);
        roots.insert(format!("{name}Arguments"), arguments);
        roots.insert(format!("{name}Answer"), (definition.answer)().to_value());
    }
    let problem = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Problem>();
    roots.insert("Problem".to_owned(), problem.to_value());
    roots.insert("Layer".to_owned(), layer());
    roots
}

/// Says of numbers in words of JSON Schema what their format says in ours.
fn bounded(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields
                .get("format")
                .is_some_and(|format| format == "uint32")
            {
                fields.insert("maximum".to_owned(), u32::MAX.into());
            }
            fields.values_mut().for_each(bounded);
        }
        Value::Array(all) => all.iter_mut().for_each(bounded),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What is said here of a layer of the ATT&CK Navigator; the whole of it is the Navigator's.
fn layer() -> Value {
    let technique = json!({
        "type": "object",
        "required": ["techniqueID", "score"],
        "properties": { "techniqueID": { "type": "string" }, "score": { "type": "number" } },
    });
    json!({
        "type": "object",
        "description": "A layer of the ATT&CK Navigator, version 4.5",
        "required": ["name", "versions", "domain", "techniques"],
        "properties": {
            "name": { "type": "string" },
            "versions": { "type": "object", "required": ["attack", "navigator", "layer"] },
            "domain": { "enum": ["enterprise-attack", "mobile-attack", "ics-attack"] },
            "techniques": { "type": "array", "items": technique },
        },
    })
}

/// `log-source` becomes `LogSource`.
fn pascal(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').map(word).collect()
}

fn path(known: &Known, schemas: &Schemas) -> (String, Value) {
    let definition = known.definition;
    let name = pascal(definition.name);
    let owner = format!("{name}Arguments");
    let (arguments, example) = ((definition.arguments)().to_value(), (definition.example)());
    // Stacks have no names here: they are sent whole.
    let shapes = known
        .shapes
        .iter()
        .filter(|(argument, _)| *argument != "stack");
    let mut parameters: Vec<Value> = shapes.map(|(argument, shape)| {
        let schema = schemas.moved(&owner, &in_address(argument, &arguments["properties"][argument], *shape));
        let required = arguments["required"].as_array().is_some_and(|all| all.iter().any(|one| one == argument));
        let mut parameter = json!({
            "name": argument,
            "in": "query",
            "required": required,
            "description": arguments["properties"][argument]["description"].as_str().unwrap_or_default(),
            "schema": schema,
        });
        if let Some(value) = example.get(argument) {
            parameter["example"] = value.clone();
        }
        parameter
    }).collect();
    let forms = form(definition.name);
    parameters.extend(forms.iter().cloned());
    let body = json!({
        "required": true,
        "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{owner}") },
            "example": example,
        } },
    });
    let answers = answers(definition.name, &name);
    let get = json!({ "operationId": definition.name, "summary": definition.about, "parameters": parameters, "responses": answers });
    let post = json!({
        "operationId": format!("{}-with-body", definition.name),
        "summary": definition.about,
        "parameters": forms,
        "requestBody": body,
        "responses": answers,
    });
    (
        format!("/api/v1/{}", definition.name),
        json!({ "get": get, "post": post }),
    )
}

/// The schema of an argument as it is written in an address: there nothing is null, and threats and stacks are names.
fn in_address(name: &str, property: &Value, shape: Shape) -> Value {
    if name == "cursor" {
        return json!({ "type": "string", "pattern": CURSOR });
    }
    let word = |schema: &Value| match schema["$ref"].as_str() {
        Some("#/$defs/GivenThreat" | "#/$defs/GivenStack") | None => json!({ "type": "string" }),
        Some(_) => json!({ "$ref": schema["$ref"] }),
    };
    match shape {
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Number => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Shape::Texts => json!({ "type": "array", "items": word(&property["items"]) }),
        Shape::Text => word(property["anyOf"].get(0).unwrap_or(property)),
    }
}

fn answers(question: &str, name: &str) -> Value {
    let mut content = Map::new();
    let own = json!({ "$ref": format!("#/components/schemas/{name}Answer") });
    for format in formats(question) {
        let schema = match format {
            Format::Json => own.clone(),
            // A layer is JSON, too.
            Format::Layer => json!({ "anyOf": [own, { "$ref": "#/components/schemas/Layer" }] }),
            _ => json!({}),
        };
        content.insert(format.media_type().to_owned(), json!({ "schema": schema }));
    }
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    let mut answers = json!({
        "200": { "description": "The answer", "headers": { "ETag": { "schema": { "type": "string" } } }, "content": content },
        "304": { "description": "You have it: it is what `If-None-Match` names" },
        "default": problem,
    });
    for status in [
        "400", "401", "403", "404", "406", "413", "415", "421", "429", "503",
    ] {
        answers[status] = problem.clone();
    }
    answers
}

/// The formats of the API that the answer of a question has. A test asks for all of them.
fn formats(question: &str) -> impl Iterator<Item = Format> {
    let forms = publish::forms(question).unwrap_or_default();
    Format::of_the_api().filter(move |format| forms.has(*format))
}

/// How the answer of a question can be given.
fn form(question: &str) -> Vec<Value> {
    let names: Vec<&str> = formats(question).map(Format::name).collect();
    let of = publish::forms(question).unwrap_or_default();
    let mut forms = vec![
        (
            "format",
            "How to answer",
            json!({ "enum": names, "default": "json" }),
        ),
        (
            "attack",
            "The release of ATT&CK to look by; unless said, the newest that was read whole",
            json!({}),
        ),
    ];
    if of.has_layouts() {
        let layouts = json!({ "enum": Layout::VARIANTS, "default": "full" });
        forms.push(("layout", "The layout of the page in Markdown", layouts));
    }
    let scores: Vec<String> = of.scores().iter().map(ToString::to_string).collect();
    if !scores.is_empty() {
        let about = "By what layers and pictures are coloured";
        forms.push(("score", about, json!({ "enum": scores })));
    }
    let parameter = |(name, about, mut schema): (&str, &str, Value)| {
        schema["type"] = "string".into();
        json!({ "name": name, "in": "query", "description": about, "schema": schema })
    };
    forms.into_iter().map(parameter).collect()
}

/// What is no question.
fn others() -> Vec<(String, Value)> {
    let get = |place: &str, about: &str, content: Value| {
        let answers = json!({ "200": { "description": about, "content": content }, "default": { "$ref": "#/components/responses/Problem" } });
        let id = place
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .replace('.', "-");
        (
            place.to_owned(),
            json!({ "get": { "operationId": id, "summary": about, "responses": answers } }),
        )
    };
    let rows = json!({ "type": "array", "items": { "type": "object" } });
    vec![
        get(
            "/api/v1/compass.json",
            "The dataset of 2022 in its own shape: a row per technique, a column per source",
            json!({ "application/json": { "schema": rows } }),
        ),
        get(
            "/api/v1/compass.csv",
            "The same as CSV",
            json!({ "text/csv": { "schema": {} } }),
        ),
        get(
            "/healthz",
            "Whether the server answers, and what of",
            json!({ "application/json": { "schema": { "type": "object" } } }),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every reference in a document leads somewhere.
    fn check_references(part: &Value, whole: &Value) {
        match part {
            Value::Object(fields) => {
                if let Some(place) = fields.get("$ref").and_then(Value::as_str) {
                    let pointer = place.strip_prefix('#').unwrap();
                    assert!(whole.pointer(pointer).is_some(), "{place}");
                }
                fields
                    .values()
                    .for_each(|part| check_references(part, whole));
            }
            Value::Array(all) => all.iter().for_each(|part| check_references(part, whole)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn references_lead_somewhere_and_examples_fit() {
        let questions = super::super::known();
        let document = document(&questions);
        check_references(&document, &document);
        for known in &questions {
            let schema = (known.definition.arguments)().to_value();
            let example = (known.definition.example)();
            assert!(
                jsonschema::draft202012::is_valid(&schema, &example),
                "{}",
                known.definition.name
            );
        }
    }

    #[test]
    fn arguments_of_addresses_are_never_null_and_lists_have_items() {
        let document = document(&super::super::known());
        for (place, path) in document["paths"].as_object().unwrap() {
            let parameters = path["get"]["parameters"].as_array().into_iter().flatten();
            for parameter in parameters.filter(|parameter| parameter.get("$ref").is_none()) {
                let schema = &parameter["schema"];
                assert!(
                    schema["type"].is_string() || schema["$ref"].is_string(),
                    "{place}: {parameter}"
                );
                assert_eq!(
                    schema["type"] == "array",
                    schema["items"].is_object(),
                    "{place}: {parameter}"
                );
            }
        }
    }
}
