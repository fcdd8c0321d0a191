//! Answers as documents.

use questions::Answer;

use super::{Error, Format, Output};
use crate::options::Options;
use crate::{answers, markdown};

/// The answer as a document: its page, or its list as a table.
pub(super) fn write(answer: &Answer, options: &Options) -> Result<Output, Error> {
    let page = answers::markdown(answer, options.layout);
    let text = page.or_else(|| answers::table(answer).map(|list| markdown::table(&list)));
    text.map(Output::Text)
        .ok_or(Error::FormatUnavailable(Format::Markdown))
}
