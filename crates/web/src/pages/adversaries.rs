//! All adversaries.

use questions::Error;
use questions::adversaries::{Answer, Arguments, ask};
use questions::threat::MatchedAdversary;

use super::THREATS;
use super::actor::actor_link;
use super::elements::listed;
use crate::arguments::category;
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::{Document, PageSection};
use crate::html::format::number;
use crate::html::render;
use crate::html::safe::SafeText;
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::route::{Outcome, Request};

/// All adversaries, or those that a category holds.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = listed(request, |page| {
        let category = category(request.query);
        ask(request.catalogue, &Arguments { category, page })
    })?;
    Ok(Outcome::Page(document(request.context, &answer)))
}

fn document(context: &PageContext<'_>, answer: &Answer) -> String {
    let mut doc: Document = context.document("Adversaries", &answer.catalogue);
    doc.lead = vec![SafeText::of(&format!(
        "{} adversaries.",
        number(answer.total)
    ))];
    doc.chips = vec![context.link("Choose by motive, sector and country", THREATS.at([]))];
    let columns = vec![
        Column::new("Id", "mid"),
        Column::new("Name", ""),
        Column::new("Also called", "opt"),
        Column::new("Techniques", "n"),
    ];
    let mut table = Table::new(
        "Adversaries",
        columns,
        answer
            .items
            .iter()
            .map(|adversary| matched(context, adversary))
            .collect(),
    );
    table.pager = context.pager(answer.items.len(), answer.total, answer.next.as_deref());
    doc.sections = vec![PageSection::plain(vec![Block::Table(table)])];
    render(&doc)
}

fn matched(context: &PageContext<'_>, adversary: &MatchedAdversary) -> TableRow {
    TableRow::new(vec![
        Cell::code(adversary.actor.id.as_deref().unwrap_or("–")),
        Cell::Link(actor_link(context, &adversary.actor)),
        Cell::words(
            &adversary
                .actor
                .aliases
                .iter()
                .take(5)
                .cloned()
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Cell::number(adversary.techniques),
    ])
}
