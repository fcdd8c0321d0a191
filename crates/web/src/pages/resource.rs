//! A resource whole: its text, its mappings as written, what it is joined with, on what terms it is shown.

use model::TextPolicy;
use questions::Error;
use questions::resource::{Answer, Arguments, ResourceWithLinks, ask};

use super::elements::{WITHHELD, empty};
use super::missing::page_or_missing;
use super::{LOG_SOURCE, RESOURCE, SOURCE, log_source, technique};
use crate::context::PageContext;
use crate::file_name::slug;
use crate::html::block::Block;
use crate::html::code::highlight;
use crate::html::document::PageSection;
use crate::html::format::day;
use crate::html::pillar_style::PillarStyle;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::links::Deployment;
use crate::location::{AddressNames, Target, one_name};
use crate::route::{Inventory, Outcome, Request};

/// The resource of this key.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let id = request.names[0].clone();
    let answer = ask(request.catalogue, &Arguments { id })?;
    Ok(page_or_missing(request, document(request.context, &answer)))
}

/// Every resource.
pub(super) fn all_names(inventory: &Inventory) -> Vec<AddressNames> {
    let resources = inventory.resources.iter();
    resources.map(|resource| one_name(&resource.key)).collect()
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
fn document(context: &PageContext<'_>, answer: &Answer) -> Option<String> {
    let first = answer.resources.first()?;
    let resource = &first.details.resource;
    let mut doc = context.document(&resource.title, &answer.catalogue);
    doc.crumbs = vec![
        context.link(&first.provenance.title, SOURCE.at([&resource.source])),
        Link::words(PillarStyle::of(resource.kind).noun[0]),
    ];
    doc.code = resource.id.as_deref().map(SafeText::of);
    doc.chips = chips(first);
    if answer.resources.len() > 1 {
        doc.lead = vec![SafeText::of(&format!(
            "{} things have this id.",
            answer.resources.len()
        ))];
    }
    for shown in &answer.resources {
        doc.sections.extend(sections(context, shown));
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

fn sections(context: &PageContext<'_>, shown: &ResourceWithLinks) -> Vec<PageSection> {
    let whole = &shown.details;
    let resource = &whole.resource;
    let free = is_free(context, shown);
    let mut sections = vec![PageSection::plain(vec![Block::Facts(facts(
        context, shown,
    ))])];
    if let Some(description) = whole.description.as_ref().filter(|_| free) {
        sections.push(PageSection::new(
            "text",
            "In its own words",
            vec![Block::Prose(Prose::of(description))],
        ));
    }
    if let Some(query) = whole.query.as_ref().filter(|_| free) {
        sections.push(PageSection::new(
            "query",
            query_name(resource.kind),
            vec![Block::Code(highlight(query))],
        ));
    }
    if !free {
        sections.push(PageSection::plain(vec![empty(WITHHELD)]));
    }
    sections.push(PageSection::new(
        "techniques",
        "Techniques",
        vec![mappings(context, shown)],
    ));
    sections.extend(joined(context, shown));
    sections
}

/// On a static site, the text of a source is shown only if its licence allows it.
fn is_free(context: &PageContext<'_>, shown: &ResourceWithLinks) -> bool {
    shown.provenance.text == TextPolicy::Free || context.links.deployment == Deployment::Server
}

fn query_name(kind: model::Kind) -> &'static str {
    match kind {
        model::Kind::Detection => "Rule",
        model::Kind::Test => "Test",
        model::Kind::Control | model::Kind::Knowledge => "Text",
    }
}

fn facts(context: &PageContext<'_>, shown: &ResourceWithLinks) -> Vec<(&'static str, Vec<Link>)> {
    let provenance = &shown.provenance;
    let resource = &shown.details.resource;
    let mut facts = vec![(
        "Source",
        vec![context.link(&provenance.title, SOURCE.at([&resource.source]))],
    )];
    facts.extend(addresses(shown).map(|(name, link)| (name, vec![link])));
    facts.extend(
        lists(context, shown)
            .into_iter()
            .filter(|(_, links)| !links.is_empty()),
    );
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

/// Where it can be read: its file, the same in the commit that was read, its page where that is another address.
fn addresses(shown: &ResourceWithLinks) -> impl Iterator<Item = (&'static str, Link)> {
    let (place, links) = (&shown.details.resource.place, &shown.links);
    let line = place
        .line
        .map_or_else(String::new, |line| format!(":{line}"));
    let file = Link::new(&format!("{}{line}", place.path), links.file.as_deref());
    let pinned = links.pinned.as_ref().map(|pinned| {
        let commit = shown.provenance.commit.as_deref().unwrap_or_default();
        let short: String = commit.chars().take(7).collect();
        Link::new(&format!("commit {short}"), Some(pinned))
    });
    let page = links
        .page
        .as_ref()
        .filter(|page| links.file.as_ref() != Some(page))
        .map(|page| Link::new(page, Some(page)));
    [
        ("File", Some(file)),
        ("As it was read", pinned),
        ("Its page", page),
    ]
    .into_iter()
    .filter_map(|(name, link)| Some((name, link?)))
}

/// What it may have several of.
fn lists(context: &PageContext<'_>, shown: &ResourceWithLinks) -> [(&'static str, Vec<Link>); 5] {
    let whole = &shown.details;
    let list =
        |texts: &[String]| -> Vec<Link> { texts.iter().map(|text| Link::words(text)).collect() };
    let log_sources = whole.resource.log_sources.iter().map(|log| {
        let name = log_source::name(log);
        context.link(&name, LOG_SOURCE.at([&name]))
    });
    let references = whole
        .references
        .iter()
        .map(|text| Link::new(text, Some(text)));
    [
        ("Log sources", log_sources.collect()),
        ("Data sources", list(&whole.data_sources)),
        ("Authors", list(&whole.authors)),
        ("Also called", list(&whole.aliases)),
        ("References", references.collect()),
    ]
}

fn mappings(context: &PageContext<'_>, shown: &ResourceWithLinks) -> Block {
    let rows: Vec<TableRow> = shown
        .details
        .mappings
        .iter()
        .map(|mapping| {
            TableRow::new(vec![
                Cell::code(mapping.written.as_deref().unwrap_or("inferred")),
                match mapping.conclusion.technique {
                    Some(id) => Cell::Link(technique::link(context, &id.to_string(), id)),
                    None => Cell::words("–"),
                },
                Cell::words(&mapping.conclusion.state.to_string().replace('_', " ")),
                Cell::words(
                    mapping
                        .conclusion
                        .reason
                        .as_deref()
                        .or(mapping
                            .detail
                            .as_deref()
                            .filter(|_| is_free(context, shown)))
                        .unwrap_or(""),
                ),
                Cell::Number(
                    mapping
                        .line
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

fn joined(context: &PageContext<'_>, shown: &ResourceWithLinks) -> Vec<PageSection> {
    let whole = &shown.details;
    let related = |rows: &[catalogue::RelatedRow]| -> Vec<Link> {
        rows.iter()
            .map(|row| {
                let name = row.title.as_ref().unwrap_or(&row.id);
                let words = format!("{name} ({})", row.relation);
                match &row.key {
                    Some(key) => context.link(&words, RESOURCE.at([key])),
                    None => Link::new(&words, Some(&row.id)),
                }
            })
            .collect()
    };
    let copies = whole
        .copies
        .iter()
        .map(|copy| context.link(&copy.title, RESOURCE.at([&copy.key])))
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
        PageSection::new(id, head, vec![Block::Names(links)]).quiet(&count)
    })
    .collect()
}
