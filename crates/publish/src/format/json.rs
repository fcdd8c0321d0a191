//! The answer whole, for programs.

use questions::Answer;

use super::{Error, Format, Output};
use crate::options::Options;

pub(super) fn write(answer: &Answer, _: &Options) -> Result<Output, Error> {
    let text = serde_json::to_string_pretty(answer).map_err(|error| Error::Write {
        format: Format::Json,
        why: error.to_string(),
    })?;
    Ok(Output::Text(text + "\n"))
}
