//! All adversaries.

use questions::Error;
use questions::adversaries::{Answer, Arguments, ask};
use questions::threat::MatchedAdversary;

use super::THREATS;
use super::actor::actor_link;
use super::parts::listed;
use crate::arguments::category;
use crate::context::Here;
use crate::html::block::{Block, Cell, Column, Doc, Line, Part, Table};
use crate::html::face::number;
use crate::html::render;
use crate::html::safe::Words;
use crate::route::{Outcome, Request};

/// All adversaries, or those that a category holds.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = listed(request, |page| {
        let category = category(request.query);
        ask(request.catalogue, &Arguments { category, page })
    })?;
    Ok(Outcome::Page(document(request.here, &answer)))
}

fn document(here: &Here<'_>, answer: &Answer) -> String {
    let mut doc: Doc = here.doc("Adversaries", &answer.catalogue);
    doc.lead = vec![Words::of(&format!("{} adversaries.", number(answer.total)))];
    doc.chips = vec![here.link("Choose by motive, sector and country", THREATS.at([]))];
    let columns = vec![
        Column::new("Id", "mid"),
        Column::new("Name", ""),
        Column::new("Also called", "opt"),
        Column::new("Techniques", "n"),
    ];
    let mut table = Table::new(
        "Adversaries",
        columns,
        answer.items.iter().map(|one| matched(here, one)).collect(),
    );
    table.pager = here.pager(answer.items.len(), answer.total, answer.next.as_deref());
    doc.parts = vec![Part::plain(vec![Block::Table(table)])];
    render(&doc)
}

fn matched(here: &Here<'_>, one: &MatchedAdversary) -> Line {
    Line::of(vec![
        Cell::code(one.actor.id.as_deref().unwrap_or("–")),
        Cell::Link(actor_link(here, &one.actor)),
        Cell::words(
            &one.actor
                .aliases
                .iter()
                .take(5)
                .cloned()
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Cell::number(one.techniques),
    ])
}
