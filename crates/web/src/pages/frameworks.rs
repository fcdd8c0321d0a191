//! All frameworks of controls.

use questions::Error;
use questions::sources::Answer;

use super::{FRAMEWORK, SOURCES};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::PageSection;
use crate::html::render;
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::route::{Outcome, Request};
use crate::shared_questions;

/// All frameworks.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = shared_questions::ask_sources(request.catalogue)?;
    Ok(Outcome::Page(document(request.context, &answer)))
}

fn document(context: &PageContext<'_>, answer: &Answer) -> String {
    let mut doc = context.document("Control frameworks", &answer.catalogue);
    doc.crumbs = vec![context.link("Sources", SOURCES.at([]))];
    let rows = answer
        .sources
        .iter()
        .filter(|row| row.kinds.contains(&model::Kind::Control));
    let lines = rows.map(|row| {
        TableRow::new(vec![
            Cell::Link(context.link(&row.title, FRAMEWORK.at([&row.source]))),
            Cell::number(row.counts.resources),
            Cell::number(row.counts.mapped),
            Cell::number(row.counts.pairs_followed),
        ])
    });
    let columns = vec![
        Column::new("Framework", ""),
        Column::new("Controls", "n"),
        Column::new("Mapped", "n"),
        Column::new("Mappings", "n"),
    ];
    doc.sections = vec![PageSection::plain(vec![Block::Table(Table::new(
        "Frameworks",
        columns,
        lines.collect(),
    ))])];
    render(&doc)
}
