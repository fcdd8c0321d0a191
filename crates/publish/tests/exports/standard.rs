//! The rules of STIX 2.1 for the objects that we write, as the standard states them.

use std::collections::BTreeSet;

use serde_json::Value;

const COMMON: [&str; 9] = [
    "type",
    "spec_version",
    "id",
    "created_by_ref",
    "created",
    "modified",
    "labels",
    "external_references",
    "object_marking_refs",
];

/// Of each object: what it has to have, what it may have.
const OBJECTS: [(&str, &[&str], &[&str]); 7] = [
    (
        "identity",
        &["name", "modified"],
        &["description", "identity_class"],
    ),
    (
        "attack-pattern",
        &["name", "modified"],
        &["description", "aliases"],
    ),
    ("course-of-action", &["name", "modified"], &["description"]),
    (
        "note",
        &["content", "object_refs", "modified"],
        &["abstract", "authors"],
    ),
    (
        "relationship",
        &["relationship_type", "source_ref", "target_ref", "modified"],
        &["description"],
    ),
    (
        "grouping",
        &["context", "object_refs", "modified"],
        &["name", "description"],
    ),
    (
        "marking-definition",
        &["definition_type", "definition"],
        &["name"],
    ),
];

/// Panics where the bundle breaks a rule.
pub(crate) fn check(bundle: &Value) {
    assert_eq!(bundle["type"], "bundle");
    check_id(&bundle["id"], "bundle");
    let objects = bundle["objects"].as_array().unwrap();
    let ids: Vec<&str> = objects
        .iter()
        .map(|object| object["id"].as_str().unwrap())
        .collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "an id is there twice");
    for object in objects {
        check_object(object);
        for reference in references(object) {
            assert!(distinct.contains(reference), "{reference} leads nowhere");
        }
    }
}

fn check_object(object: &Value) {
    let kind = object["type"].as_str().unwrap();
    let (_, required, allowed) = OBJECTS
        .iter()
        .find(|(known, ..)| *known == kind)
        .unwrap_or_else(|| panic!("{kind} is none of ours"));
    for (field, value) in object.as_object().unwrap() {
        let field = field.as_str();
        assert!(
            COMMON.contains(&field) || required.contains(&field) || allowed.contains(&field),
            "{kind} has no {field}"
        );
        let empty = value.as_array().is_some_and(Vec::is_empty) || value == "" || value.is_null();
        assert!(!empty, "{kind}.{field} is empty");
    }
    for field in required.iter().chain(&["id", "created", "spec_version"]) {
        assert!(object.get(field).is_some(), "{kind} lacks {field}");
    }
    assert_eq!(object["spec_version"], "2.1");
    check_id(&object["id"], kind);
    check_time(&object["created"]);
    if let Some(modified) = object.get("modified") {
        check_time(modified);
        assert!(modified.as_str() >= object["created"].as_str());
    }
    for reference in object["external_references"]
        .as_array()
        .into_iter()
        .flatten()
    {
        assert!(
            reference["source_name"]
                .as_str()
                .is_some_and(|name| !name.is_empty())
        );
        assert!(
            reference
                .get("url")
                .is_none_or(|url| url.as_str().unwrap().starts_with("http"))
        );
    }
    if kind == "relationship" {
        let of = |field: &str| {
            object[field]
                .as_str()
                .unwrap()
                .split("--")
                .next()
                .unwrap()
                .to_owned()
        };
        assert_eq!(
            (
                of("source_ref").as_str(),
                &object["relationship_type"],
                of("target_ref").as_str()
            ),
            (
                "course-of-action",
                &Value::from("mitigates"),
                "attack-pattern"
            )
        );
    }
}

/// `type--` and a UUID of version 5.
fn check_id(id: &Value, kind: &str) {
    let uuid = id
        .as_str()
        .unwrap()
        .strip_prefix(kind)
        .unwrap()
        .strip_prefix("--")
        .unwrap();
    let parts: Vec<usize> = uuid.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12], "{uuid}");
    assert!(
        uuid.bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')),
        "{uuid}"
    );
    assert_eq!(&uuid[14..15], "5", "{uuid}");
}

/// `2026-11-24T00:00:00.000Z`.
fn check_time(time: &Value) {
    let time = time.as_str().unwrap();
    let (date, clock) = time.split_once('T').unwrap();
    assert!(date.parse::<jiff::civil::Date>().is_ok(), "{time}");
    assert!(clock.len() == 13 && clock.ends_with('Z'), "{time}");
}

fn references(object: &Value) -> Vec<&str> {
    let single = ["created_by_ref", "source_ref", "target_ref"];
    let many = ["object_refs", "object_marking_refs"];
    let single = single
        .into_iter()
        .filter_map(|field| object[field].as_str());
    let many = many
        .into_iter()
        .filter_map(|field| object[field].as_array());
    single
        .chain(many.flatten().filter_map(Value::as_str))
        .collect()
}
