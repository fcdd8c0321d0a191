//! What words find.

use catalogue::Hit;
use model::Kind;
use questions::Error;
use questions::search::{self, SearchResult};

use super::elements::main_cell;
use super::{SOURCE, technique};
use crate::arguments::page_request;
use crate::context::PageContext;
use crate::html::block::{Block, Cell, Column, PageSection, Table, TableRow};
use crate::html::format::number;
use crate::html::pillar_style::PillarStyle;
use crate::html::render;
use crate::html::safe::SafeText;
use crate::route::{Outcome, Request};

/// What is found; a technique that is meant by its id is shown at once.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, context) = (request.catalogue, request.context);
    let Some(words) = request.query.value("words") else {
        return Ok(Outcome::Page(document(
            context,
            "",
            None,
            catalogue.about(),
        )));
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
    let html = document(context, words, Some(&answer), catalogue.about());
    Ok(Outcome::Page(html))
}

/// Group by group.
fn document(
    context: &PageContext<'_>,
    words: &str,
    answer: Option<&search::Answer>,
    about: &catalogue::CatalogueSummary,
) -> String {
    let mut doc = context.document("Search", about);
    let Some(answer) = answer else {
        doc.lead = vec![SafeText::of(
            "One search over ids, names, other names, titles, paths, descriptions and queries.",
        )];
        return render(&doc);
    };
    doc.title = SafeText::of(&format!("{} for “{words}”", number(answer.total)));
    if let Some(corrected) = &answer.corrected {
        doc.lead = vec![SafeText::of(&format!(
            "Nothing is named “{words}”. These are for “{corrected}”."
        ))];
    } else if answer.total == 0 {
        doc.lead = vec![SafeText::of(&format!(
            "Nothing is named “{words}”. Try an id (T1021), a name, a file name or a part of a query."
        ))];
    }
    let techniques: Vec<TableRow> = answer
        .items
        .iter()
        .filter_map(|hit| technique_line(context, hit))
        .collect();
    if !techniques.is_empty() {
        let columns = vec![Column::new("Id", ""), Column::new("Name", "")];
        doc.sections.push(PageSection::new(
            "techniques",
            "Techniques",
            vec![Block::Table(Table::new("Techniques", columns, techniques))],
        ));
    }
    for kind in [Kind::Detection, Kind::Test, Kind::Control, Kind::Knowledge] {
        let rows: Vec<TableRow> = answer
            .items
            .iter()
            .filter_map(|hit| resource(context, hit, kind))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let of = PillarStyle::of(kind);
        let columns = vec![
            Column::new("Title", ""),
            Column::new("Source", "mid"),
            Column::new("Found in", "opt"),
        ];
        let mut section = PageSection::new(
            of.id,
            name(of, kind),
            vec![Block::Table(Table::new(name(of, kind), columns, rows))],
        );
        section.pillar = Some(of);
        doc.sections.push(section);
    }
    if let Some(pager) = context.pager(answer.items.len(), answer.total, answer.next.as_deref()) {
        doc.sections
            .push(PageSection::plain(vec![Block::Table(Table {
                pager: Some(pager),
                ..Table::default()
            })]));
    }
    render(&doc)
}

fn name(of: PillarStyle, kind: Kind) -> &'static str {
    if kind == Kind::Knowledge {
        "Adversaries and knowledge"
    } else {
        of.name
    }
}

fn technique_line(context: &PageContext<'_>, hit: &SearchResult) -> Option<TableRow> {
    match &hit.hit {
        Hit::Technique(technique) => Some(TableRow::new(vec![
            Cell::code(&technique.id.to_string()),
            Cell::Link(technique::link(context, &technique.name, technique.id)),
        ])),
        Hit::Resource(_) => None,
    }
}

fn resource(context: &PageContext<'_>, hit: &SearchResult, kind: Kind) -> Option<TableRow> {
    match &hit.hit {
        Hit::Resource(resource) if resource.kind == kind => {
            let found = match hit.found_in {
                catalogue::Match::Title => "title, id or alias",
                catalogue::Match::Text => hit.excerpt.as_deref().unwrap_or("text"),
            };
            Some(TableRow::new(vec![
                main_cell(context, resource),
                Cell::Link(context.link(&resource.source, SOURCE.at([&resource.source]))),
                Cell::words(found),
            ]))
        }
        Hit::Resource(_) | Hit::Technique(_) => None,
    }
}
