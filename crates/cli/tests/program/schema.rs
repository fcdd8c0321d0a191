//! `rhumb schema` describes what the program takes and gives.

use serde_json::Value;

use crate::sandbox::{QUESTIONS, Sandbox};

#[test]
fn arguments_and_answers_are_described_in_valid_json_schema() {
    let schema = schema();
    let names: Vec<&String> = schema.as_object().unwrap().keys().collect();
    // And `diff`, which asks two catalogues, and `check`, which judges what is in none.
    assert_eq!(names.len(), QUESTIONS.len() + 2);
    for (name, question) in schema.as_object().unwrap() {
        assert!(
            question["about"]
                .as_str()
                .is_some_and(|about| !about.is_empty())
        );
        for part in ["arguments", "answer"] {
            assert!(jsonschema::meta::is_valid(&question[part]), "{name} {part}");
            jsonschema::draft202012::new(&question[part]).unwrap();
        }
    }
}

#[test]
fn every_answer_fits_its_description() {
    let (sandbox, schema) = (Sandbox::new(), schema());
    for (name, arguments) in QUESTIONS {
        check(&schema, name, &sandbox.json(arguments));
    }
    let other = Sandbox::empty();
    other.build(&[format!(
        "sigma={}",
        crate::sandbox::fixture("sigma").display()
    )]);
    let before = other.catalogue().display().to_string();
    check(&schema, "diff", &sandbox.json(&["diff", &before]));
    for technique in ["T1021", "T1043", "T1059.001", "T1086", "T9001", "T9001.001"] {
        check(&schema, "page", &sandbox.json(&["page", technique]));
        check(
            &schema,
            "technique",
            &sandbox.json(&["technique", technique]),
        );
    }
}

#[test]
fn every_field_of_arguments_and_answers_is_explained() {
    for (name, question) in schema().as_object().unwrap() {
        for part in ["arguments", "answer"] {
            explained(&question[part], name);
        }
    }
}

fn explained(schema: &Value, at: &str) {
    if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
        for (name, field) in fields {
            let reference = field.get("$ref").is_some();
            let said = field.get("description").is_some() || reference;
            assert!(said, "{at}.{name} has no description");
        }
    }
    match schema {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, field)| explained(field, &format!("{at}.{name}"))),
        Value::Array(items) => items.iter().for_each(|item| explained(item, at)),
        _ => {}
    }
}

fn schema() -> Value {
    let output = Sandbox::empty().command(80).arg("schema").output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn check(schema: &Value, question: &str, answer: &Value) {
    let validator = jsonschema::draft202012::new(&schema[question]["answer"]).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(answer)
        .take(3)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{question}: {errors:#?}");
}
