//! The knowledge centre: all sources.

use model::{Kind, Provenance};
use questions::Error;
use questions::freshness::{Freshness, freshness};
use questions::sources::{Answer, Row};

use super::{ADVERSARIES, CHANGED, DRIFT, FRAMEWORKS, NOTICES, PROBLEMS, SOURCE};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::{Menu, PageSection};
use crate::html::format::number;
use crate::html::pillar_style::PillarStyle;
use crate::html::render;
use crate::html::safe::{Link, SafeText, anchor};
use crate::html::table::{Cell, Column, Sparkline, Table, TableRow};
use crate::route::{Outcome, Request};
use crate::shared_questions;

/// All sources, and how fresh they are.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = shared_questions::ask_sources(request.catalogue)?;
    let fresh = freshness(request.catalogue, 0)?;
    Ok(Outcome::Page(document(request.context, &answer, &fresh)))
}

fn document(context: &PageContext<'_>, answer: &Answer, fresh: &Freshness) -> String {
    let about = &answer.catalogue;
    let mut doc = context.document("Sources", about);
    doc.lead = vec![SafeText::of(&format!(
        "{} sources, {} things in them. Each was read at the commit that its page names; nothing is copied without its place, line and licence.",
        number(about.sources),
        number(about.resources)
    ))];
    doc.menus = vec![Menu {
        words: "Export",
        primary: false,
        links: vec![
            context.export("CSV", "sources", "csv"),
            context.export("JSON", "sources", "json"),
        ],
    }];
    doc.chips = vec![
        context.link("Problems", PROBLEMS.at([])),
        context.link("Drift", DRIFT.at([])),
        context.link("What changed", CHANGED.at([])),
        Link::to("Control frameworks", context.links.to(FRAMEWORKS.at([]))),
        context.link("Adversaries", ADVERSARIES.at([])),
        context.link("Licences and attribution", NOTICES.at([])),
    ];
    for kind in [Kind::Control, Kind::Detection, Kind::Test, Kind::Knowledge] {
        let rows: Vec<TableRow> = answer
            .sources
            .iter()
            .zip(&answer.provenance)
            .filter(|(row, _)| row.kinds.first() == Some(&kind))
            .map(|(row, provenance)| source_row(context, row, provenance, fresh))
            .collect();
        let of = PillarStyle::of(kind);
        let mut section = PageSection::new(
            of.id,
            of.name,
            vec![Block::Table(Table::new(of.name, columns(), rows))],
        );
        section.pillar = Some(of);
        doc.sections.push(section);
    }
    doc.sections.push(tutorial());
    render(&doc)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Source", ""),
        Column::new("Licence", "mid"),
        Column::new("Items", "n"),
        Column::new("Mapped", "n mid"),
        Column::new("Mappings", "n mid"),
        Column::new("Freshness", "opt fresh"),
        Column::new("Changed", "mid"),
        Column::new("Read", "opt"),
        Column::new("Problems", "n"),
    ]
}

fn source_row(
    context: &PageContext<'_>,
    row: &Row,
    provenance: &Provenance,
    fresh: &Freshness,
) -> TableRow {
    let date = |date: &Option<String>| Cell::words(date.as_deref().unwrap_or("–"));
    let mut line = TableRow::new(vec![
        Cell::Main {
            title: context.link(&row.title, SOURCE.at([&row.source])),
            place: Link::words(&provenance.repository),
            marks: if quiet(provenance) {
                vec![SafeText::of("quiet")]
            } else {
                Vec::new()
            },
            class: "",
        },
        Cell::words(&provenance.licence),
        Cell::number(row.counts.resources),
        Cell::number(row.counts.mapped),
        Cell::number(row.counts.pairs_followed),
        match fresh.months.get(&row.source) {
            Some(months) => Cell::Sparkline(Sparkline::of(months)),
            None => Cell::words("not stated"),
        },
        date(&provenance.commit_date),
        date(&provenance.read),
        Cell::number(row.problems),
    ]);
    line.id = anchor(&row.source);
    line
}

/// Its authors have not changed it in the year before it was read.
fn quiet(provenance: &Provenance) -> bool {
    let parsed = |text: &Option<String>| text.as_deref()?.parse::<jiff::civil::Date>().ok();
    match (parsed(&provenance.commit_date), parsed(&provenance.read)) {
        (Some(changed), Some(read)) => (read - changed).get_days() > 365,
        _ => false,
    }
}

fn tutorial() -> PageSection {
    let texts = [
        "Threat modelling: choose an adversary, a sector or a report on the Threats page; its techniques are weighted by how many of the chosen use them.",
        "Alignment: the same threat against what you own. Read it from the top: the gap is the weight of a technique times what is still unproven.",
        "Validation: a rule that only exists proves nothing. A linked test, then a recorded firing, then a firing in your lab raise its rung from 1 to 5.",
        "Limits: a mapping is its author's opinion. Counts compare what exists, not what would stop an adversary; a technique with a hundred rules may still be missed.",
        "Lowest level means sub-techniques, and techniques that have none.",
    ];
    PageSection::new(
        "how",
        "How to use it",
        texts
            .iter()
            .map(|text| Block::Text(SafeText::of(text)))
            .collect(),
    )
}
