//! Which adversaries fit what was seen.

use questions::fit::{Answer, Row};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{EXPLAINS, ID, JACCARD, KIND, NAME, SHARED, SHARED_TECHNIQUES, TECHNIQUES};
use crate::options::Options;
use crate::style::clean;
use crate::subject::Subject;
use crate::table::{Field, Table, Value};
use crate::terminal::{CellStyle, ListColumn, list_with_headings, paging_note, wrap};

impl Publish for question::Fit {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Fitting adversaries",
        table: |answer| Table::of(COLUMNS, &answer.list.items),
    });

    fn subject(answer: &Answer) -> Subject<'_> {
        Subject {
            threat: Some(&answer.seen),
            ..Subject::default()
        }
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.list.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let text = format!(
            "{}\n{}\n",
            style.bold(clean(&answer.seen.name)),
            style.dim(wrap(&answer.measure, 0, style))
        );
        let rows = &answer.list.items;
        if rows.is_empty() {
            return text + "No adversary shares any of it.\n";
        }
        let table = Table::of(COLUMNS, rows);
        let of = |column| ListColumn::of(&table, column);
        let shared = rows
            .iter()
            .map(|row| format!("{} of {}", row.shared.len(), row.techniques));
        let columns = [
            of(&ID).look(CellStyle::Bold),
            of(&NAME),
            of(&EXPLAINS),
            of(&JACCARD),
            ListColumn::extra("shared", shared).aligned_right(),
        ];
        text + &list_with_headings(&columns, 0, style) + &paging_note(&answer.list, style)
    }
}

const COLUMNS: &[Field<Row>] = &[
    (ID, |row| row.actor.id.as_ref().into()),
    (NAME, |row| (&row.actor.name).into()),
    (KIND, |row| row.actor.kind.to_string().into()),
    (EXPLAINS, |row| row.explains.into()),
    (JACCARD, |row| row.jaccard.into()),
    (SHARED, |row| {
        u32::try_from(row.shared.len()).unwrap_or(u32::MAX).into()
    }),
    (TECHNIQUES, |row| row.techniques.into()),
    (SHARED_TECHNIQUES, |row| Value::list(&row.shared)),
];
