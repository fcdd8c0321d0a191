//! The knowledge centre: all sources.

use model::{Kind, Provenance};
use questions::Error;
use questions::freshness::{Freshness, freshness};
use questions::sources::{Answer, Row};

use super::{ADVERSARIES, CHANGED, DRIFT, FRAMEWORKS, NOTICES, PROBLEMS, SOURCE};
use crate::asking;
use crate::context::Here;
use crate::html::block::{Act, Block, Cell, Column, Line, Part, Spark, Table};
use crate::html::face::{Face, number};
use crate::html::render;
use crate::html::safe::{Link, Words, anchor};
use crate::route::{Outcome, Request};

/// All sources, and how fresh they are.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let answer = asking::sources(request.catalogue)?;
    let fresh = freshness(request.catalogue, 0)?;
    Ok(Outcome::Page(document(request.here, &answer, &fresh)))
}

fn document(here: &Here<'_>, answer: &Answer, fresh: &Freshness) -> String {
    let about = &answer.catalogue;
    let mut doc = here.doc("Sources", about);
    doc.lead = vec![Words::of(&format!(
        "{} sources, {} things in them. Each was read at the commit that its page names; nothing is copied without its place, line and licence.",
        number(about.sources),
        number(about.resources)
    ))];
    doc.acts = vec![Act {
        words: "Export",
        primary: false,
        links: vec![
            here.export("CSV", "sources", "csv"),
            here.export("JSON", "sources", "json"),
        ],
    }];
    doc.chips = vec![
        here.link("Problems", PROBLEMS.at([])),
        here.link("Drift", DRIFT.at([])),
        here.link("What changed", CHANGED.at([])),
        Link::to("Control frameworks", here.links.to(FRAMEWORKS.at([]))),
        here.link("Adversaries", ADVERSARIES.at([])),
        here.link("Licences and attribution", NOTICES.at([])),
    ];
    for kind in [Kind::Control, Kind::Detection, Kind::Test, Kind::Knowledge] {
        let rows: Vec<Line> = answer
            .sources
            .iter()
            .zip(&answer.provenance)
            .filter(|(row, _)| row.kinds.first() == Some(&kind))
            .map(|(row, provenance)| source_row(here, row, provenance, fresh))
            .collect();
        let of = Face::of(kind);
        let mut part = Part::new(
            of.id,
            of.name,
            vec![Block::Table(Table::new(of.name, columns(), rows))],
        );
        part.face = Some(of);
        doc.parts.push(part);
    }
    doc.parts.push(tutorial());
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

fn source_row(here: &Here<'_>, row: &Row, provenance: &Provenance, fresh: &Freshness) -> Line {
    let date = |date: &Option<String>| Cell::words(date.as_deref().unwrap_or("–"));
    let mut line = Line::of(vec![
        Cell::Main {
            title: here.link(&row.title, SOURCE.at([&row.source])),
            place: Link::words(&provenance.repository),
            marks: if quiet(provenance) {
                vec![Words::of("quiet")]
            } else {
                Vec::new()
            },
            of: "",
        },
        Cell::words(&provenance.licence),
        Cell::number(row.counts.resources),
        Cell::number(row.counts.mapped),
        Cell::number(row.counts.pairs_followed),
        match fresh.months.get(&row.source) {
            Some(months) => Cell::Spark(Spark::of(months)),
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

fn tutorial() -> Part {
    let texts = [
        "Threat modelling: choose an adversary, a sector or a report on the Threats page; its techniques are weighted by how many of the chosen use them.",
        "Alignment: the same threat against what you own. Read it from the top: the gap is the weight of a technique times what is still unproven.",
        "Validation: a rule that only exists proves nothing. A linked test, then a recorded firing, then a firing in your lab raise its rung from 1 to 5.",
        "Limits: a mapping is its author's opinion. Counts compare what exists, not what would stop an adversary; a technique with a hundred rules may still be missed.",
        "Lowest level means sub-techniques, and techniques that have none.",
    ];
    Part::new(
        "how",
        "How to use it",
        texts
            .iter()
            .map(|text| Block::Text(Words::of(text)))
            .collect(),
    )
}
