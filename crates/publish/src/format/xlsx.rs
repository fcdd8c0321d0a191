//! Answers as spreadsheets: the rows with their types on one sheet, what was asked and of what on another.
//!
//! The same answer gives the same bytes: the only day in it is that of the catalogue.

use model::TechniqueId;
use questions::Answer;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Url, Workbook, Worksheet,
    XlsxError,
};

use super::{Error, Format, Output};
use crate::about::AnswerHeader;
use crate::address::is_web_address;
use crate::answers;
use crate::options::Options;
use crate::style::is_invisible;
use crate::table::{Column, Table, Type, Value};

/// Letters that a cell holds, as Excel counts them, with room for the mark.
const LONGEST: usize = 32_766;
/// Links that a sheet holds.
const MOST_LINKS: usize = 65_000;
/// Letters of an address that Excel takes.
const LONGEST_ADDRESS: usize = 2_000;
/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;
/// Rows of a sheet, below the names of the columns.
const MOST_ROWS: usize = 1_048_575;

/// The answer as a spreadsheet.
pub(super) fn write(answer: &Answer, _: &Options) -> Result<Output, Error> {
    let table = answers::table(answer).ok_or(Error::FormatUnavailable(Format::Xlsx))?;
    let bytes = workbook(answer, &table).map_err(|error| Error::Write {
        format: Format::Xlsx,
        why: error.to_string(),
    })?;
    Ok(Output::Bytes(bytes))
}

fn workbook(answer: &Answer, table: &Table) -> Result<Vec<u8>, XlsxError> {
    let header = AnswerHeader::new(answer);
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(cell_text(&header.title()))
            .set_creation_datetime(&day(&answer.catalogue().date)?),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name(header.question)?;
    write_table(sheet, table)?;
    let about = workbook.add_worksheet();
    about.set_name("About")?;
    write_about(about, header.facts(answer.catalogue(), table.rows().len()))?;
    workbook.save_to_buffer()
}

/// The day of the catalogue; where it has none, the first that Excel and zip both know.
fn day(date: &str) -> Result<ExcelDateTime, XlsxError> {
    let date = date.parse().unwrap_or(jiff::civil::date(1980, 1, 1));
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1980).max(1980);
    ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))
}

fn write_table(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let lines = table.rows().len().min(MOST_ROWS);
    let head = CellFormat::new().set_bold().set_align(FormatAlign::Left);
    let mut linked = 0;
    for (at, named) in table.columns().iter().take(MOST_COLUMNS).enumerate() {
        let column = column(at);
        sheet.write_string_with_format(0, column, cell_text(&named.key), &head)?;
        sheet.set_column_width(column, width(table, at))?;
        for (row, values) in (1..).zip(table.rows().iter().take(lines)) {
            let text = named.write(&values[at]);
            match cell(named, &values[at], &text) {
                Cell::Nothing => {}
                Cell::Number(number) => {
                    sheet.write_number(row, column, number)?;
                }
                Cell::Truth(truth) => {
                    sheet.write_boolean(row, column, truth)?;
                }
                Cell::Link(address) if linked < MOST_LINKS => {
                    linked += 1;
                    let url = Url::new(address).set_text(cell_text(&text));
                    sheet.write_url(row, column, url)?;
                }
                Cell::Link(_) | Cell::Text => {
                    sheet.write_string(row, column, cell_text(&text))?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = table.columns().len().min(MOST_COLUMNS).checked_sub(1);
    if let (Some(last), Ok(row)) = (last, lines.try_into()) {
        sheet.autofilter(0, 0, row, column(last))?;
    }
    Ok(())
}

/// What a sheet holds for a value that is written so.
enum Cell {
    Nothing,
    Number(f64),
    Truth(bool),
    Link(String),
    Text,
}

fn cell(column: &Column, value: &Value, text: &str) -> Cell {
    let link = |address: String| match address.len() {
        ..=LONGEST_ADDRESS => Cell::Link(address),
        _ => Cell::Text,
    };
    match (column.holds, value) {
        _ if text.is_empty() => Cell::Nothing,
        (_, Value::Number(_)) => number(text).map_or(Cell::Text, Cell::Number),
        (_, Value::Truth(truth)) => Cell::Truth(*truth),
        // Several techniques lead to no one place.
        (Type::Technique, _) => match text.parse::<TechniqueId>() {
            Ok(technique) => link(technique.url()),
            Err(_) => Cell::Text,
        },
        (Type::Link, _) if is_web_address(text) => link(text.to_owned()),
        _ => Cell::Text,
    }
}

/// A width that fits most of the cells, within limits.
fn width(table: &Table, at: usize) -> f64 {
    let column = &table.columns()[at];
    let rows = table.rows().iter().take(1_000);
    let mut widths: Vec<usize> = rows
        .map(|row| column.write(&row[at]).chars().count())
        .collect();
    widths.sort_unstable();
    let most = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
    // The arrow of the filter stands beside the name.
    let name = column.key.chars().count() + 3;
    let letters = u8::try_from(most.max(name).min(60)).unwrap_or(60);
    f64::from(letters) + 1.5
}

/// The number as it is written, where a sheet can hold it.
fn number(text: &str) -> Option<f64> {
    let number = text.parse().ok();
    number.filter(|number: &f64| number.is_finite())
}

fn column(at: usize) -> u16 {
    u16::try_from(at).expect("a sheet has no more columns than were taken")
}

fn write_about(sheet: &mut Worksheet, facts: Vec<(&'static str, Value)>) -> Result<(), XlsxError> {
    let name_format = CellFormat::new().set_bold().set_align(FormatAlign::Top);
    let value_format = CellFormat::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    sheet.set_column_width(0, 26)?;
    sheet.set_column_width(1, 100)?;
    for (row, (name, fact)) in (0..).zip(facts.into_iter().take(MOST_ROWS)) {
        sheet.write_string_with_format(row, 0, name, &name_format)?;
        match fact {
            Value::Number(number) => {
                sheet.write_number_with_format(row, 1, number, &value_format)?
            }
            fact => {
                sheet.write_string_with_format(row, 1, cell_text(&fact.write()), &value_format)?
            }
        };
    }
    Ok(())
}

/// Upstream text for a cell: without control and invisible characters, cut with a mark where it is too long.
/// Text is written as text, so that what looks like a formula is none.
fn cell_text(text: &str) -> String {
    let mut left = LONGEST;
    let mut held = String::with_capacity(text.len().min(LONGEST));
    for letter in text.chars() {
        let letter = match letter {
            '\n' => '\n',
            '\r' => continue,
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            letter if letter.is_control() || is_invisible(letter) => ' ',
            letter => letter,
        };
        let Some(rest) = left.checked_sub(letter.len_utf16()) else {
            held.push('…');
            break;
        };
        left = rest;
        held.push(letter);
    }
    held
}
