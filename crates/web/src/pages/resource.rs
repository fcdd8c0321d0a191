//! A resource whole: its text, its mappings as written, what it is joined with, on what terms it is shown.

use model::TextPolicy;
use questions::Error;
use questions::resource::{Answer, Arguments, ResourceWithLinks, ask};

use super::missing::found;
use super::parts::{WITHHELD, empty};
use super::{LOG_SOURCE, RESOURCE, SOURCE, log_source, technique};
use crate::context::Here;
use crate::file_name::slug;
use crate::html::block::{Block, Cell, Column, Line, Part, Table};
use crate::html::code::highlighted;
use crate::html::face::{Face, day};
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, Words};
use crate::links::Place;
use crate::location::{Names, Target, named};
use crate::route::{Inventory, Outcome, Request};

/// The resource of this key.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let id = request.names[0].clone();
    let answer = ask(request.catalogue, &Arguments { id })?;
    Ok(found(request, document(request.here, &answer)))
}

/// Every resource.
pub(super) fn all(inventory: &Inventory) -> Vec<Names> {
    let resources = inventory.resources.iter();
    resources.map(|resource| named(&resource.key)).collect()
}

/// The page of its source.
pub(super) fn source([key, _]: [&str; 2]) -> Target<'_> {
    SOURCE.at([key.split_once(':').map_or(key, |(source, _)| source)])
}

/// A key as folder and name of a file: `sigma:rules/x.yml` is in the folder of its source.
pub(super) fn key_in_files(key: &str) -> String {
    match key.split_once(':') {
        Some((source, place)) => format!("{}/{}", slug(source), slug(place)),
        None => slug(key),
    }
}

/// The page of a resource; of several where authors gave one id to several.
fn document(here: &Here<'_>, answer: &Answer) -> Option<String> {
    let first = answer.resources.first()?;
    let resource = &first.details.resource;
    let mut doc = here.doc(&resource.title, &answer.catalogue);
    doc.crumbs = vec![
        here.link(&first.provenance.title, SOURCE.at([&resource.source])),
        Link::words(Face::of(resource.kind).noun[0]),
    ];
    doc.code = resource.id.as_deref().map(Words::of);
    doc.chips = chips(first);
    if answer.resources.len() > 1 {
        doc.lead = vec![Words::of(&format!(
            "{} things have this id.",
            answer.resources.len()
        ))];
    }
    for shown in &answer.resources {
        doc.parts.extend(parts(here, shown));
    }
    Some(render(&doc))
}

fn chips(shown: &ResourceWithLinks) -> Vec<Link> {
    let resource = &shown.details.resource;
    let mut chips: Vec<String> = Vec::new();
    chips.extend(resource.level.map(|level| format!("level {level}")));
    if resource.status != model::Status::Unstated {
        chips.push(resource.status.to_string());
    }
    chips.extend(resource.platforms.iter().cloned());
    chips.iter().map(|chip| Link::words(chip)).collect()
}

fn parts(here: &Here<'_>, shown: &ResourceWithLinks) -> Vec<Part> {
    let whole = &shown.details;
    let resource = &whole.resource;
    let free = is_free(here, shown);
    let mut parts = vec![Part::plain(vec![Block::Facts(facts(here, shown))])];
    if let Some(description) = whole.description.as_ref().filter(|_| free) {
        parts.push(Part::new(
            "text",
            "In its own words",
            vec![Block::Prose(Prose::of(description))],
        ));
    }
    if let Some(query) = whole.query.as_ref().filter(|_| free) {
        parts.push(Part::new(
            "query",
            query_name(resource.kind),
            vec![Block::Code(highlighted(query))],
        ));
    }
    if !free {
        parts.push(Part::plain(vec![empty(WITHHELD)]));
    }
    parts.push(Part::new(
        "techniques",
        "Techniques",
        vec![mappings(here, shown)],
    ));
    parts.extend(joined(here, shown));
    parts
}

/// On a page for others, the words of a source stand only where its licence lets them.
fn is_free(here: &Here<'_>, shown: &ResourceWithLinks) -> bool {
    shown.provenance.text == TextPolicy::Free || here.links.place == Place::Server
}

fn query_name(kind: model::Kind) -> &'static str {
    match kind {
        model::Kind::Detection => "Rule",
        model::Kind::Test => "Test",
        model::Kind::Control | model::Kind::Knowledge => "Text",
    }
}

fn facts(here: &Here<'_>, shown: &ResourceWithLinks) -> Vec<(&'static str, Vec<Link>)> {
    let (whole, provenance) = (&shown.details, &shown.provenance);
    let resource = &whole.resource;
    let mut facts = vec![(
        "Source",
        vec![here.link(&provenance.title, SOURCE.at([&resource.source]))],
    )];
    let line = resource
        .place
        .line
        .map_or_else(String::new, |line| format!(":{line}"));
    facts.push((
        "File",
        vec![Link::new(
            &format!("{}{line}", resource.place.path),
            shown.links.file.as_deref(),
        )],
    ));
    if let Some(pinned) = &shown.links.pinned {
        let commit: String = provenance
            .commit
            .as_deref()
            .unwrap_or_default()
            .chars()
            .take(7)
            .collect();
        facts.push((
            "As it was read",
            vec![Link::new(&format!("commit {commit}"), Some(pinned))],
        ));
    }
    if let Some(page) = shown
        .links
        .page
        .as_ref()
        .filter(|page| shown.links.file.as_ref() != Some(page))
    {
        facts.push(("Its page", vec![Link::new(page, Some(page))]));
    }
    let list =
        |texts: &[String]| -> Vec<Link> { texts.iter().map(|text| Link::words(text)).collect() };
    let logs = resource.log_sources.iter().map(|log| {
        let name = log_source::name(log);
        here.link(&name, LOG_SOURCE.at([&name]))
    });
    for (name, links) in [
        ("Log sources", logs.collect()),
        ("Data sources", list(&whole.data_sources)),
        ("Authors", list(&whole.authors)),
        ("Also called", list(&whole.aliases)),
        (
            "References",
            whole
                .references
                .iter()
                .map(|text| Link::new(text, Some(text)))
                .collect::<Vec<_>>(),
        ),
    ] {
        if !links.is_empty() {
            facts.push((name, links));
        }
    }
    if let Some(changed) = &resource.changed {
        facts.push(("Last changed", vec![Link::words(&day(changed))]));
    }
    facts.push((
        "Licence",
        vec![Link::words(&format!(
            "{} · {}",
            provenance.licence, provenance.copyright
        ))],
    ));
    facts
}

fn mappings(here: &Here<'_>, shown: &ResourceWithLinks) -> Block {
    let rows: Vec<Line> = shown
        .details
        .mappings
        .iter()
        .map(|one| {
            Line::of(vec![
                Cell::code(one.written.as_deref().unwrap_or("inferred")),
                match one.conclusion.technique {
                    Some(id) => Cell::Link(technique::link(here, &id.to_string(), id)),
                    None => Cell::words("–"),
                },
                Cell::words(&one.conclusion.state.to_string().replace('_', " ")),
                Cell::words(
                    one.conclusion
                        .reason
                        .as_deref()
                        .or(one.detail.as_deref().filter(|_| is_free(here, shown)))
                        .unwrap_or(""),
                ),
                Cell::Number(
                    one.line
                        .map_or_else(|| "–".to_owned(), |line| line.to_string()),
                ),
            ])
        })
        .collect();
    if rows.is_empty() {
        return empty("It names no technique.");
    }
    let columns = vec![
        Column::new("As written", ""),
        Column::new("Leads to", ""),
        Column::new("How", "mid"),
        Column::new("Why", "opt"),
        Column::new("Line", "n mid"),
    ];
    Block::Table(Table::new("Mappings", columns, rows))
}

fn joined(here: &Here<'_>, shown: &ResourceWithLinks) -> Vec<Part> {
    let whole = &shown.details;
    let related = |rows: &[catalogue::RelatedRow]| -> Vec<Link> {
        rows.iter()
            .map(|row| {
                let name = row.title.as_ref().unwrap_or(&row.id);
                let words = format!("{name} ({})", row.relation);
                match &row.key {
                    Some(key) => here.link(&words, RESOURCE.at([key])),
                    None => Link::new(&words, Some(&row.id)),
                }
            })
            .collect()
    };
    let copies = whole
        .copies
        .iter()
        .map(|copy| here.link(&copy.title, RESOURCE.at([&copy.key])))
        .collect();
    [
        ("points-to", "Points to", related(&whole.related)),
        (
            "pointed-from",
            "Is pointed to by",
            related(&whole.related_from),
        ),
        ("copies", "Copies", copies),
    ]
    .into_iter()
    .filter(|(_, _, links)| !links.is_empty())
    .map(|(id, head, links)| {
        let count = links.len().to_string();
        Part::new(id, head, vec![Block::Names(links)]).quiet(&count)
    })
    .collect()
}
