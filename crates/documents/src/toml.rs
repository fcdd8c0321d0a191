//! TOML.

use serde::de::DeserializeOwned;

use crate::Error;
use crate::text;

pub use ::toml::Spanned;

/// The document.
pub fn parse<T: DeserializeOwned>(content: &str) -> Result<T, Error> {
    ::toml::from_str(content).map_err(|error| {
        let place = error.span().map(|span| text::position(content, span.start));
        Error {
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            what: error.message().to_owned(),
        }
    })
}
