//! What pages may hold of upstream text: words, addresses and links that were checked when they were made.
//!
//! Templates get these types only and escape what they print; so neither a title nor an address can become markup.

use std::fmt::{self, Display, Formatter};

use publish::{is_web_address, plain};

/// Upstream text on one line, without control and invisible characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SafeText(String);

impl SafeText {
    pub(crate) fn of(text: &str) -> Self {
        Self(plain(text))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Display for SafeText {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// An absolute address on the web that a reader may follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(String);

impl Address {
    /// The address of a page of this app, made by [`crate::links`].
    pub(crate) fn internal(text: String) -> Self {
        Self(text)
    }

    /// Adds a fragment, the id of an element of the page. An address that has a fragment keeps it.
    pub(crate) fn at(self, place: &str) -> Self {
        if self.0.contains('#') {
            return self;
        }
        Self(format!("{}#{}", self.0, anchor_text(place)))
    }

    /// Whether it leads to another site.
    pub(crate) fn is_external(&self) -> bool {
        self.0.contains("://")
    }

    /// The address, if it is one on the web that a reader may follow.
    pub(crate) fn of(text: &str) -> Option<Self> {
        is_web_address(text).then(|| Self(text.to_owned()))
    }
}

impl Display for Address {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Text with a link, or plain text where the address is none that a reader may follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) words: SafeText,
    pub(crate) address: Option<Address>,
}

impl Link {
    pub(crate) fn new(words: &str, address: Option<&str>) -> Self {
        Self {
            words: SafeText::of(words),
            address: address.and_then(Address::of),
        }
    }

    pub(crate) fn words(words: &str) -> Self {
        Self::new(words, None)
    }

    /// Text that links to a page of this app.
    pub(crate) fn to(words: &str, address: Address) -> Self {
        Self {
            words: SafeText::of(words),
            address: Some(address),
        }
    }
}

/// The text with all but letters, digits and full stops left out.
fn anchor_text(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '.')
        .collect()
}

/// The text as part of an `id`: letters, digits and hyphens.
pub(crate) fn anchor(text: &str) -> String {
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
    fn words_lose_what_deceives() {
        assert_eq!(
            SafeText::of("a\u{202e}b\u{200b}c\u{7}\n d").to_string(),
            "a b c d"
        );
        assert_eq!(anchor("My Rules/ö\""), "my-rules---");
    }
}
