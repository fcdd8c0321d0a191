//! What the catalogue does not know: the nearest three are named.

use questions::Error;
use serde_json::{Value, json};

use crate::{check, snapshot};

#[test]
fn the_nearest_three_are_named() {
    let unknown = [
        ("page", json!({ "id": "T1022" })),
        ("page", json!({ "id": "T1021.009" })),
        ("technique", json!({ "id": "lamps by scirpt" })),
        ("technique", json!({ "id": "" })),
        ("resources", json!({ "technique": ["T9002"] })),
        ("resources", json!({ "source": ["sigam"] })),
        ("problems", json!({ "source": "elastik" })),
        ("notices", json!({ "source": "no-such-source" })),
        ("resource", json!({ "id": "CAR-2030-01-009" })),
        (
            "resource",
            json!({ "id": "sigma:rules/windows/lamp_switched_onn.yml" }),
        ),
        (
            "resource",
            json!({ "id": "00000000-0000-4000-8000-000000000099" }),
        ),
        ("resource", json!({ "id": "zzz" })),
        ("resource", json!({ "id": "" })),
    ];
    let said: String = unknown
        .map(|(name, arguments)| said(name, arguments))
        .concat();
    snapshot("near", &said);
}

#[test]
fn a_cursor_that_no_page_gave_is_refused() {
    for name in ["search", "resources", "problems"] {
        for cursor in ["x", "-1", "", "1.5", "99999999999999999999"] {
            let mut arguments = json!({ "cursor": cursor });
            if name == "search" {
                arguments["words"] = json!(["lamp"]);
            }
            let error = check(name, arguments).unwrap_err();
            assert!(
                matches!(error, Error::Argument(_)),
                "{name} {cursor}: {error}"
            );
        }
    }
}

fn said(name: &str, arguments: Value) -> String {
    let mut text = format!("{name} {arguments}\n");
    let Error::Unknown { what, name, near } = check(name, arguments).unwrap_err() else {
        panic!("{text}: another error");
    };
    assert_eq!(near.len(), 3, "{text}");
    text += &format!("    no {what} `{name}`\n");
    for near_match in near {
        text += &format!("    - {near_match}\n");
    }
    text
}
