//! What could not be read.

use questions::problems::{Answer, Arguments, ask};
use questions::{Error, PageRequest};

use super::elements::{by_source, empty, listed};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::PageSection;
use crate::html::render;
use crate::html::safe::SafeText;
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::route::{Outcome, Request};

/// What could not be read, of all sources or of one.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let source = request.query.value("source").map(str::to_owned);
    let answer = listed(request, |page: PageRequest| {
        let source = source.clone();
        ask(request.catalogue, &Arguments { source, page })
    })?;
    Ok(Outcome::Page(document(request.context, &answer)))
}

fn document(context: &PageContext<'_>, answer: &Answer) -> String {
    let mut doc = context.document("Problems", &answer.catalogue);
    doc.lead = vec![SafeText::of(
        "What could not be read or understood, by source, file and line. The rest of each file was read.",
    )];
    doc.sections = vec![PageSection::plain(vec![problem_table(context, answer)])];
    render(&doc)
}

/// The table of problems; a sentence where there are none.
pub(super) fn problem_table(context: &PageContext<'_>, answer: &Answer) -> Block {
    if answer.items.is_empty() {
        return empty("No problem: every file was read whole.");
    }
    let rows = answer.items.iter().map(|row| {
        let at = row
            .problem
            .line
            .map_or_else(String::new, |line| format!(":{line}"));
        let cells = vec![
            Cell::code(&format!("{}{at}", row.problem.path)),
            Cell::words(&cut(&if context.withholds(&row.source) {
                without_quotes(&row.problem.what)
            } else {
                row.problem.what.clone()
            })),
        ];
        (row.source.clone(), TableRow::new(cells))
    });
    Block::Table(Table {
        label: SafeText::of("Problems"),
        columns: vec![Column::new("File", "path"), Column::new("What", "")],
        groups: by_source(context, rows.collect()),
        pager: context.pager(answer.items.len(), answer.total, answer.next.as_deref()),
    })
}

/// The message without quoted text of the source.
fn without_quotes(what: &str) -> String {
    let mut parts = what.split('`');
    let mut said = parts.next().unwrap_or_default().to_owned();
    while let (Some(_), Some(rest)) = (parts.next(), parts.next()) {
        said += "“…”";
        said += rest;
    }
    said
}

/// At most 160 letters.
fn cut(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text.to_owned(),
    }
}
