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

use super::ServedQuestion;
use super::arguments::ArgumentType;
use super::schemas::Schemas;
use crate::answer_cache::RenderedAnswer;
use crate::encoding::Encoding;
use crate::problem::Problem;
use crate::state::ServerState;

const ABOUT: &str = "Which controls, detections and tests exist for an ATT&CK technique, and what is missing? Every question is asked with GET, \
                     lists as repeated names or with commas, or with POST and the same arguments as a JSON object; threats, stacks and \
                     layers can only be sent that way. Lists come in pages: give the `next` of one as `cursor` for the following one.";

/// What a cursor looks like.
const CURSOR: &str = "^[0-9]{1,18}$";

/// The document.
pub(crate) async fn openapi(
    State(state): State<Arc<ServerState>>,
    headers: HeaderMap,
) -> Response<Body> {
    let make = async {
        let text = serde_json::to_vec(&document(&state.questions))
            .map_err(|error| Problem::failed(&error.to_string()))?;
        Ok(RenderedAnswer::new(Format::Json.media_type(), text))
    };
    // It is the same for every catalogue.
    let answered = state
        .answer_cache
        .get(
            u64::MAX,
            "/api/v1/openapi.json",
            Encoding::accepted_by(&headers),
            make,
        )
        .await;
    answered.map_or_else(IntoResponse::into_response, |answer| {
        answer.response(&headers)
    })
}

/// The whole document.
pub(crate) fn document(questions: &[ServedQuestion]) -> Value {
    let schemas = Schemas::new(roots(questions));
    let mut paths: Map<String, Value> = questions
        .iter()
        .map(|question| path_item(question, &schemas))
        .collect();
    paths.extend(other_paths());
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

fn roots(questions: &[ServedQuestion]) -> BTreeMap<String, Value> {
    let mut roots = BTreeMap::new();
    for ServedQuestion { definition, .. } in questions {
        let mut arguments = (definition.arguments)().to_value();
        add_bounds(&mut arguments);
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
                .and_then(|all| all.get_mut("StackInput"));
            if let Some(forms) = stack.and_then(|stack| stack["anyOf"].as_array_mut()) {
                forms.retain(|form| form["type"] != "string");
            }
        }
        let name = pascal_case(definition.name);
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

/// Adds the bounds that the format `uint32` implies as JSON Schema keywords.
fn add_bounds(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields
                .get("format")
                .is_some_and(|format| format == "uint32")
            {
                fields.insert("maximum".to_owned(), u32::MAX.into());
            }
            fields.values_mut().for_each(add_bounds);
        }
        Value::Array(all) => all.iter_mut().for_each(add_bounds),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A short schema of a layer of the ATT&CK Navigator; the Navigator publishes the full one.
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
fn pascal_case(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').map(word).collect()
}

fn path_item(question: &ServedQuestion, schemas: &Schemas) -> (String, Value) {
    let definition = question.definition;
    let name = pascal_case(definition.name);
    let owner = format!("{name}Arguments");
    let (arguments, example) = ((definition.arguments)().to_value(), (definition.example)());
    // Stacks have no names here: they are sent whole.
    let argument_types = question
        .argument_types
        .iter()
        .filter(|(argument, _)| *argument != "stack");
    let mut parameters: Vec<Value> = argument_types.map(|(argument, argument_type)| {
        let schema = schemas.relocate(&owner, &query_schema(argument, &arguments["properties"][argument], *argument_type));
        let required = arguments["required"].as_array().is_some_and(|all| all.iter().any(|required| required == argument));
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
    let output = output_parameters(definition.name);
    parameters.extend(output.iter().cloned());
    let body = json!({
        "required": true,
        "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{owner}") },
            "example": example,
        } },
    });
    let answers = responses(definition.name, &name);
    let get = json!({ "operationId": definition.name, "summary": definition.about, "parameters": parameters, "responses": answers });
    let post = json!({
        "operationId": format!("{}-with-body", definition.name),
        "summary": definition.about,
        "parameters": output,
        "requestBody": body,
        "responses": answers,
    });
    (
        format!("/api/v1/{}", definition.name),
        json!({ "get": get, "post": post }),
    )
}

/// The schema of a query parameter: never null; threats and stacks are names.
fn query_schema(name: &str, property: &Value, argument_type: ArgumentType) -> Value {
    if name == "cursor" {
        return json!({ "type": "string", "pattern": CURSOR });
    }
    let word = |schema: &Value| match schema["$ref"].as_str() {
        Some("#/$defs/ThreatInput" | "#/$defs/StackInput") | None => json!({ "type": "string" }),
        Some(_) => json!({ "$ref": schema["$ref"] }),
    };
    match argument_type {
        ArgumentType::Flag => json!({ "type": "boolean" }),
        ArgumentType::Number => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        ArgumentType::Texts => json!({ "type": "array", "items": word(&property["items"]) }),
        ArgumentType::Text => word(property["anyOf"].get(0).unwrap_or(property)),
    }
}

fn responses(question: &str, name: &str) -> Value {
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
    let forms = publish::answer_shape(question).unwrap_or_default();
    Format::api_formats().filter(move |format| forms.has(*format))
}

/// The parameters that choose how an answer is given.
fn output_parameters(question: &str) -> Vec<Value> {
    let names: Vec<&str> = formats(question).map(Format::name).collect();
    let forms = publish::answer_shape(question).unwrap_or_default();
    let mut options = vec![
        (
            "format",
            "How to answer",
            json!({ "enum": names, "default": "json" }),
        ),
        (
            "attack",
            "The release of ATT&CK to look by. Default: the newest that was read whole",
            json!({}),
        ),
    ];
    if forms.has_layouts() {
        let layouts = json!({ "enum": Layout::VARIANTS, "default": "full" });
        options.push(("layout", "The layout of the page in Markdown", layouts));
    }
    let scores: Vec<String> = forms.scores().iter().map(ToString::to_string).collect();
    if !scores.is_empty() {
        let about = "By what layers and pictures are coloured";
        options.push(("score", about, json!({ "enum": scores })));
    }
    let parameter = |(name, about, mut schema): (&str, &str, Value)| {
        schema["type"] = "string".into();
        json!({ "name": name, "in": "query", "description": about, "schema": schema })
    };
    options.into_iter().map(parameter).collect()
}

/// The paths that are no questions.
fn other_paths() -> Vec<(String, Value)> {
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
        let questions = super::super::served_questions();
        let document = document(&questions);
        check_references(&document, &document);
        for question in &questions {
            let schema = (question.definition.arguments)().to_value();
            let example = (question.definition.example)();
            assert!(
                jsonschema::draft202012::is_valid(&schema, &example),
                "{}",
                question.definition.name
            );
        }
    }

    #[test]
    fn arguments_of_addresses_are_never_null_and_lists_have_items() {
        let document = document(&super::super::served_questions());
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
