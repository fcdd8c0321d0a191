//! What changed; without an older catalogue, how fresh each source is.

use questions::freshness::{Freshness, freshness};
use questions::{Error, sources};

use super::SOURCE;
use super::elements::{empty, main_cell};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::PageSection;
use crate::html::format::day;
use crate::html::render;
use crate::html::safe::SafeText;
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::route::{Outcome, Request};
use crate::shared_questions;

/// Sources by their last change, and what their authors changed last.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = shared_questions::ask_sources(request.catalogue)?;
    let fresh = freshness(request.catalogue, 100)?;
    Ok(Outcome::Page(document(request.context, &answer, &fresh)))
}

fn document(context: &PageContext<'_>, answer: &sources::Answer, fresh: &Freshness) -> String {
    let mut doc = context.document("What changed", &answer.catalogue);
    doc.lead = vec![SafeText::of(
        "No older catalogue is at hand to compare with, so that nothing can be called added or retired. \
         `rhumb diff OLD NEW` compares two. Below: what authors changed last, as they say.",
    )];
    doc.sections = vec![
        newest(context, fresh),
        PageSection::new(
            "sources",
            "Sources by their last change",
            vec![Block::Table(source_table(context, answer))],
        ),
    ];
    render(&doc)
}

fn source_table(context: &PageContext<'_>, answer: &sources::Answer) -> Table {
    let mut rows: Vec<_> = answer.sources.iter().zip(&answer.provenance).collect();
    rows.sort_by(|left, right| {
        right
            .1
            .commit_date
            .cmp(&left.1.commit_date)
            .then_with(|| left.0.title.cmp(&right.0.title))
    });
    let lines = rows.into_iter().map(|(row, provenance)| {
        TableRow::new(vec![
            Cell::Link(context.link(&row.title, SOURCE.at([&row.source]))),
            Cell::words(
                &provenance
                    .commit_date
                    .as_deref()
                    .map_or_else(|| "not stated".to_owned(), day),
            ),
            Cell::code(
                &provenance
                    .commit
                    .as_deref()
                    .unwrap_or("–")
                    .chars()
                    .take(7)
                    .collect::<String>(),
            ),
            Cell::number(row.counts.resources),
        ])
    });
    let columns = vec![
        Column::new("Source", ""),
        Column::new("Last changed", ""),
        Column::new("Commit", "mid"),
        Column::new("Items", "n"),
    ];
    Table::new("Sources by their last change", columns, lines.collect())
}

/// What authors say that they changed last.
fn newest(context: &PageContext<'_>, fresh: &Freshness) -> PageSection {
    let lines = fresh.newest.iter().map(|resource| {
        TableRow::new(vec![
            main_cell(context, resource),
            Cell::Link(context.link(&resource.source, SOURCE.at([&resource.source]))),
            Cell::words(resource.changed.as_deref().unwrap_or("–")),
        ])
    });
    let columns = vec![
        Column::new("Item", ""),
        Column::new("Source", "mid"),
        Column::new("Changed", "n"),
    ];
    let lines: Vec<TableRow> = lines.collect();
    let block = if lines.is_empty() {
        empty("No source says when its items were changed.")
    } else {
        Block::Table(Table::new("Changed last", columns, lines))
    };
    PageSection::new("newest", "Changed last", vec![block])
        .quiet("rules, tests, controls and knowledge")
}
