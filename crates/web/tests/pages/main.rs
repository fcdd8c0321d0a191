//! The pages of the web app on one small catalogue: links, hostile words, colours, and what a few of them say.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod all_sources;
mod colours;
mod fixtures;
mod hostile;
mod links;
mod site;

use web::{Deployment, Outcome, page};

/// The page of an address, whatever it says.
fn html(address: &str) -> String {
    match outcome(address) {
        Outcome::Page(html) | Outcome::Missing(html) | Outcome::Refused(html) => html,
        Outcome::Moved(to) => html(&to),
    }
}

fn outcome(address: &str) -> Outcome {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    fixtures::with(|catalogue| page(catalogue, path, query, Deployment::Server))
}

/// What stands between the bar and the foot.
fn content(html: &str) -> &str {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    main.split_once("</main>").map_or(main, |(main, _)| main)
}

#[test]
fn a_few_pages_say_what_they_say() {
    for (name, address) in [
        ("search", "/search?words=psexec"),
        ("control", "/control/M1026"),
        (
            "alignment",
            "/alignment?threat=all&source=sigma,art&sort=tests&limit=3",
        ),
        ("no_threat", "/alignment"),
        ("missing", "/technique/T9999"),
        ("changed", "/changed"),
    ] {
        insta::assert_snapshot!(name, content(&html(address)));
    }
}

#[test]
fn what_is_not_there_is_missing_and_what_makes_no_sense_is_refused() {
    assert!(matches!(outcome("/nowhere"), Outcome::Missing(_)));
    assert!(matches!(
        outcome("/resource?key=nothing:here"),
        Outcome::Missing(_)
    ));
    assert!(matches!(
        outcome("/problems?cursor=-1"),
        Outcome::Refused(_)
    ));
    assert!(matches!(
        outcome("/alignment?layer=%7Bnot+json"),
        Outcome::Refused(_)
    ));
    assert_eq!(
        outcome("/technique/t1021"),
        Outcome::Moved("/technique/T1021".to_owned())
    );
}

#[test]
fn a_layer_in_the_address_is_a_threat() {
    let page = html("/alignment?layer=T1021:2+T1059:1&name=Mine");
    assert!(page.contains("Mine against all sources") && page.contains(">0.50<"));
    let layer = "%7B%22name%22%3A%22Theirs%22%2C%22techniques%22%3A%5B%7B%22techniqueID%22%3A%22T1021%22%2C%22score%22%3A3%7D%5D%7D";
    assert!(html(&format!("/threats?layer={layer}")).contains("Threat model for Theirs"));
}

#[test]
fn boxes_that_are_ticked_stay_ticked_and_heads_sort_both_ways() {
    let page = html("/alignment?threat=all&source=sigma,art&sort=tests");
    for source in ["sigma", "art"] {
        assert!(
            page.contains(&format!("name=\"source\" value=\"{source}\" checked")),
            "{source}"
        );
    }
    assert!(page.contains("aria-sort=\"descending\""));
    assert!(
        html("/alignment?threat=all&sort=tests&ascending=true").contains("aria-sort=\"ascending\"")
    );
}
