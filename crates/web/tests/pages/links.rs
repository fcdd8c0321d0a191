//! Every link of our pages leads to a page.

use std::collections::{BTreeSet, VecDeque};

use web::{Outcome, asset};

use super::outcome;

/// More pages than this say nothing new.
const MOST: usize = 700;

#[test]
fn every_link_leads_to_a_page() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut waiting: VecDeque<(String, String)> = [
        "/",
        "/threats?threat=all",
        "/alignment?threat=all&part=plan",
        "/framework/",
    ]
    .map(|address| (address.to_owned(), "the test".to_owned()))
    .into();
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    while let Some((address, from)) = waiting.pop_front() {
        let plain = address.split('#').next().unwrap_or_default().to_owned();
        if seen.len() >= MOST || !seen.insert(plain.clone()) {
            continue;
        }
        let html = match outcome(&plain) {
            Outcome::Page(html) => html,
            Outcome::Moved(to) => {
                waiting.push_back((to, plain));
                continue;
            }
            Outcome::Missing(_) | Outcome::Refused(_) => {
                panic!("{plain}, from {from}, leads nowhere")
            }
        };
        kinds.insert(
            plain
                .split(['/', '?'])
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
        );
        for link in addresses(&html) {
            if let Some(name) = link.strip_prefix("/assets/") {
                assert!(asset(name).is_some(), "{link}");
            } else if link.starts_with('/') && !link.starts_with("/api/") {
                waiting.push_back((link, plain.clone()));
            }
        }
    }
    for kind in [
        "matrix",
        "technique",
        "threats",
        "alignment",
        "controls",
        "control",
        "framework",
        "sources",
        "source",
        "resource",
    ] {
        assert!(kinds.contains(kind), "no link leads to /{kind}");
    }
}

/// What a browser reads as addresses.
fn addresses(html: &str) -> Vec<String> {
    let parts = ["href=\"", "src=\""].map(|start| html.split(start).skip(1));
    let values = parts
        .into_iter()
        .flatten()
        .filter_map(|rest| rest.split('"').next());
    values
        .map(|value| {
            value
                .replace("&#38;", "&")
                .replace("&amp;", "&")
                .replace("&#39;", "'")
        })
        .collect()
}
