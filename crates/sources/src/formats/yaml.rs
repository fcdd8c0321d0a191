//! The YAML files of a tree.

use documents::yaml::{self, Limits};
use model::Problem;
use serde::de::DeserializeOwned;

use super::text;
use crate::File;

pub(crate) use documents::yaml::{Spanned, line, section};

/// No rule or test comes near.
pub(crate) const LIMITS: Limits = Limits {
    depth: 200,
    nodes: 500_000,
    too_deep: "it is nested deeper than any rule or test",
    too_much: "it unfolds to more than any rule or test holds",
};

/// The one document of the file.
pub(crate) fn parse<T: DeserializeOwned>(file: &File<'_>) -> Result<T, Problem> {
    yaml::parse(text::small(file)?, &LIMITS).map_err(|error| text::unexpected(file, "YAML", &error))
}

/// All documents of the file; empty ones are left out.
pub(crate) fn all<T: DeserializeOwned>(file: &File<'_>) -> Result<Vec<T>, Problem> {
    yaml::all(text::small(file)?, &LIMITS).map_err(|error| text::unexpected(file, "YAML", &error))
}
