//! What sources should retag, source by source, and below it why.

use std::collections::BTreeSet;

use catalogue::DriftRow;
use questions::drift::Answer;

use super::lists::more;
use super::table::{Cell, Column, table, wrapped};
use crate::style::{Style, clean};

pub(super) fn drift(answer: &Answer, style: Style) -> String {
    let attack = &answer.catalogue.attack;
    if answer.items.is_empty() {
        return format!("No drift: every id that was written is in use in ATT&CK {attack}.\n");
    }
    let mut text = String::new();
    for of_source in answer
        .items
        .chunk_by(|one, other| one.source == other.source)
    {
        text += &format!("{}\n", style.bold(clean(&of_source[0].source)));
        let rows: Vec<Vec<Cell>> = of_source.iter().map(|row| cells(row, style)).collect();
        let columns = [Column::Whole, Column::Whole, Column::Whole, Column::Path];
        text += &table(&columns, &rows, 2, style);
    }
    text += &format!("\n{}\n", style.bold("Why"));
    let reasons: BTreeSet<&str> = answer.items.iter().map(|row| row.reason.as_str()).collect();
    for reason in reasons {
        text += &wrapped(&clean(reason), 2, style);
    }
    text + &more(
        answer.items.len(),
        answer.total,
        answer.next.as_deref(),
        style,
    )
}

fn cells(row: &DriftRow, style: Style) -> Vec<Cell> {
    let written = row
        .technique_written
        .map_or_else(|| style.fit(&clean(&row.written), 24), |id| id.to_string());
    let to: Vec<String> = row
        .to
        .iter()
        .map(|technique| technique.id.to_string())
        .collect();
    let place = match row.line {
        Some(line) => format!("{}:{line}", row.path),
        None => row.path.clone(),
    };
    vec![
        Cell::plain(written),
        Cell::plain(if to.is_empty() {
            "-".to_owned()
        } else {
            to.join(" ")
        }),
        Cell::plain(row.state.to_string().replace('_', " ")),
        Cell::painted(place, move |place| style.dim(place)),
    ]
}
