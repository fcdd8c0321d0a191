//! A log source: which detections read it, which techniques it shows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use questions::log_source::{Answer, Row};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{DETECTIONS, NAME, OF, TECHNIQUE};
use crate::heat::{self, HeatMap, HeatMapSource, Scale, Score, missing_score, name_only};
use crate::options::Options;
use crate::style::Style;
use crate::subject::Subject;
use crate::table::{Field, Table};
use crate::terminal::{Cell, CellStyle, ColumnFit, ListColumn, list, paging_note, table};

impl Publish for question::LogSource {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Log source",
        table: |answer| Table::of(COLUMNS, &answer.list.items),
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(HeatMapSource {
        read: heat,
        scores: &[],
        // Log sources come without tactics.
        picture: None,
    });

    fn subject(answer: &Answer) -> Subject<'_> {
        let names: Vec<&str> = answer.log_sources.keys().map(String::as_str).collect();
        Subject::of(&names.join(", "))
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.list.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let mut text = format!(
            "{}\n{}",
            style.bold("Log sources"),
            counts(&answer.log_sources, style)
        );
        text += &format!(
            "\n{}\n{}",
            style.bold("Detections that read them"),
            counts(&answer.detections, style)
        );
        let rows = &answer.list.items;
        let table = Table::of(COLUMNS, rows);
        let columns = [
            ListColumn::of(&table, &TECHNIQUE).look(CellStyle::Bold),
            ListColumn::of(&table, &NAME),
            ListColumn::extra("", rows.iter().map(of_all)).aligned_right(),
        ];
        text += &format!(
            "\n{}\n{}",
            style.bold("Techniques"),
            list(&columns, 2, style)
        );
        text + &paging_note(&answer.list, style)
    }
}

/// Names with how many there are of each, the most first.
fn counts(counts: &BTreeMap<String, u32>, style: Style) -> String {
    let mut counts: Vec<(&String, &u32)> = counts.iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(**count));
    let rows: Vec<Vec<Cell>> = counts
        .into_iter()
        .map(|(name, count)| vec![Cell::plain(name), Cell::plain(count.to_string())])
        .collect();
    table(&[ColumnFit::Text, ColumnFit::Number], &rows, 2, style)
}

fn of_all(row: &Row) -> String {
    format!("{} of {}", row.detections, row.of)
}

const COLUMNS: &[Field<Row>] = &[
    (TECHNIQUE, |row| row.id.into()),
    (NAME, |row| (&row.name).into()),
    (DETECTIONS, |row| row.detections.into()),
    (OF, |row| row.of.into()),
];

fn heat(answer: &Answer, score: Option<Score>) -> Result<HeatMap<'_>, String> {
    if let Some(score) = score.filter(|score| *score != Score::Detections) {
        return Err(missing_score(score, "only detections are counted there"));
    }
    let cells = answer.list.items.iter().map(|row| heat::Cell {
        score: f64::from(row.detections),
        words: vec![format!("{} detections read the log source", of_all(row))],
        facts: vec![
            ("detections".to_owned(), row.detections.to_string()),
            ("of".to_owned(), row.of.to_string()),
        ],
        ..name_only(row.id, &row.name)
    });
    let scale = Scale::of(Score::Detections);
    Ok(HeatMap::of_cells(scale, cells.collect()))
}
