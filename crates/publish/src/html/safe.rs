//! What pages may hold of upstream text: words, addresses and links that were checked when they were made.
//!
//! Templates get these types only and escape what they print; so neither a title nor an address can become markup.

use std::fmt::{self, Display, Formatter};

use crate::style::{clean, is_unseen};

/// Upstream text on one line, without letters that command or deceive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(String);

impl Words {
    pub(super) fn of(text: &str) -> Self {
        Self(clean(text))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Display for Words {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// An absolute address on the web that a reader may follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(String);

impl Address {
    /// The address of a page of our own, made by [`super::way`].
    pub(super) fn within(text: String) -> Self {
        Self(text)
    }

    /// The same, at a place of the page; the place is an id of ours. What has a place already keeps it.
    pub(super) fn at(self, place: &str) -> Self {
        if self.0.contains('#') {
            return self;
        }
        Self(format!("{}#{}", self.0, anchor_case(place)))
    }

    /// Whether it leads away from our pages.
    pub(super) fn is_out(&self) -> bool {
        self.0.contains("://")
    }

    /// The address, if a browser would read nothing else in it than `http` or `https`, a host and a path.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        // `https://github.com@evil.example/` is a page of evil.example.
        let plain = !host.is_empty() && !host.contains('@');
        (web && plain && !text.contains(is_foreign)).then(|| Self(text.to_owned()))
    }
}

/// Letters that have no place in an address: browsers drop, turn around or reinterpret them.
fn is_foreign(letter: char) -> bool {
    letter.is_control()
        || letter.is_whitespace()
        || is_unseen(letter)
        || "\"<>\\^`{|}".contains(letter)
}

impl Display for Address {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Words that lead somewhere, or only words where the address is none that a reader may follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) words: Words,
    pub(super) address: Option<Address>,
}

impl Link {
    pub(super) fn new(words: &str, address: Option<&str>) -> Self {
        Self {
            words: Words::of(words),
            address: address.and_then(Address::of),
        }
    }

    pub(super) fn words(words: &str) -> Self {
        Self::new(words, None)
    }

    /// Words that lead to a page of our own.
    pub(super) fn to(words: &str, address: Address) -> Self {
        Self {
            words: Words::of(words),
            address: Some(address),
        }
    }
}

/// The text with all but letters, digits and full stops left out.
fn anchor_case(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '.')
        .collect()
}

/// The text as part of an `id`: letters, digits and hyphens.
pub(super) fn anchor(text: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_can_be_followed() {
        let good = [
            "https://github.com/SigmaHQ/sigma/blob/master/a%20b.yml#L1",
            "HTTP://example.org",
            "https://example.org/it's?a=1&b=(2)",
            "https://example.org/ü",
        ];
        for text in good {
            assert_eq!(
                Address::of(text).map(|address| address.to_string()),
                Some(text.to_owned())
            );
        }
        let bad = [
            "javascript:alert(1)",
            "JaVaScRiPt://example.org/%0aalert(1)",
            "java\tscript:alert(1)",
            " https://example.org",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:msgbox",
            "//evil.example",
            "/relative",
            "#fragment",
            "",
            "https://",
            "https:///path",
            "https:\\\\evil.example",
            "https://github.com\\@evil.example",
            "https://github.com@evil.example/",
            "https://example.org/\" onclick=\"alert(1)",
            "https://example.org/<b>",
            "https://example.org/a\nb",
            "https://example.org/\u{0}",
            "https://example.org/\u{202e}moc",
            "file:///etc/passwd",
        ];
        for text in bad {
            assert_eq!(Address::of(text), None, "{text:?}");
        }
    }

    #[test]
    fn words_lose_what_deceives() {
        assert_eq!(
            Words::of("a\u{202e}b\u{200b}c\u{7}\n d").to_string(),
            "a b c d"
        );
        assert_eq!(anchor("My Rules/ö\""), "my-rules---");
    }
}
