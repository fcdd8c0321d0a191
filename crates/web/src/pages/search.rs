//! What words find.

use catalogue::Hit;
use model::Kind;
use questions::Error;
use questions::search::{self, SearchResult};

use super::parts::main_cell;
use super::{SOURCE, technique};
use crate::arguments::page_request;
use crate::context::Here;
use crate::html::block::{Block, Cell, Column, Line, Part, Table};
use crate::html::face::{Face, number};
use crate::html::render;
use crate::html::safe::Words;
use crate::route::{Outcome, Request};

/// What is found; a technique that is meant by its id is shown at once.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, here) = (request.catalogue, request.here);
    let Some(words) = request.query.one("words") else {
        return Ok(Outcome::Page(document(here, "", None, catalogue.about())));
    };
    if let Ok(id) = model::TechniqueId::from_people(words)
        && catalogue.technique(id)?.is_some()
    {
        return Ok(Outcome::Moved(format!("/technique/{id}")));
    }
    let arguments = search::Arguments {
        words: vec![words.to_owned()],
        page: page_request(request.query, 100),
    };
    let answer = search::ask(catalogue, &arguments)?;
    let html = document(here, words, Some(&answer), catalogue.about());
    Ok(Outcome::Page(html))
}

/// Group by group.
fn document(
    here: &Here<'_>,
    words: &str,
    answer: Option<&search::Answer>,
    about: &catalogue::CatalogueSummary,
) -> String {
    let mut doc = here.doc("Search", about);
    let Some(answer) = answer else {
        doc.lead = vec![Words::of(
            "One search over ids, names, other names, titles, paths, descriptions and queries.",
        )];
        return render(&doc);
    };
    doc.title = Words::of(&format!("{} for “{words}”", number(answer.total)));
    if let Some(corrected) = &answer.corrected {
        doc.lead = vec![Words::of(&format!(
            "Nothing is named “{words}”. These are for “{corrected}”."
        ))];
    } else if answer.total == 0 {
        doc.lead = vec![Words::of(&format!(
            "Nothing is named “{words}”. Try an id (T1021), a name, a file name or a part of a query."
        ))];
    }
    let techniques: Vec<Line> = answer
        .items
        .iter()
        .filter_map(|one| technique_line(here, one))
        .collect();
    if !techniques.is_empty() {
        let columns = vec![Column::new("Id", ""), Column::new("Name", "")];
        doc.parts.push(Part::new(
            "techniques",
            "Techniques",
            vec![Block::Table(Table::new("Techniques", columns, techniques))],
        ));
    }
    for kind in [Kind::Detection, Kind::Test, Kind::Control, Kind::Knowledge] {
        let rows: Vec<Line> = answer
            .items
            .iter()
            .filter_map(|one| resource(here, one, kind))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let of = Face::of(kind);
        let columns = vec![
            Column::new("Title", ""),
            Column::new("Source", "mid"),
            Column::new("Found in", "opt"),
        ];
        let mut part = Part::new(
            of.id,
            name(of, kind),
            vec![Block::Table(Table::new(name(of, kind), columns, rows))],
        );
        part.face = Some(of);
        doc.parts.push(part);
    }
    if let Some(pager) = here.pager(answer.items.len(), answer.total, answer.next.as_deref()) {
        doc.parts.push(Part::plain(vec![Block::Table(Table {
            pager: Some(pager),
            ..Table::default()
        })]));
    }
    render(&doc)
}

fn name(of: Face, kind: Kind) -> &'static str {
    if kind == Kind::Knowledge {
        "Adversaries and knowledge"
    } else {
        of.name
    }
}

fn technique_line(here: &Here<'_>, one: &SearchResult) -> Option<Line> {
    match &one.hit {
        Hit::Technique(technique) => Some(Line::of(vec![
            Cell::code(&technique.id.to_string()),
            Cell::Link(technique::link(here, &technique.name, technique.id)),
        ])),
        Hit::Resource(_) => None,
    }
}

fn resource(here: &Here<'_>, one: &SearchResult, kind: Kind) -> Option<Line> {
    match &one.hit {
        Hit::Resource(resource) if resource.kind == kind => {
            let found = match one.found_in {
                catalogue::Match::Title => "title, id or alias",
                catalogue::Match::Text => one.excerpt.as_deref().unwrap_or("text"),
            };
            Some(Line::of(vec![
                main_cell(here, resource),
                Cell::Link(here.link(&resource.source, SOURCE.at([&resource.source]))),
                Cell::words(found),
            ]))
        }
        Hit::Resource(_) | Hit::Technique(_) => None,
    }
}
