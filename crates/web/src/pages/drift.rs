//! What sources should retag.

use questions::drift::{Answer, Arguments, ask};
use questions::{Error, PageRequest};

use super::elements::{by_source, listed};
use super::{RESOURCE, technique};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::{Menu, PageSection};
use crate::html::format::number;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::route::{Outcome, Request};

/// What should be retagged, by all sources or by one.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let source = request.query.value("source").map(str::to_owned);
    let answer = listed(request, |page: PageRequest| {
        let source = source.clone();
        ask(request.catalogue, &Arguments { source, page })
    })?;
    Ok(Outcome::Page(document(request.context, &answer)))
}

fn document(context: &PageContext<'_>, answer: &Answer) -> String {
    let about = &answer.catalogue;
    let mut doc = context.document("Drift", about);
    doc.lead = vec![SafeText::of(&if answer.total == 0 {
        format!("All mappings sit on ATT&CK {}.", about.attack)
    } else {
        format!(
            "{} ids and tactics that their sources should retag for ATT&CK {}.",
            number(answer.total),
            about.attack
        )
    })];
    doc.menus = vec![Menu {
        words: "Export",
        primary: false,
        links: vec![
            context.export("Table for a patch (CSV)", "drift", "csv"),
            context.export("JSON", "drift", "json"),
        ],
    }];
    if answer.total > 0 {
        doc.sections = vec![PageSection::plain(vec![drift_table(context, answer)])];
    }
    render(&doc)
}

/// The table of ids to retag.
pub(super) fn drift_table(context: &PageContext<'_>, answer: &Answer) -> Block {
    let rows = answer.items.iter().map(|row| {
        let tactics = row.to_tactics.iter();
        let tactics = tactics.map(|tactic| Link::words(&tactic.written));
        let to: Vec<Link> = row
            .to
            .iter()
            .map(|technique| {
                technique::link(
                    context,
                    &format!("{} {}", technique.id, technique.name),
                    technique.id,
                )
            })
            .chain(tactics)
            .collect();
        let at = row.line.map_or_else(String::new, |line| format!(":{line}"));
        let cells = vec![
            Cell::code(&row.written),
            Cell::Links(to),
            Cell::Main {
                title: context.link(&row.title, RESOURCE.at([&row.key])),
                place: Link::words(&format!("{}{at}", row.path)),
                marks: Vec::new(),
                class: "",
            },
            Cell::words(&row.reason),
        ];
        (row.source.clone(), TableRow::new(cells))
    });
    Block::Table(Table {
        label: SafeText::of("Ids to retag"),
        columns: vec![
            Column::new("As written", ""),
            Column::new("Now", ""),
            Column::new("Where", ""),
            Column::new("Why", "opt"),
        ],
        groups: by_source(context, rows.collect()),
        pager: context.pager(answer.items.len(), answer.total, answer.next.as_deref()),
    })
}
