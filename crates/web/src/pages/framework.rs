//! A framework: its controls, their techniques, and whether each has rules and tests.

use model::{Kind, TechniqueId};
use questions::resources::{Answer, Arguments, Row, ask};
use questions::{Error, align};

use super::elements::listed;
use super::{CONTROL, FRAMEWORKS, SOURCE, technique};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::{Menu, PageSection};
use crate::html::format::number;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::links::Deployment;
use crate::links::api;
use crate::location::{AddressNames, one_name};
use crate::query::Query;
use crate::route::{Inventory, Outcome, Request};
use crate::shared_questions::{self, ask_align, every_technique};

/// The framework of a source.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, id) = (request.catalogue, &request.names[0]);
    let arguments = serde_json::json!({ "source": [id], "kind": ["control"] });
    let mut arguments: Arguments =
        serde_json::from_value(arguments).map_err(|error| Error::Argument(error.to_string()))?;
    let answer = listed(request, |page| {
        arguments.page = page;
        ask(catalogue, &arguments)
    })?;
    let all = ask_align(catalogue, every_technique(), &Query::default())?;
    let known = shared_questions::ask_sources(catalogue)?
        .sources
        .into_iter()
        .find(|row| row.source == *id);
    let title = known.map_or_else(|| id.clone(), |row| row.title);
    let html = document(request.context, id, &title, &answer, &all);
    Ok(Outcome::Page(html))
}

/// Every source that has controls.
pub(super) fn all_names(inventory: &Inventory) -> Vec<AddressNames> {
    let sources = inventory.sources.iter().map(|source| &source.provenance);
    let frameworks = sources.filter(|source| {
        let mut parts = source.parts.iter();
        parts.any(|part| part.kind == Kind::Control)
    });
    frameworks.map(|source| one_name(&source.source)).collect()
}

fn document(
    context: &PageContext<'_>,
    source: &str,
    title: &str,
    answer: &Answer,
    all: &align::Answer,
) -> String {
    let mut doc = context.document(title, &answer.catalogue);
    doc.code = Some(SafeText::of(source));
    doc.crumbs = vec![Link::to(
        "Control frameworks",
        context.links.to(FRAMEWORKS.at([])),
    )];
    doc.chips = vec![context.link("The source", SOURCE.at([source]))];
    doc.lead = vec![SafeText::of(&format!(
        "{} controls. Beside each technique: whether a rule (●) and a test (▲) exist for it in any source.",
        number(answer.total)
    ))];
    if context.links.deployment == Deployment::Server {
        doc.menus = vec![Menu {
            words: "Export",
            primary: false,
            links: vec![Link::to(
                "CSV",
                api(
                    "resources",
                    &[("source", source), ("kind", "control"), ("format", "csv")],
                ),
            )],
        }];
    }
    let table = control_table(context, answer, all);
    doc.sections = vec![PageSection::plain(vec![Block::Table(table)])];
    render(&doc)
}

fn control_table(context: &PageContext<'_>, answer: &Answer, all: &align::Answer) -> Table {
    let mut rows: Vec<&Row> = answer.items.iter().collect();
    rows.sort_by_cached_key(|row| as_people_sort(name(row)));
    let lines = rows
        .into_iter()
        .map(|row| control_row(context, row, all))
        .collect();
    let columns = vec![
        Column::new("Id", "id"),
        Column::new("Control", ""),
        Column::new("Techniques", ""),
        Column::new("With a rule", "n mid"),
        Column::new("With a test", "n mid"),
    ];
    let mut table = Table::new("Controls", columns, lines);
    table.pager = context.pager(answer.items.len(), answer.total, answer.next.as_deref());
    // The cursor of resources is a number of the catalogue, not a place in the list.
    if let Some(pager) = &mut table.pager {
        pager.words = format!("{} controls in all.", number(answer.total));
    }
    table
}

/// What a control is asked for by.
fn name(row: &Row) -> &str {
    let resource = &row.resource;
    resource.id.as_deref().unwrap_or(&resource.title)
}

/// `AC-2(3)` before `AC-10`: each run of digits is a number.
fn as_people_sort(name: &str) -> Vec<(u64, String)> {
    let mut parts: Vec<(u64, String)> = vec![(0, String::new())];
    for letter in name.chars() {
        let last = parts.last_mut().expect("there is one from the start");
        match letter.to_digit(10) {
            Some(digit) if last.1.is_empty() => {
                last.0 = last.0.saturating_mul(10).saturating_add(digit.into());
            }
            Some(digit) => parts.push((digit.into(), String::new())),
            None => last.1.push(letter),
        }
    }
    parts
}

fn control_row(context: &PageContext<'_>, row: &Row, all: &align::Answer) -> TableRow {
    let resource = &row.resource;
    let mut ids: Vec<TechniqueId> = row
        .mappings
        .iter()
        .filter_map(|mapping| mapping.conclusion.technique)
        .collect();
    ids.sort();
    ids.dedup();
    let of: Vec<&align::Row> = all
        .list
        .items
        .iter()
        .filter(|row| ids.contains(&row.technique.id))
        .collect();
    let count = |is: fn(&align::Row) -> bool| {
        u32::try_from(of.iter().filter(|row| is(row)).count()).unwrap_or(u32::MAX)
    };
    let link = |id: &TechniqueId| {
        let behind = of.iter().find(|row| row.technique.id == *id);
        let marks = behind.map_or_else(String::new, |row| {
            let rule = if row.numbers.detections.resources > 0 {
                "●"
            } else {
                ""
            };
            let test = if row.numbers.tests.resources > 0 {
                "▲"
            } else {
                ""
            };
            format!(" {rule}{test}")
        });
        technique::link(context, &format!("{id}{marks}"), *id)
    };
    TableRow::new(vec![
        Cell::code(resource.id.as_deref().unwrap_or("–")),
        Cell::Link(context.link(&resource.title, CONTROL.at([name(row), &resource.source]))),
        Cell::Links(ids.iter().map(link).collect()),
        Cell::number(count(|row| row.numbers.detections.resources > 0)),
        Cell::number(count(|row| row.numbers.tests.resources > 0)),
    ])
}

#[cfg(test)]
mod tests {
    use super::as_people_sort;

    #[test]
    fn numbers_in_names_are_numbers() {
        let mut names = [
            "AC-10",
            "AC-2(3)",
            "AU-1",
            "AC-2",
            "7.1",
            "10.2",
            "AC-02(10)",
        ];
        names.sort_by_cached_key(|name| as_people_sort(name));
        let sorted = [
            "AC-2",
            "AC-2(3)",
            "AC-02(10)",
            "AC-10",
            "AU-1",
            "7.1",
            "10.2",
        ];
        assert_eq!(names, sorted);
    }
}
