//! The matrix as one table that sorts by every number, for those whom a picture does not help.

use model::Kind;
use questions::align::Sort;
use questions::matrix::{Answer, Row};

use crate::context::Here;
use crate::html::bearing::Bearing;
use crate::html::block::{Cell, Column, Ladder, Line, Table};
use crate::html::face::{Face, number};
use crate::html::safe::Link;
use crate::pages::technique;

/// The techniques of the matrix: own numbers, and with those of their sub-techniques.
pub(super) fn table(here: &Here<'_>, answer: &Answer) -> Table {
    let rows = answer.list.items.iter();
    Table::new(
        "Techniques of the matrix",
        columns(here),
        rows.map(|row| Line::of(cells(here, answer, row))).collect(),
    )
}

fn columns(here: &Here<'_>) -> Vec<Column> {
    let by = here.one("sort").unwrap_or("id");
    let head = |column: Column, sort: Sort| column.sorted(here.sorted(&sort.to_string(), by));
    let pillar = |kind, sort| head(Column::face(Face::of(kind)), sort);
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

fn cells(here: &Here<'_>, answer: &Answer, row: &Row) -> Vec<Cell> {
    let with = row.with_sub_techniques;
    let both = |own: u32, with: u32| match (own, with) {
        (0, 0) => "–".to_owned(),
        _ if own == with => number(own),
        _ => format!("{} of {}", number(own), number(with)),
    };
    let tactics = answer.tactics.iter();
    let tactics = tactics.filter(|tactic| row.tactics.contains(&tactic.shortname));
    let numbers = &row.numbers;
    vec![
        Cell::code(&row.id.to_string()),
        Cell::Link(technique::link(here, &row.name, row.id)),
        Cell::Links(tactics.map(|tactic| Link::words(&tactic.name)).collect()),
        Cell::Number(both(numbers.controls.resources, with.controls)),
        Cell::Number(both(numbers.detections.resources, with.detections)),
        Cell::Number(both(numbers.tests.resources, with.tests)),
        Cell::words(&numbers.potential.to_string()),
        Cell::Bearing(Box::new(Bearing::small(numbers))),
        Cell::Ladder(Ladder::new(numbers.rung)),
    ]
}
