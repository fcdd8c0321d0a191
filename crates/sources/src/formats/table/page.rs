//! Tables on pages of Markdown. A page has many; those without a column of techniques are about something else.

use model::{Harvest, Problem};

use super::{Header, Row, Rows, Table, read_table};
use crate::File;
use crate::files::holds_none;
use crate::formats::markdown::Markdown;
use crate::formats::text;

/// Reads the tables of one page that name techniques into `part`.
pub(crate) fn tables(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let mut any = false;
    for rows in split(text::small(file)?) {
        if rows
            .first()
            .is_some_and(|row| Header::of(&row.cells).is_some())
        {
            any = true;
            read_table(
                file,
                "",
                &rows,
                &Table {
                    part,
                    rows: Rows::Apart,
                },
                harvest,
            )?;
        }
    }
    if harvest.resources.is_empty() && harvest.problems.is_empty() {
        let reason = if any {
            "its tables of techniques are empty"
        } else {
            "no table in it names techniques"
        };
        holds_none(file, reason, harvest);
    }
    Ok(())
}

/// The rows of each table: below its first row stands the rule, below the others the next row.
fn split(text: &str) -> Vec<Vec<Row>> {
    let mut tables: Vec<Vec<Row>> = Vec::new();
    for row in Markdown::new(text).rows() {
        let number = row.line;
        let goes_on = tables.last().is_some_and(|table: &Vec<Row>| {
            let step = if table.len() == 1 { 2 } else { 1 };
            table
                .last()
                .is_some_and(|last| number - last.number <= step)
        });
        if !goes_on {
            tables.push(Vec::new());
        }
        let cells = row.cells.iter().map(|cell| (*cell).to_owned()).collect();
        let table = tables.last_mut().expect("a table was put there");
        table.push(Row { number, cells });
    }
    tables
}
