//! Lists for programs that read line by line: one item per line.

use questions::Answer;

use super::{Error, Format, Options, Published};
use crate::answers;

pub(super) fn write(answer: &Answer, _: &Options) -> Result<Published, Error> {
    let lines = answers::ndjson(answer).map_err(|error| Error::Write {
        format: Format::Ndjson,
        why: error.to_string(),
    })?;
    Ok(Published::Text(lines))
}
