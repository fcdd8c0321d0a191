//! TOML under a limit of size.

use model::Problem;
use serde::de::DeserializeOwned;

use super::text;
use crate::File;

/// The document of the file.
pub(crate) fn one<T: DeserializeOwned>(file: &File<'_>) -> Result<T, Problem> {
    let content = text::small(file)?;
    ::toml::from_str(content).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text::line_at(content, span.start));
        file.problem(
            line,
            format!(
                "is not the TOML expected here: {}",
                text::first_line(error.message())
            ),
        )
    })
}
