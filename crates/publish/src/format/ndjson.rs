//! Lists for programs that read line by line: one item per line.

use questions::Answer;

use super::{Error, Format, Output};
use crate::answers;
use crate::options::Options;

pub(super) fn write(answer: &Answer, _: &Options) -> Result<Output, Error> {
    let lines = answers::ndjson(answer).map_err(|error| Error::Write {
        format: Format::Ndjson,
        why: error.to_string(),
    })?;
    Ok(Output::Text(lines))
}
