//! Licence and attribution of every source.

use questions::Error;
use questions::notices::{Answer, Arguments, ask};

use super::{SOURCE, SOURCES};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::PageSection;
use crate::html::render;
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::route::{Outcome, Request};

/// The terms of all sources.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = ask(request.catalogue, &Arguments::default())?;
    Ok(Outcome::Page(document(request.context, &answer)))
}

fn document(context: &PageContext<'_>, answer: &Answer) -> String {
    let mut doc = context.document("Licences and attribution", &answer.catalogue);
    doc.crumbs = vec![context.link("Sources", SOURCES.at([]))];
    let rows = answer.notices.iter().map(|notice| {
        TableRow::new(vec![
            Cell::Link(context.link(&notice.title, SOURCE.at([&notice.source]))),
            Cell::words(&notice.licence),
            Cell::words(notice.attribution.as_ref().unwrap_or(&notice.copyright)),
        ])
    });
    let columns = vec![
        Column::new("Source", ""),
        Column::new("Licence", ""),
        Column::new("Notice", ""),
    ];
    doc.sections = vec![PageSection::plain(vec![Block::Table(Table::new(
        "Notices",
        columns,
        rows.collect(),
    ))])];
    render(&doc)
}
