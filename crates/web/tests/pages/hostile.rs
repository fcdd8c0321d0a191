//! Words in addresses stay words, on every page.

use super::html;

const HOSTILE: [&str; 7] = [
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "%22%20onmouseover%3D%22alert(1)",
    "javascript%3Aalert(1)",
    "%27%20OR%201%3D1%20--",
    "%22%20NEAR(%22a%22)%20*%20AND%20NOT",
    "%E2%80%AEevil%00",
    "%ff%fe%%%",
];

const ADDRESSES: [&str; 14] = [
    "/search?words=",
    "/technique/",
    "/resource?key=",
    "/control/",
    "/framework/",
    "/source/",
    "/adversary/",
    "/log-source?name=",
    "/threats?threat=",
    "/threats?motive=",
    "/alignment?threat=all&log=",
    "/alignment?name=x&layer=",
    "/matrix?platform=",
    "/drift?source=",
];

#[test]
fn words_of_an_address_never_become_markup() {
    for address in ADDRESSES {
        for words in HOSTILE {
            check(&html(&format!("{address}{words}")));
        }
    }
    check(&html(&format!("/search?words={}", "a".repeat(1_000_000))));
    check(&html(&format!("/{}", "../".repeat(10_000))));
}

#[test]
fn no_page_has_a_script_or_style_of_its_own() {
    for address in [
        "/",
        "/matrix",
        "/technique/T1021",
        "/threats",
        "/alignment?threat=all",
        "/sources",
        "/adversaries",
    ] {
        check(&html(address));
    }
}

fn check(page: &str) {
    for script in page.split("<script").skip(1) {
        assert!(
            script.starts_with(" src=\"/assets/"),
            "{}",
            &script[..script.len().min(80)]
        );
    }
    for bad in [
        "<style",
        " style=\"",
        " onmouseover=\"",
        " onclick=\"",
        "href=\"javascript",
        "\u{202e}",
        "\0",
    ] {
        assert!(!page.contains(bad), "{bad:?}");
    }
}
