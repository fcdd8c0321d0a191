//! What a report speaks of, for people and programs.

use std::borrow::Cow;

use questions::extract::{Answer, Named};

use crate::format::{Error, Format};
use crate::rows::Rows;
use crate::style::{Style, clean};
use crate::terminal::{Cell, Column, table, wrapped};

/// The answer in this format; JSON is the review that can be decided and read back.
pub fn extract(answer: &Answer, format: Format, style: Style) -> Result<String, Error> {
    match format {
        Format::Terminal | Format::Table => Ok(terminal(answer, style)),
        Format::Json => Ok(answer.review.json() + "\n"),
        Format::Csv => crate::format::csv(&rows(answer)),
        Format::Markdown => Ok(crate::markdown::table(&rows(answer))),
        other => Err(Error::NoForm(other)),
    }
}

fn rows(answer: &Answer) -> Rows {
    let columns = [
        "kind",
        "id",
        "name",
        "confidence",
        "decision",
        "times",
        "place",
        "quote",
    ];
    let cells = answer.named.iter().map(|one| {
        vec![
            one.kind.clone(),
            one.id.clone(),
            one.name.clone().unwrap_or_default(),
            one.confidence.clone(),
            one.decision.clone(),
            one.times.to_string(),
            one.place.clone(),
            one.quote.clone(),
        ]
    });
    Rows {
        columns: columns.into_iter().map(Cow::Borrowed).collect(),
        cells: cells.collect(),
    }
}

fn terminal(answer: &Answer, style: Style) -> String {
    let count = answer.techniques.len();
    let techniques = if count == 1 {
        "technique"
    } else {
        "techniques"
    };
    let mut text = format!(
        "{}  {count} {techniques}\n",
        style.bold(clean(&answer.report))
    );
    if answer.named.is_empty() {
        return text + "Nothing that the catalogue knows is named in it.\n";
    }
    for of_kind in answer.named.chunk_by(|one, other| one.kind == other.kind) {
        text += &format!("\n{}\n", style.bold(&of_kind[0].kind));
        let rows: Vec<Vec<Cell>> = of_kind.iter().map(|one| cells(one, style)).collect();
        let columns = [
            Column::Whole,
            Column::Text,
            Column::Whole,
            Column::Whole,
            Column::Path,
        ];
        text += &table(&columns, &rows, 2, style);
    }
    let unplaced: Vec<String> = answer
        .faced
        .unplaced
        .iter()
        .map(|one| format!("{} {}: {}", one.id, one.state, one.reason))
        .collect();
    for (title, lines) in [
        ("In no technique of this release, not counted", &unplaced),
        ("Notes", &answer.notes),
    ] {
        if !lines.is_empty() {
            text += &format!("\n{}\n", style.bold(title));
            text += &lines
                .iter()
                .map(|line| wrapped(&clean(line), 2, style))
                .collect::<String>();
        }
    }
    text
}

fn cells(one: &Named, style: Style) -> Vec<Cell> {
    let sure = if one.decision == "undecided" {
        one.confidence.clone()
    } else {
        one.decision.clone()
    };
    vec![
        Cell::painted(&one.id, move |id| style.bold(id)),
        Cell::plain(one.name.as_deref().unwrap_or("replaced or unknown")),
        Cell::plain(sure),
        Cell::painted(&one.place, move |place| style.dim(place)),
        Cell::painted(&one.quote, move |quote| style.dim(quote)),
    ]
}
