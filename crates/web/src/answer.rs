//! Answers in every format: self-contained pages are made here, all other formats by `publish`.

#[cfg(test)]
mod tests;

use askama::Template;
use publish::{Error, Format, Options, Output};
use questions::Answer;

use crate::html::list::List;
use crate::pages::technique::Page;

/// The answer in its format.
pub fn publish(answer: &Answer, format: Format, options: &Options) -> Result<Output, Error> {
    if format != Format::Html {
        return publish::publish(answer, format, options);
    }
    let page = html(answer).ok_or(Error::FormatUnavailable(Format::Html))?;
    page.map(Output::Text).map_err(|error| Error::Write {
        format: Format::Html,
        why: error.to_string(),
    })
}

/// The answer as a page; none where it is neither a technique's page nor a list.
fn html(answer: &Answer) -> Option<Result<String, askama::Error>> {
    if let Answer::Page(page) = answer {
        return Some(Page::standalone(page).render());
    }
    let (title, table) = (publish::title(answer)?, publish::table(answer)?);
    Some(List::of(answer, title, &table).render())
}
