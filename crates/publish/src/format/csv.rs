//! Lists for spreadsheets and programs: one item per row, below the names of the columns.

use std::borrow::Cow;

use questions::Answer;

use super::{Error, Format, Output};
use crate::answers;
use crate::options::Options;
use crate::table::Table;

pub(super) fn write(answer: &Answer, _: &Options) -> Result<Output, Error> {
    let table = answers::table(answer).ok_or(Error::FormatUnavailable(Format::Csv))?;
    csv(&table).map(Output::Text)
}

/// A table as CSV.
pub(crate) fn csv(table: &Table) -> Result<String, Error> {
    let cannot = |why: String| Error::Write {
        format: Format::Csv,
        why,
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: Vec<Cow<'_, str>>| {
        writer
            .write_record(row.into_iter().map(escape_formula).map(Cow::into_owned))
            .map_err(|error| cannot(error.to_string()))
    };
    write(
        table
            .columns()
            .iter()
            .map(|column| Cow::Borrowed(&*column.key))
            .collect(),
    )?;
    table.text_rows().try_for_each(write)?;
    let bytes = writer
        .into_inner()
        .map_err(|error| cannot(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| cannot(error.to_string()))
}

/// A spreadsheet runs what starts like a formula; upstream titles are not to be run.
fn escape_formula(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        cell
    }
}
