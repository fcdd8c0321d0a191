//! Spreadsheets (`.xlsx`): ZIP archives of XML, and so bombs until measured.
//!
//! Cells are taken one by one: a sheet whose last cell stands far out never becomes a rectangle in memory.

use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, Reader, Xlsx};
use model::Problem;
use zip::ZipArchive;

use super::Row;
use crate::File;

/// The largest spreadsheet that is read, packed.
const LARGEST: usize = 8 << 20;

/// The most that it may unpack to, and the most that the texts of its cells may add up to: many cells may share one.
const LARGEST_UNPACKED: u64 = 128 << 20;

/// Columns further out hold nothing that we know.
const COLUMNS: usize = 256;

/// Whether the file is a ZIP archive, whatever it is called.
pub(super) fn is_one(file: &File<'_>) -> bool {
    file.bytes.starts_with(b"PK\x03\x04") || file.name().to_lowercase().ends_with(".xlsx")
}

/// The sheets by name, with the rows that hold any text.
pub(super) fn sheets(file: &File<'_>) -> Result<Vec<(String, Vec<Row>)>, Problem> {
    let wrong = |what: &str| {
        file.problem(
            None,
            format!("is not the spreadsheet expected here: {what}"),
        )
    };
    if file.bytes.len() > LARGEST {
        return Err(file.problem(None, "is larger than 8 MiB: no table of controls is"));
    }
    measure(file.bytes).map_err(|what| wrong(&what))?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(file.bytes)).map_err(|error| wrong(&error.to_string()))?;
    let mut left = LARGEST_UNPACKED;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let rows = rows(&mut book, &name, &mut left).map_err(|what| wrong(&what))?;
        sheets.push((name, rows));
    }
    Ok(sheets)
}

/// Unpacks it once to nowhere: what its list says of sizes may be a lie.
fn measure(bytes: &[u8]) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut left = LARGEST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| error.to_string())?;
        let size =
            copy(&mut entry.take(left + 1), &mut sink()).map_err(|error| error.to_string())?;
        left = left
            .checked_sub(size)
            .ok_or("it unpacks to more than 128 MiB")?;
    }
    Ok(())
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut u64) -> Result<Vec<Row>, String> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|error| error.to_string())?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        let (number, column) = (row.saturating_add(1), column as usize);
        let text = words(cell.get_value());
        if text.is_empty() || column >= COLUMNS {
            continue;
        }
        *left = left
            .checked_sub(text.len() as u64)
            .ok_or("its cells hold more than 128 MiB")?;
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(Row {
                number,
                cells: Vec::new(),
            });
        }
        let last = &mut rows.last_mut().expect("a row was put there").cells;
        last.resize(last.len().max(column + 1), String::new());
        last[column] = text;
    }
    Ok(rows)
}

fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.trim().to_owned()
        }
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
