//! The matrix as one table that sorts by every number, for readers who cannot use a picture.

use model::Kind;
use questions::align::Sort;
use questions::matrix::{Answer, Row};

use crate::context::PageContext;
use crate::html::format::number;
use crate::html::pillar_style::PillarStyle;
use crate::html::safe::Link;
use crate::html::table::{Cell, Column, Ladder, Table, TableRow};
use crate::html::volume_chart::VolumeChart;
use crate::pages::technique;

/// The techniques of the matrix: own numbers, and with those of their sub-techniques.
pub(super) fn table(context: &PageContext<'_>, answer: &Answer) -> Table {
    let rows = answer.list.items.iter();
    Table::new(
        "Techniques of the matrix",
        columns(context),
        rows.map(|row| TableRow::new(cells(context, answer, row)))
            .collect(),
    )
}

fn columns(context: &PageContext<'_>) -> Vec<Column> {
    let by = context.value("sort").unwrap_or("id");
    let head =
        |column: Column, sort: Sort| column.with_sort(context.sort_link(&sort.to_string(), by));
    let pillar = |kind, sort| head(Column::pillar(PillarStyle::of(kind)), sort);
    vec![
        head(Column::new("Id", "mid"), Sort::Id),
        head(Column::new("Technique", ""), Sort::Name),
        Column::new("Tactics", "mid"),
        pillar(Kind::Control, Sort::Controls),
        pillar(Kind::Detection, Sort::Detections),
        pillar(Kind::Test, Sort::Tests),
        head(Column::new("Potential", "mid"), Sort::Potential),
        Column::new("Bearing", "opt"),
        head(Column::new("Evidence", ""), Sort::Rung),
    ]
}

fn cells(context: &PageContext<'_>, answer: &Answer, row: &Row) -> Vec<Cell> {
    let with = row.with_sub_techniques;
    let both = |own: u32, with: u32| match (own, with) {
        (0, 0) => "–".to_owned(),
        _ if own == with => number(own),
        _ => format!("{} of {}", number(own), number(with)),
    };
    let tactics = answer
        .tactics
        .iter()
        .filter(|tactic| row.tactics.contains(&tactic.shortname));
    let numbers = &row.numbers;
    vec![
        Cell::code(&row.id.to_string()),
        Cell::Link(technique::link(context, &row.name, row.id)),
        Cell::Links(tactics.map(|tactic| Link::words(&tactic.name)).collect()),
        Cell::Number(both(numbers.controls.resources, with.controls)),
        Cell::Number(both(numbers.detections.resources, with.detections)),
        Cell::Number(both(numbers.tests.resources, with.tests)),
        Cell::words(&numbers.potential.to_string()),
        Cell::VolumeChart(Box::new(VolumeChart::of_numbers(numbers))),
        Cell::Ladder(Ladder::new(numbers.rung)),
    ]
}
