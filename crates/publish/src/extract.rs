//! What a report names, for people and programs.

use questions::extract::{Answer, Mention};

use crate::columns::{CONFIDENCE, DECISION, ID, KIND, NAME, PLACE, QUOTE, TIMES};
use crate::format::{Error, Format};
use crate::style::{Style, clean};
use crate::table::{Field, Table};
use crate::terminal::{Cell, ColumnFit, table, wrap};

/// The answer in this format; JSON is the review that can be decided and read back.
pub fn extract(answer: &Answer, format: Format, style: Style) -> Result<String, Error> {
    match format {
        Format::Terminal | Format::Table => Ok(terminal(answer, style)),
        Format::Json => Ok(answer.review.json() + "\n"),
        Format::Csv => crate::format::csv(&Table::of(NAMED, &answer.named)),
        Format::Markdown => Ok(crate::markdown::table(&Table::of(NAMED, &answer.named))),
        other => Err(Error::FormatUnavailable(other)),
    }
}

const NAMED: &[Field<Mention>] = &[
    (KIND, |named| (&named.kind).into()),
    (ID, |named| (&named.id).into()),
    (NAME, |named| named.name.as_ref().into()),
    (CONFIDENCE, |named| (&named.confidence).into()),
    (DECISION, |named| (&named.decision).into()),
    (TIMES, |named| named.times.into()),
    (PLACE, |named| (&named.place).into()),
    (QUOTE, |named| (&named.quote).into()),
];

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
    for of_kind in answer.named.chunk_by(|named, next| named.kind == next.kind) {
        text += &format!("\n{}\n", style.bold(&of_kind[0].kind));
        let rows: Vec<Vec<Cell>> = of_kind.iter().map(|named| cells(named, style)).collect();
        let columns = [
            ColumnFit::Whole,
            ColumnFit::Text,
            ColumnFit::Whole,
            ColumnFit::Whole,
            ColumnFit::Path,
        ];
        text += &table(&columns, &rows, 2, style);
    }
    let unplaced: Vec<String> = answer
        .faced
        .unplaced
        .iter()
        .map(|unplaced| format!("{} {}: {}", unplaced.id, unplaced.state, unplaced.reason))
        .collect();
    for (title, lines) in [
        ("In no technique of this release, not counted", &unplaced),
        ("Notes", &answer.notes),
    ] {
        if !lines.is_empty() {
            text += &format!("\n{}\n", style.bold(title));
            text += &lines
                .iter()
                .map(|line| wrap(&clean(line), 2, style))
                .collect::<String>();
        }
    }
    text
}

fn cells(named: &Mention, style: Style) -> Vec<Cell> {
    let sure = if named.decision == "undecided" {
        named.confidence.clone()
    } else {
        named.decision.clone()
    };
    vec![
        Cell::styled(&named.id, move |id| style.bold(id)),
        Cell::plain(named.name.as_deref().unwrap_or("replaced or unknown")),
        Cell::plain(sure),
        Cell::styled(&named.place, move |place| style.dim(place)),
        Cell::styled(&named.quote, move |quote| style.dim(quote)),
    ]
}
