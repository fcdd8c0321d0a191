//! Wherever the data of a source is shown, its licence and its copyright or attribution stand, too.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::sandbox::{SOURCES, Sandbox};

#[test]
fn a_page_names_the_terms_of_every_source_on_it() {
    let sandbox = Sandbox::new();
    for technique in ["T1021.002", "T1059", "T9001", "T1043"] {
        let page = sandbox.json(&["page", technique]);
        let stated = check(&sandbox, &["page", technique], &page);
        let shown: BTreeSet<&str> = page["sections"]
            .as_array()
            .unwrap()
            .iter()
            .map(|section| section["provenance"]["source"].as_str().unwrap())
            .chain(["attack"])
            .collect();
        assert!(
            shown.is_subset(&stated),
            "{technique}: {shown:?} {stated:?}"
        );
    }
}

#[test]
fn notices_name_the_terms_of_every_source() {
    let sandbox = Sandbox::new();
    let notices = sandbox.json(&["notices"]);
    let stated = check(&sandbox, &["notices"], &notices);
    assert_eq!(stated, BTreeSet::from(SOURCES));
}

#[test]
fn a_page_in_the_browser_names_them_too() {
    let sandbox = Sandbox::new();
    let page = sandbox.json(&["page", "T1021.002"]);
    let html = plain(&sandbox.ask(&["page", "T1021.002", "--format", "html"], 80));
    for notice in page["notices"].as_array().unwrap() {
        let line = notice.get("attribution").unwrap_or(&notice["copyright"]);
        for said in [&notice["title"], &notice["licence"], line] {
            let said = plain(said.as_str().unwrap());
            assert!(html.contains(&said), "{said}");
        }
    }
}

/// Both for people and for documents; gives the sources that are named.
fn check<'a>(sandbox: &Sandbox, arguments: &[&str], answer: &'a Value) -> BTreeSet<&'a str> {
    let terminal = plain(&sandbox.ask(arguments, 80));
    let markdown = plain(&sandbox.ask(&[arguments, &["--format", "markdown"]].concat(), 80));
    let notices = answer["notices"].as_array().unwrap();
    for notice in notices {
        let line = notice.get("attribution").unwrap_or(&notice["copyright"]);
        for said in [&notice["title"], &notice["licence"], line] {
            let said = plain(said.as_str().unwrap());
            assert!(terminal.contains(&said), "{arguments:?}: {said}");
            assert!(
                markdown.contains(&said),
                "{arguments:?} in Markdown: {said}"
            );
        }
    }
    notices
        .iter()
        .map(|notice| notice["source"].as_str().unwrap())
        .collect()
}

/// Without line breaks and what Markdown escapes.
fn plain(text: &str) -> String {
    text.replace('\\', "")
        .replace("&amp;", "&")
        .replace("&#38;", "&")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
