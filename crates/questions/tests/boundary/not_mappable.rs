//! What was looked at and cannot be mapped is told from what nobody treated.

use serde_json::{Value, json};

use crate::{definition, house};

fn answer(name: &str, arguments: Value) -> Value {
    let catalogue = house::catalogue_of(&["mapex-nist-800-53-r5"]);
    let answer = (definition(name).ask)(&catalogue, arguments).unwrap();
    serde_json::to_value(answer).unwrap()
}

/// The fixture of NIST 800-53 states it of T1053, and of a technique that ATT&CK does not have here.
#[test]
fn a_page_names_the_frameworks_that_could_map_nothing() {
    let page = |id: &str| answer("page", json!({ "id": id }));
    assert_eq!(
        page("T1053")["not_mappable"],
        json!([{
            "technique": "T1053",
            "source": "mapex-nist-800-53-r5",
            "title": "CTID Mappings Explorer: NIST 800-53 Rev. 5",
            "written": "T1053",
            "release": "16.1",
            "reason": "Nobody knows how.",
        }])
    );
    assert_eq!(page("T1485")["not_mappable"], Value::Null);
}

#[test]
fn an_alignment_names_the_techniques_that_cannot_be_mapped() {
    let answer = answer(
        "align",
        json!({ "threat": [{ "name": "Two", "techniques": [{ "id": "T1053" }, { "id": "T1485" }] }] }),
    );
    assert_eq!(answer["not_mappable"].as_array().map(Vec::len), Some(1));
    let assumed = answer["assumed"].to_string();
    let sentence =
        "T1053: looked at for CTID Mappings Explorer: NIST 800-53 Rev. 5, and cannot be mapped";
    assert!(assumed.contains(sentence), "{assumed}");
    assert!(!assumed.contains("T1485"), "{assumed}");
}
