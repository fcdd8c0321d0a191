//! The answer whole, for programs.

use questions::Answer;

use super::{Error, Format, Options, Published};

pub(super) fn write(answer: &Answer, _: &Options) -> Result<Published, Error> {
    let text = serde_json::to_string_pretty(answer).map_err(|error| Error::Write {
        format: Format::Json,
        why: error.to_string(),
    })?;
    Ok(Published::Text(text + "\n"))
}
