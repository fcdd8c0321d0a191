//! Going through the pages of a list gives every item once, whatever the size of a page.

use questions::{Ask, ask_all, question};
use serde_json::{Value, json};

use crate::{asked, check};

#[test]
fn every_item_once_for_pages_of_any_size() {
    let lists = [
        ("search", json!({ "words": ["lamp"] })),
        ("search", json!({ "words": ["la"] })),
        ("search", json!({ "words": ["swithced"] })),
        ("resources", json!({})),
        (
            "resources",
            json!({ "kind": ["detection"], "text": "lamp" }),
        ),
        (
            "resources",
            json!({ "technique": ["T1021"], "sub_techniques": true }),
        ),
        ("problems", json!({})),
        ("problems", json!({ "source": "d3fend" })),
    ];
    for (name, arguments) in lists {
        let whole = page(name, &arguments, 1_000, None);
        assert!(whole.get("next").is_none());
        let all = whole["items"].as_array().unwrap();
        for limit in [1, 2, 7] {
            let (items, total) = pages(name, &arguments, limit);
            assert_eq!(total, all.len(), "{name} {arguments}, {limit} at a time");
            assert_eq!(&items, all, "{name} {arguments}, {limit} at a time");
        }
    }
}

#[test]
fn all_pages_are_asked_for_as_one_answer() {
    whole::<question::Search>(&json!({ "words": ["lamp"] }));
    whole::<question::Resources>(&json!({ "kind": ["detection"] }));
    whole::<question::Align>(&json!({ "threat": ["all"] }));
    whole::<question::Sources>(&json!({}));
}

/// Page by page the same answer as all at once.
fn whole<Q: Ask>(arguments: &Value) {
    let with_limit = |limit: u32| {
        let mut arguments = arguments.clone();
        if Q::paging().is_some() {
            arguments["limit"] = json!(limit);
        }
        serde_json::from_value::<Q::Arguments>(arguments).unwrap()
    };
    asked(|catalogue| {
        let written = |answer| serde_json::to_value::<Q::Answer>(answer).unwrap();
        let whole = written(Q::ask(catalogue, &with_limit(1_000)).unwrap());
        for limit in [1, 7] {
            let all = written(ask_all::<Q>(catalogue, with_limit(limit)).unwrap());
            assert_eq!(all, whole, "{}, {limit} at a time", Q::NAME);
        }
    });
}

#[test]
fn a_page_holds_at_least_one_and_at_most_a_thousand() {
    assert_eq!(
        page("resources", &json!({}), 0, None)["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let most = page("resources", &json!({}), u32::MAX, None);
    assert_eq!(most["items"].as_array().unwrap().len(), most["total"]);
}

#[test]
fn behind_the_last_page_is_nothing() {
    for (name, arguments) in [
        ("search", json!({ "words": ["lamp"] })),
        ("resources", json!({})),
        ("problems", json!({})),
    ] {
        for cursor in ["100000", "9223372036854775807"] {
            let page = page(name, &arguments, 5, Some(cursor));
            assert_eq!(page["items"], json!([]), "{name} {cursor}");
            assert!(page.get("next").is_none(), "{name} {cursor}");
        }
    }
}

fn pages(name: &str, arguments: &Value, limit: u32) -> (Vec<Value>, usize) {
    let (mut items, mut cursor, mut total) = (Vec::new(), None, None);
    loop {
        let page = page(name, arguments, limit, cursor.as_deref());
        let of_page = page["items"].as_array().unwrap();
        assert!(
            of_page.len() <= limit as usize && !of_page.is_empty(),
            "{name} {arguments}: {} of {limit}, {}",
            of_page.len(),
            page["total"]
        );
        items.extend(of_page.iter().cloned());
        assert_eq!(*total.get_or_insert(page["total"].clone()), page["total"]);
        cursor = page
            .get("next")
            .map(|next| next.as_str().unwrap().to_owned());
        if cursor.is_none() {
            let total = total.and_then(|total| total.as_u64()).unwrap();
            return (items, usize::try_from(total).unwrap());
        }
    }
}

fn page(name: &str, arguments: &Value, limit: u32, cursor: Option<&str>) -> Value {
    let mut arguments = arguments.clone();
    arguments["limit"] = json!(limit);
    if let Some(cursor) = cursor {
        arguments["cursor"] = json!(cursor);
    }
    check(name, arguments).unwrap()
}
