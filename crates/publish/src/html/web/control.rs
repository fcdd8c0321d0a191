//! A control, a framework of controls, a log source.

use questions::{align, control as asked, log_source as logs, resources, sources};

use super::super::block::{Act, Block, Cell, Column, Line, Part, Stat, Table};
use super::super::face::number;
use super::super::prose::Prose;
use super::super::safe::{Link, Words};
use super::super::way::{Place, Target};
use super::alignment::{Kept, row_cells, row_columns};
use super::{Here, line, render};
use crate::html::block::Bar;

/// The controls of one name, one per framework that has it.
pub fn control(here: &Here<'_>, answer: &asked::Answer) -> Option<String> {
    let first = answer.controls.first()?;
    let mut doc = here.doc(&first.resource.title, &answer.catalogue);
    doc.code = first.resource.id.as_deref().map(Words::of);
    doc.crumbs = vec![
        Link::to("Control frameworks", here.way.to(Target::Framework(""))),
        here.link(
            &first.resource.source,
            Target::Framework(&first.resource.source),
        ),
    ];
    for one in &answer.controls {
        let mut blocks = Vec::new();
        if one.description.is_some() && here.withholds(&one.resource.source) {
            blocks.push(super::empty(super::WITHHELD));
        } else if let Some(description) = &one.description {
            blocks.push(Block::Prose(Prose::of(description)));
        }
        if !one.counts {
            blocks.push(super::empty(
                "Shown, and not counted: a newer framework took its place.",
            ));
        }
        blocks.push(Block::Stats(vec![
            Stat::rungs(&one.totals.rungs),
            Stat::new(
                "Techniques",
                &number(one.totals.techniques),
                "it helps against",
            ),
            Stat::new(
                "Proven",
                &number(one.totals.rungs[4] + one.totals.rungs[5]),
                "rung 4 or 5",
            ),
        ]));
        blocks.push(met(here, &one.techniques));
        let id = format!("in-{}", super::super::safe::anchor(&one.resource.source));
        let part = Part::new(&id, &one.resource.source, blocks).quiet(&one.resource.title);
        doc.parts.push(match &one.links.page {
            Some(page) => part.more(Link::new("At its source", Some(page))),
            None => part,
        });
    }
    Some(render(&doc))
}

fn met(here: &Here<'_>, rows: &[align::Row]) -> Block {
    if rows.is_empty() {
        return super::empty("Its framework maps it to no technique of the chosen release.");
    }
    let lines: Vec<Line> = rows
        .iter()
        .map(|row| line(row_cells(here, row, Kept::Plain)))
        .collect();
    Block::Table(Table::new(
        "Techniques",
        row_columns(here, rows, Kept::Plain),
        lines,
    ))
}

/// All frameworks.
pub fn frameworks(here: &Here<'_>, answer: &sources::Answer) -> String {
    let mut doc = here.doc("Control frameworks", &answer.catalogue);
    doc.crumbs = vec![here.link("Sources", Target::Sources)];
    let rows = answer
        .sources
        .iter()
        .filter(|row| row.kinds.contains(&model::Kind::Control));
    let lines = rows.map(|row| {
        line(vec![
            Cell::Link(here.link(&row.title, Target::Framework(&row.source))),
            Cell::number(row.counts.resources),
            Cell::number(row.counts.mapped),
            Cell::number(row.counts.pairs_followed),
        ])
    });
    let columns = vec![
        Column::new("Framework", ""),
        Column::new("Controls", "n"),
        Column::new("Mapped", "n"),
        Column::new("Mappings", "n"),
    ];
    doc.parts = vec![Part::plain(vec![Block::Table(Table::new(
        "Frameworks",
        columns,
        lines.collect(),
    ))])];
    render(&doc)
}

/// A framework: its controls, their techniques, and whether rules and tests stand behind each.
pub fn framework(
    here: &Here<'_>,
    source: &str,
    title: &str,
    answer: &resources::Answer,
    all: &align::Answer,
) -> String {
    let mut doc = here.doc(title, &answer.catalogue);
    doc.code = Some(Words::of(source));
    doc.crumbs = vec![Link::to(
        "Control frameworks",
        here.way.to(Target::Framework("")),
    )];
    doc.chips = vec![here.link("The source", Target::Source(source))];
    doc.lead = vec![Words::of(&format!(
        "{} controls. Beside each technique: whether a rule (●) and a test (▲) exist for it in any source.",
        number(answer.total)
    ))];
    if here.way.place == Place::Server {
        doc.acts = vec![Act {
            words: "Export",
            primary: false,
            links: vec![Link::to(
                "CSV",
                here.way.with(
                    Target::Api("resources"),
                    &[("source", source), ("kind", "control"), ("format", "csv")],
                ),
            )],
        }];
    }
    let mut rows: Vec<&resources::Row> = answer.items.iter().collect();
    rows.sort_by_cached_key(|row| as_people_sort(name(row)));
    let rows = rows.into_iter().map(|row| control_row(here, row, all));
    let lines = rows.collect();
    let columns = vec![
        Column::new("Id", "id"),
        Column::new("Control", ""),
        Column::new("Techniques", ""),
        Column::new("With a rule", "n mid"),
        Column::new("With a test", "n mid"),
    ];
    let mut table = Table::new("Controls", columns, lines);
    table.pager = here.pager(answer.items.len(), answer.total, answer.next.as_deref());
    // The cursor of resources is a number of the catalogue, not a place in the list.
    if let Some(pager) = &mut table.pager {
        pager.words = format!("{} controls in all.", number(answer.total));
    }
    doc.parts = vec![Part::plain(vec![Block::Table(table)])];
    render(&doc)
}

/// What a control is asked for by.
fn name(row: &resources::Row) -> &str {
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

fn control_row(here: &Here<'_>, row: &resources::Row, all: &align::Answer) -> Line {
    let resource = &row.resource;
    let mut ids: Vec<model::TechniqueId> = row
        .mappings
        .iter()
        .filter_map(|one| one.conclusion.technique)
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
    let link = |id: &model::TechniqueId| {
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
        here.link(&format!("{id}{marks}"), Target::Technique(*id))
    };
    line(vec![
        Cell::code(resource.id.as_deref().unwrap_or("–")),
        Cell::Link(here.link(
            &resource.title,
            Target::Control(name(row), &resource.source),
        )),
        Cell::Links(ids.iter().map(link).collect()),
        Cell::number(count(|row| row.numbers.detections.resources > 0)),
        Cell::number(count(|row| row.numbers.tests.resources > 0)),
    ])
}

/// A log source: what reads it, and which techniques it shows.
pub fn log_source(here: &Here<'_>, name: &str, answer: &logs::Answer) -> String {
    let mut doc = here.doc(name, &answer.catalogue);
    doc.crumbs = vec![Link::words("Log sources")];
    let rules: u32 = answer.detections.values().sum();
    doc.lead = vec![Words::of(&format!(
        "{} rules read it; they look for {} techniques.",
        number(rules),
        number(answer.list.total)
    ))];
    let most = answer.list.items.first().map_or(1, |row| row.detections);
    let lines = answer.list.items.iter().map(|row| {
        line(vec![
            Cell::code(&row.id.to_string()),
            Cell::Link(here.link(&row.name, Target::Technique(row.id))),
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
    table.pager = here.pager(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
    );
    let by_source = answer.detections.iter().map(|(source, count)| {
        line(vec![
            Cell::Link(here.link(source, Target::Source(source))),
            Cell::number(*count),
        ])
    });
    let named = answer.log_sources.iter().map(|(name, count)| {
        line(vec![
            Cell::Link(here.link(name, Target::LogSource(name))),
            Cell::number(*count),
        ])
    });
    doc.parts = vec![
        Part::new(
            "techniques",
            "Techniques that it shows",
            vec![Block::Table(table)],
        ),
        Part::new(
            "rules",
            "Rules by source",
            vec![Block::Table(Table::new(
                "Rules",
                vec![Column::new("Source", ""), Column::new("Rules", "n")],
                by_source.collect(),
            ))],
        ),
        Part::new(
            "names",
            "As sources write it",
            vec![Block::Table(Table::new(
                "Names",
                vec![Column::new("Log source", ""), Column::new("Rules", "n")],
                named.collect(),
            ))],
        ),
    ];
    render(&doc)
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
