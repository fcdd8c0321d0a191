//! The numbers of techniques in tables: what exists, how far it is proven, what is missing.

use model::Kind;
use questions::Numbers;
use questions::align::{Reason, Row};

use super::table::{Cell, Column, table, wrapped};
use crate::style::{Style, clean};

/// One line per technique.
pub(super) fn rows(rows: &[Row], style: Style) -> String {
    let columns = [
        Column::Whole,
        Column::Text,
        Column::Spare,
        Column::Number,
        Column::Number,
        Column::Number,
        Column::Number,
        Column::Number,
        Column::Spare,
    ];
    let heading = [
        "", "", "weight", "controls", "rules", "tests", "rung", "gap", "",
    ];
    let heading: Vec<Cell> = heading
        .into_iter()
        .map(|word| Cell::painted(word, move |word| style.dim(word)))
        .collect();
    let cells = std::iter::once(heading).chain(rows.iter().map(|row| cells(row, style)));
    table(&columns, &cells.collect::<Vec<_>>(), 0, style)
}

fn cells(row: &Row, style: Style) -> Vec<Cell> {
    let address = row.technique.id.url();
    let mut cells = vec![
        Cell::painted(row.technique.id.to_string(), move |id| {
            style.bold(style.link(Some(&address), id))
        }),
        Cell::plain(&row.technique.name),
        Cell::plain(format!("{:6.2}", row.technique.weight)),
    ];
    cells.extend(pillars(&row.numbers, style));
    cells.push(Cell::painted(row.numbers.rung.to_string(), move |rung| {
        style.proof(rung)
    }));
    cells.push(Cell::plain(format!("{:.2}", row.gap)));
    cells.push(Cell::painted(reason(row.reason), move |word| {
        style.dim(word)
    }));
    cells
}

/// How many controls, detections and tests, each in its colour.
pub(super) fn pillars(numbers: &Numbers, style: Style) -> impl Iterator<Item = Cell> {
    [Kind::Control, Kind::Detection, Kind::Test]
        .map(|kind| {
            let (count, _) = numbers.pillar(kind);
            Cell::painted(count.to_string(), move |count| style.kind(kind, count))
        })
        .into_iter()
}

/// Why there is a gap, in a few words.
pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NothingExists => "no rule exists",
        Reason::NoRule => "log, but no rule",
        Reason::NoLog => "rule, but no log",
        Reason::NoTest => "rule, but no test",
        Reason::NotProven => "test never proven",
        Reason::Proven => "proven",
        Reason::OtherPlatform => "other platforms",
        Reason::Excluded => "left out on purpose",
    }
}

/// A heading and lines below it, where there are any.
pub(super) fn block(title: &str, lines: &[String], style: Style) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines
        .iter()
        .map(|line| wrapped(&clean(line), 2, style))
        .collect();
    format!("\n{}\n{lines}", style.bold(title))
}

/// A share of one as per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
