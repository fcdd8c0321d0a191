//! All frameworks of controls.

use questions::Error;
use questions::sources::Answer;

use super::{FRAMEWORK, SOURCES};
use crate::asking;
use crate::context::Here;
use crate::html::block::{Block, Cell, Column, Line, Part, Table};
use crate::html::render;
use crate::route::{Outcome, Request};

/// All frameworks.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = asking::sources(request.catalogue)?;
    Ok(Outcome::Page(document(request.here, &answer)))
}

fn document(here: &Here<'_>, answer: &Answer) -> String {
    let mut doc = here.doc("Control frameworks", &answer.catalogue);
    doc.crumbs = vec![here.link("Sources", SOURCES.at([]))];
    let rows = answer
        .sources
        .iter()
        .filter(|row| row.kinds.contains(&model::Kind::Control));
    let lines = rows.map(|row| {
        Line::of(vec![
            Cell::Link(here.link(&row.title, FRAMEWORK.at([&row.source]))),
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
    doc.parts = vec![Part::plain(vec![Block::Table(Table::new(
        "Frameworks",
        columns,
        lines.collect(),
    ))])];
    render(&doc)
}
