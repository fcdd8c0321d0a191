//! Pages that say why there is no other.

use catalogue::CatalogueSummary;
use questions::{Error, NearMatch};

use super::{MATRIX, SEARCH, SOURCES};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::PageSection;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::route::{Outcome, Request};

/// A page that says why there is none, with what is near.
pub(crate) fn missing(
    context: &PageContext<'_>,
    about: &CatalogueSummary,
    title: &str,
    why: &str,
    near: &[NearMatch],
) -> String {
    let mut doc = context.document(title, about);
    doc.lead = vec![SafeText::of(why)];
    let names: Vec<Link> = near
        .iter()
        .map(|near| {
            let words = format!("{} {}", near.id, near.name);
            let search = context.links.with(SEARCH.at([]), &[("words", &near.id)]);
            Link::to(&words, search)
        })
        .collect();
    if !names.is_empty() {
        let names = vec![Block::Names(names)];
        doc.sections
            .push(PageSection::new("near", "Near to it", names));
    }
    doc.sections.push(PageSection::plain(vec![Block::Names(vec![
        context.link("Search everything", SEARCH.at([])),
        context.link("Open the matrix", MATRIX.at([])),
        context.link("All sources", SOURCES.at([])),
    ])]));
    render(&doc)
}

/// A page, or one that says that there is none.
pub(super) fn page_or_missing(request: &Request<'_>, html: Option<String>) -> Outcome {
    match html {
        Some(html) => Outcome::Page(html),
        None => Outcome::Missing(missing(
            request.context,
            request.catalogue.about(),
            "Not in this catalogue",
            "Nothing of this name is in this catalogue.",
            &[],
        )),
    }
}

/// A page that says why a question has no answer.
pub(crate) fn error_page(
    error: &Error,
    context: &PageContext<'_>,
    about: &CatalogueSummary,
) -> Outcome {
    let page = |title, near| missing(context, about, title, &error.to_string(), near);
    match error {
        Error::Unknown { near, .. } => Outcome::Missing(page("Not in this catalogue", near)),
        Error::Elsewhere(elsewhere) => {
            Outcome::Missing(page("Of another release", &elsewhere.near))
        }
        Error::Argument(_) | Error::Endless(_) | Error::Catalogue(_) => {
            Outcome::Refused(page("This cannot be answered", &[]))
        }
    }
}
