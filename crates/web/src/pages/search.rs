//! What words find.

use catalogue::Hit;
use model::Kind;
use questions::Error;
use questions::search::{self, SearchResult};

use super::elements::main_cell;
use super::templates::{FILLED, filled_link, of_every_page};
use super::{SOURCE, technique};
use crate::arguments::page_request;
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::PageSection;
use crate::html::format::number;
use crate::html::pillar_style::PillarStyle;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::html::templates::{Content, NamedTemplate};
use crate::route::{Outcome, Request};

/// What the browser fills on a static site: a section of each kind with one row.
pub(super) fn templates(_: &PageContext<'_>) -> Vec<NamedTemplate> {
    let mut all = of_every_page();
    let techniques = technique_section(vec![technique_row("", filled_link())]);
    all.push(("techniques", Content::Section(techniques.quiet(FILLED))));
    for kind in [Kind::Control, Kind::Detection, Kind::Test, Kind::Knowledge] {
        let title = Cell::Main {
            title: filled_link(),
            place: Link::words(FILLED),
            marks: Vec::new(),
            class: "",
        };
        let section = kind_section(kind, vec![resource_row(title, filled_link(), "")]);
        let name = PillarStyle::of(kind).id;
        all.push((name, Content::Section(section.quiet(FILLED))));
    }
    all
}

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
    let hits = answer.items.iter();
    let techniques: Vec<TableRow> = hits
        .filter_map(|hit| found_technique(context, hit))
        .collect();
    if !techniques.is_empty() {
        doc.sections.push(technique_section(techniques));
    }
    for kind in [Kind::Detection, Kind::Test, Kind::Control, Kind::Knowledge] {
        let hits = answer.items.iter();
        let rows: Vec<TableRow> = hits
            .filter_map(|hit| found_resource(context, hit, kind))
            .collect();
        if !rows.is_empty() {
            doc.sections.push(kind_section(kind, rows));
        }
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

fn technique_section(rows: Vec<TableRow>) -> PageSection {
    let columns = vec![Column::new("Id", ""), Column::new("Name", "")];
    let table = Table::new("Techniques", columns, rows);
    PageSection::new("techniques", "Techniques", vec![Block::Table(table)])
}

/// The resources of a kind.
fn kind_section(kind: Kind, rows: Vec<TableRow>) -> PageSection {
    let of = PillarStyle::of(kind);
    let columns = vec![
        Column::new("Title", ""),
        Column::new("Source", "mid"),
        Column::new("Found in", "opt"),
    ];
    let table = Table::new(name(of, kind), columns, rows);
    let mut section = PageSection::new(of.id, name(of, kind), vec![Block::Table(table)]);
    section.pillar = Some(of);
    section
}

fn name(of: PillarStyle, kind: Kind) -> &'static str {
    if kind == Kind::Knowledge {
        "Adversaries and knowledge"
    } else {
        of.name
    }
}

fn found_technique(context: &PageContext<'_>, hit: &SearchResult) -> Option<TableRow> {
    match &hit.hit {
        Hit::Technique(technique) => Some(technique_row(
            &technique.id.to_string(),
            technique::link(context, &technique.name, technique.id),
        )),
        Hit::Resource(_) => None,
    }
}

fn technique_row(id: &str, name: Link) -> TableRow {
    TableRow::new(vec![Cell::code(id), Cell::Link(name)])
}

fn found_resource(context: &PageContext<'_>, hit: &SearchResult, kind: Kind) -> Option<TableRow> {
    match &hit.hit {
        Hit::Resource(resource) if resource.kind == kind => {
            let found = match hit.found_in {
                catalogue::Match::Title => "title, id or alias",
                catalogue::Match::Text => hit.excerpt.as_deref().unwrap_or("text"),
            };
            let source = context.link(&resource.source, SOURCE.at([&resource.source]));
            Some(resource_row(main_cell(context, resource), source, found))
        }
        Hit::Resource(_) | Hit::Technique(_) => None,
    }
}

fn resource_row(title: Cell, source: Link, found_in: &str) -> TableRow {
    TableRow::new(vec![title, Cell::Link(source), Cell::words(found_in)])
}
