//! A log source: what reads it, and which techniques it shows.

use std::collections::BTreeMap;

use model::LogSource;
use questions::log_source::{Answer, Arguments, ask};
use questions::{Error, gaps};

use super::missing::missing;
use super::{LOG_SOURCE, SOURCE, technique};
use crate::arguments::{page_request, stack, whole_list};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::PageSection;
use crate::html::format::number;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Bar, Cell, Column, Table, TableRow};
use crate::links::Deployment;
use crate::location::{AddressNames, one_name};
use crate::route::{Inventory, Outcome, Request};

/// The log source of this name. That nothing reads it is an answer, too.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (context, name) = (request.context, &request.names[0]);
    let arguments = Arguments {
        name: name.clone(),
        stack: stack(request.query),
        page: match context.deployment() {
            Deployment::Server => page_request(request.query, 500),
            Deployment::Site(_) => whole_list(),
        },
    };
    Ok(Outcome::Page(match ask(request.catalogue, &arguments) {
        Ok(answer) => document(context, name, &answer),
        Err(Error::Unknown { near, .. }) => {
            let why = format!("No rule that counts for a technique reads “{name}”.");
            missing(context, request.catalogue.about(), name, &why, &near)
        }
        Err(error) => return Err(error),
    }))
}

/// Every log that resources read, by the names that pages use for it.
pub(super) fn all_names(inventory: &Inventory) -> Vec<AddressNames> {
    let resources = inventory.resources.iter();
    let logs = resources.flat_map(|resource| &resource.log_sources);
    let names = logs.flat_map(|log| [name(log), gaps::log_name(log)]);
    names
        .chain(inventory.logs.iter().cloned())
        .map(|name| one_name(&name))
        .collect()
}

/// A log as the page of a resource names it: `windows/process_creation`, `windows//sysmon`.
pub(super) fn name(log: &LogSource) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let name = format!(
        "{}/{}/{}",
        part(&log.product),
        part(&log.category),
        part(&log.service)
    );
    match &log.component {
        Some(component) if name == "//" => component.clone(),
        Some(_) | None => name.trim_end_matches('/').to_owned(),
    }
}

fn document(context: &PageContext<'_>, name: &str, answer: &Answer) -> String {
    let mut doc = context.document(name, &answer.catalogue);
    doc.crumbs = vec![Link::words("Log sources")];
    let rules: u32 = answer.detections.values().sum();
    doc.lead = vec![SafeText::of(&format!(
        "{} rules read it; they look for {} techniques.",
        number(rules),
        number(answer.list.total)
    ))];
    let by_source = counts(&answer.detections, ("Rules", "Source"), |source| {
        context.link(source, SOURCE.at([source]))
    });
    let by_name = counts(&answer.log_sources, ("Names", "Log source"), |name| {
        context.link(name, LOG_SOURCE.at([name]))
    });
    doc.sections = vec![
        PageSection::new(
            "techniques",
            "Techniques that it shows",
            vec![Block::Table(techniques(context, answer))],
        ),
        PageSection::new("rules", "Rules by source", vec![Block::Table(by_source)]),
        PageSection::new("names", "As sources write it", vec![Block::Table(by_name)]),
    ];
    render(&doc)
}

fn techniques(context: &PageContext<'_>, answer: &Answer) -> Table {
    let most = answer.list.items.first().map_or(1, |row| row.detections);
    let lines = answer.list.items.iter().map(|row| {
        TableRow::new(vec![
            Cell::code(&row.id.to_string()),
            Cell::Link(technique::link(context, &row.name, row.id)),
            Bar::of(row.detections, most, "detection"),
            Cell::number(row.of),
        ])
    });
    let columns = vec![
        Column::new("Id", "mid"),
        Column::new("Technique", ""),
        Column::new("Rules that read it", "n"),
        Column::new("Of all rules", "n"),
    ];
    let mut table = Table::new("Techniques", columns, lines.collect());
    table.pager = context.pager(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
    );
    table
}

/// How many rules there are by name.
fn counts(
    counts: &BTreeMap<String, u32>,
    (label, heading): (&str, &str),
    link: impl Fn(&str) -> Link,
) -> Table {
    let rows = counts
        .iter()
        .map(|(name, count)| TableRow::new(vec![Cell::Link(link(name)), Cell::number(*count)]));
    let columns = vec![Column::new(heading, ""), Column::new("Rules", "n")];
    Table::new(label, columns, rows.collect())
}
