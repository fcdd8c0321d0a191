//! The Content-Security-Policy of a page: its own style, and no other resource.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The one style of all pages, written into each.
pub(crate) const STYLE: &str = include_str!("../../templates/style.css");

/// The style of the web app, besides that of all pages.
const APP: &str = include_str!("../../templates/app.css");

/// The style of the first page, besides both.
const HOME: &str = include_str!("../../templates/home.css");

/// The style of the matrix, besides both.
const MATRIX: &str = include_str!("../../templates/matrix.css");

/// What pages of the web app may load: their own files, and answers from where they came from.
pub(crate) const WEB: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'";

/// The policy of a static site: the browser computes, and sends no requests.
pub(crate) const SITE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
    base-uri 'none'";

/// The policy of pages of a static site that fetch a layer from an address that the reader names.
pub(crate) const FETCHING: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self' https:; form-action 'self'; base-uri 'none'";

/// The style of this name that pages load.
pub(crate) fn style(name: &str) -> Option<&'static str> {
    match name {
        "style.css" => Some(app()),
        "home.css" => Some(home()),
        "matrix.css" => Some(matrix()),
        _ => None,
    }
}

/// The style of all pages of the web app.
fn app() -> &'static str {
    static MADE: LazyLock<String> = LazyLock::new(|| minify(&format!("{STYLE}{APP}")));
    &MADE
}

/// The style that pages with a matrix load besides.
fn matrix() -> &'static str {
    static MADE: LazyLock<String> = LazyLock::new(|| minify(MATRIX));
    &MADE
}

/// The style that the first page loads besides.
fn home() -> &'static str {
    static MADE: LazyLock<String> = LazyLock::new(|| minify(HOME));
    &MADE
}

/// The style without comments and insignificant white space.
fn minify(style: &str) -> String {
    let mut text = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        text += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text += rest;
    let mut dense = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins = word.starts_with(['{', '}', ';'])
            || dense.ends_with(['{', '}', ';', ',', ':'])
            || dense.is_empty();
        if !joins {
            dense.push(' ');
        }
        dense += word;
    }
    dense
        .replace(" {", "{")
        .replace(";}", "}")
        .replace(" > ", ">")
}

/// Allows this style by its hash and refuses scripts, images, frames, fonts, forms and every request.
pub(crate) fn policy(style: &str) -> String {
    let hash = base64(&Sha256::digest(style));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            text.push(if at <= chunk.len() {
                char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_rfc_4648_shows() {
        let texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
        let written = texts.map(|text| base64(text.as_bytes()));
        assert_eq!(
            written,
            [
                "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"
            ]
        );
    }

    #[test]
    fn the_style_stays_small_and_asks_for_nothing() {
        let shared = app().len();
        assert!(STYLE.len() < 20_000 && shared < 21_500, "{shared}");
        assert!(home().len() < 5_000 && matrix().len() < 6_500);
        for style in [STYLE, app(), home(), matrix()] {
            assert!(!style.contains("url(") && !style.contains("@import") && !style.contains("</"));
        }
    }
}
