//! YAML under a budget: size, depth, nodes and aliases are bounded, duplicate keys refused, `00000429` stays text.

use model::Problem;
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location, Options, options::DuplicateKeyPolicy};

use super::text;
use crate::File;

pub(crate) use serde_saphyr::Spanned;

/// The one document of the file.
pub(crate) fn one<T: DeserializeOwned>(file: &File<'_>) -> Result<T, Problem> {
    serde_saphyr::from_str_with_options(text::small(file)?, options())
        .map_err(|error| problem(file, &error))
}

/// All documents of the file; empty ones are left out.
pub(crate) fn all<T: DeserializeOwned>(file: &File<'_>) -> Result<Vec<T>, Problem> {
    serde_saphyr::from_multiple_with_options(text::small(file)?, options())
        .map_err(|error| problem(file, &error))
}

/// The line at which the value stands.
pub(crate) fn line<T>(spanned: &Spanned<T>) -> Option<u32> {
    u32::try_from(spanned.referenced.line())
        .ok()
        .filter(|&line| line > 0)
}

fn options() -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: 200, max_nodes: 500_000 },
    }
}

fn problem(file: &File<'_>, error: &Error) -> Problem {
    let line = error
        .location()
        .map(|location: Location| location.line())
        .and_then(|line| u32::try_from(line).ok());
    file.problem(
        line,
        format!(
            "is not the YAML expected here: {}",
            text::first_line(&error.to_string())
        ),
    )
}
