//! What sources should retag.

use questions::drift::{Answer, Arguments, ask};
use questions::{Error, PageRequest};

use super::parts::{by_source, listed};
use super::{RESOURCE, technique};
use crate::context::Here;
use crate::html::block::{Act, Block, Cell, Column, Line, Part, Table};
use crate::html::face::number;
use crate::html::render;
use crate::html::safe::{Link, Words};
use crate::route::{Outcome, Request};

/// What should be retagged, by all sources or by one.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let source = request.query.one("source").map(str::to_owned);
    let answer = listed(request, |page: PageRequest| {
        let source = source.clone();
        ask(request.catalogue, &Arguments { source, page })
    })?;
    Ok(Outcome::Page(document(request.here, &answer)))
}

fn document(here: &Here<'_>, answer: &Answer) -> String {
    let about = &answer.catalogue;
    let mut doc = here.doc("Drift", about);
    doc.lead = vec![Words::of(&if answer.total == 0 {
        format!("All mappings sit on ATT&CK {}.", about.attack)
    } else {
        format!(
            "{} ids that their sources should retag for ATT&CK {}.",
            number(answer.total),
            about.attack
        )
    })];
    doc.acts = vec![Act {
        words: "Export",
        primary: false,
        links: vec![
            here.export("Table for a patch (CSV)", "drift", "csv"),
            here.export("JSON", "drift", "json"),
        ],
    }];
    if answer.total > 0 {
        doc.parts = vec![Part::plain(vec![drift_table(here, answer)])];
    }
    render(&doc)
}

/// The table of ids to retag.
pub(super) fn drift_table(here: &Here<'_>, answer: &Answer) -> Block {
    let rows = answer.items.iter().map(|one| {
        let to: Vec<Link> = one
            .to
            .iter()
            .map(|technique| {
                technique::link(
                    here,
                    &format!("{} {}", technique.id, technique.name),
                    technique.id,
                )
            })
            .collect();
        let at = one.line.map_or_else(String::new, |line| format!(":{line}"));
        let cells = vec![
            Cell::code(&one.written),
            Cell::Links(to),
            Cell::Main {
                title: here.link(&one.title, RESOURCE.at([&one.key])),
                place: Link::words(&format!("{}{at}", one.path)),
                marks: Vec::new(),
                of: "",
            },
            Cell::words(&one.reason),
        ];
        (one.source.clone(), Line::of(cells))
    });
    Block::Table(Table {
        label: Words::of("Ids to retag"),
        columns: vec![
            Column::new("As written", ""),
            Column::new("Now", ""),
            Column::new("Where", ""),
            Column::new("Why", "opt"),
        ],
        groups: by_source(here, rows.collect()),
        pager: here.pager(answer.items.len(), answer.total, answer.next.as_deref()),
    })
}
