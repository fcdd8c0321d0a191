//! What sources should retag, source by source, and below it why.

use std::collections::BTreeSet;

use catalogue::DriftRow;
use questions::drift::Answer;
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{KEY, LINE, PATH, REASON, SOURCE, STATE, TITLE, TO, WRITTEN_ID};
use crate::options::Options;
use crate::style::{Style, clean};
use crate::table::{Field, Table};
use crate::terminal::{Cell, ColumnFit, paging_note, table, wrap};

impl Publish for question::Drift {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Drift",
        table: |answer| Table::of(COLUMNS, &answer.items),
    });

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let attack = &answer.catalogue.attack;
        if answer.items.is_empty() {
            return format!("No drift: every id that was written is in use in ATT&CK {attack}.\n");
        }
        let mut text = String::new();
        for of_source in answer.items.chunk_by(|row, next| row.source == next.source) {
            text += &format!("{}\n", style.bold(clean(&of_source[0].source)));
            let rows: Vec<Vec<Cell>> = of_source.iter().map(|row| cells(row, style)).collect();
            let columns = [
                ColumnFit::Whole,
                ColumnFit::Whole,
                ColumnFit::Whole,
                ColumnFit::Path,
            ];
            text += &table(&columns, &rows, 2, style);
        }
        text += &format!("\n{}\n", style.bold("Why"));
        let reasons: BTreeSet<&str> = answer.items.iter().map(|row| row.reason.as_str()).collect();
        for reason in reasons {
            text += &wrap(&clean(reason), 2, style);
        }
        text + &paging_note(answer, style)
    }
}

fn cells(row: &DriftRow, style: Style) -> Vec<Cell> {
    let written = row
        .technique_written
        .map_or_else(|| style.fit(&clean(&row.written), 24), |id| id.to_string());
    // Of many the first: the line of the file is worth more, and the reason below names all.
    let to = match to(row) {
        none if none.is_empty() => "-".to_owned(),
        long if long.len() > LONGEST_TO => first_of_many(row),
        to => to,
    };
    let place = match row.line {
        Some(line) => format!("{}:{line}", row.path),
        None => row.path.clone(),
    };
    vec![
        Cell::plain(written),
        Cell::plain(to),
        Cell::plain(row.state.to_string().replace('_', " ")),
        Cell::styled(place, move |place| style.dim(place)),
    ]
}

/// So many letters are shown of what it should be.
const LONGEST_TO: usize = 19;

/// `Stealth +1`.
fn first_of_many(row: &DriftRow) -> String {
    let ids = row.to.iter().map(|technique| technique.id.to_string());
    let tactics = row.to_tactics.iter().map(|tactic| tactic.written.clone());
    let mut all = ids.chain(tactics);
    let first = all.next().unwrap_or_default();
    match all.count() {
        0 => first,
        more => format!("{first} +{more}"),
    }
}

/// The techniques or tactics that it should be, on one line.
fn to(row: &DriftRow) -> String {
    let ids = row.to.iter().map(|technique| technique.id.to_string());
    let tactics = row.to_tactics.iter().map(|tactic| tactic.written.clone());
    ids.chain(tactics).collect::<Vec<_>>().join(" ")
}

const COLUMNS: &[Field<DriftRow>] = &[
    (SOURCE, |row| (&row.source).into()),
    (PATH, |row| (&row.path).into()),
    (LINE, |row| row.line.into()),
    (WRITTEN_ID, |row| (&row.written).into()),
    (TO, |row| to(row).into()),
    (STATE, |row| row.state.to_string().into()),
    (REASON, |row| (&row.reason).into()),
    (TITLE, |row| (&row.title).into()),
    (KEY, |row| (&row.key).into()),
];
