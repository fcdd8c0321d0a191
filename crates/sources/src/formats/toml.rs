//! The TOML files of a tree.

use documents::toml;
use model::Problem;
use serde::de::DeserializeOwned;

use super::text;
use crate::File;

pub(crate) use documents::toml::Spanned;

/// The document of the file.
pub(crate) fn parse<T: DeserializeOwned>(file: &File<'_>) -> Result<T, Problem> {
    toml::parse(text::small(file)?).map_err(|error| text::unexpected(file, "TOML", &error))
}
