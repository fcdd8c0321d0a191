//! Answers as spreadsheets: the rows with their types on one sheet, what was asked and of what on another.
//!
//! The same answer gives the same bytes: the only day in it is that of the catalogue.

use model::TechniqueId;
use questions::Answer;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Url, Workbook, Worksheet,
    XlsxError,
};

use crate::about::Asked;
use crate::format::{Error, Format};
use crate::html::Address;
use crate::rows::{Rows, rows};
use crate::style::is_unseen;

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

/// Columns that hold numbers; a number anywhere else is an id, a commit or a title.
const NUMBERS: &[&str] = &[
    "alone",
    "closes",
    "controls",
    "controls_with_sub_techniques",
    "deployable",
    "detections",
    "detections_with_sub_techniques",
    "explains",
    "gap",
    "jaccard",
    "left",
    "line",
    "mapped",
    "of",
    "pairs",
    "pairs_followed",
    "problems",
    "resources",
    "rung",
    "running",
    "score",
    "share",
    "shared",
    "sides",
    "step",
    "techniques",
    "tests",
    "tests_with_sub_techniques",
    "total",
    "weight",
    "without_log",
];

/// Facts of the second sheet that are numbers; a release is none.
const COUNTS: [&str; 4] = [
    "adversaries",
    "resources in the catalogue",
    "rows",
    "sources in the catalogue",
];

/// The answer as a spreadsheet.
pub(crate) fn xlsx(answer: &Answer) -> Result<Vec<u8>, Error> {
    let rows = rows(answer).ok_or(Error::NoForm(Format::Xlsx))?;
    workbook(answer, &rows).map_err(|error| Error::Write {
        format: Format::Xlsx,
        why: error.to_string(),
    })
}

fn workbook(answer: &Answer, rows: &Rows) -> Result<Vec<u8>, XlsxError> {
    let asked = Asked::new(answer);
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(cell_text(&asked.title()))
            .set_creation_datetime(&day(&answer.catalogue().date)?),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name(asked.question)?;
    // Each side of a comparison has a column of its own name.
    let numbers_from = match answer {
        Answer::Compare(_) => 3,
        _ => usize::MAX,
    };
    Table { rows, numbers_from }.write(sheet)?;
    let about = workbook.add_worksheet();
    about.set_name("About")?;
    write_about(about, asked.facts(answer.catalogue(), rows.cells.len()))?;
    workbook.save_to_buffer()
}

/// The day of the catalogue; where it has none, the first that Excel and zip both know.
fn day(date: &str) -> Result<ExcelDateTime, XlsxError> {
    let date = date.parse().unwrap_or(jiff::civil::date(1980, 1, 1));
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1980).max(1980);
    ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))
}

struct Table<'a> {
    rows: &'a Rows,
    /// From this column on there are only numbers.
    numbers_from: usize,
}

impl Table<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = self.rows.columns.len().min(MOST_COLUMNS);
        let lines = self.rows.cells.len().min(MOST_ROWS);
        let head = CellFormat::new().set_bold().set_align(FormatAlign::Left);
        let mut linked = 0;
        for (at, name) in self.rows.columns.iter().take(columns).enumerate() {
            let column = column(at);
            sheet.write_string_with_format(0, column, cell_text(name), &head)?;
            sheet.set_column_width(column, self.width(at))?;
            for (row, cells) in (1..).zip(self.rows.cells.iter().take(lines)) {
                let cell = cells.get(at).map_or("", String::as_str);
                match self.value(at, name, cell) {
                    Value::Nothing => {}
                    Value::Number(number) => {
                        sheet.write_number(row, column, number)?;
                    }
                    Value::Truth(truth) => {
                        sheet.write_boolean(row, column, truth)?;
                    }
                    Value::Link(address) if linked < MOST_LINKS => {
                        linked += 1;
                        let url = Url::new(address).set_text(cell_text(cell));
                        sheet.write_url(row, column, url)?;
                    }
                    Value::Link(_) | Value::Text => {
                        sheet.write_string(row, column, cell_text(cell))?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        if let (Some(column), Ok(row)) =
            (columns.checked_sub(1).map(self::column), lines.try_into())
        {
            sheet.autofilter(0, 0, row, column)?;
        }
        Ok(())
    }

    fn value(&self, at: usize, name: &str, cell: &str) -> Value {
        let link = |address: String| match address.len() {
            ..=LONGEST_ADDRESS => Value::Link(address),
            _ => Value::Text,
        };
        match name {
            _ if cell.is_empty() => Value::Nothing,
            _ if at >= self.numbers_from || is_number(name) => {
                number(cell).map_or(Value::Text, Value::Number)
            }
            "owned" => cell.parse().map_or(Value::Text, Value::Truth),
            "technique" | "to" => match cell.parse::<TechniqueId>() {
                Ok(technique) => link(technique.url()),
                Err(_) => Value::Text,
            },
            "link" | "repository" => {
                Address::of(cell).map_or(Value::Text, |address| link(address.to_string()))
            }
            _ => Value::Text,
        }
    }

    /// As wide as most of what stands there, within reason.
    fn width(&self, at: usize) -> f64 {
        let cells = self.rows.cells.iter().take(1_000);
        let mut widths: Vec<usize> = cells
            .map(|cells| cells.get(at).map_or(0, |cell| cell.chars().count()))
            .collect();
        widths.sort_unstable();
        let most = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
        // The arrow of the filter stands beside the name.
        let name = self.rows.columns[at].chars().count() + 3;
        let letters = u8::try_from(most.max(name).min(60)).unwrap_or(60);
        f64::from(letters) + 1.5
    }
}

enum Value {
    Nothing,
    Number(f64),
    Truth(bool),
    Link(String),
    Text,
}

fn is_number(column: &str) -> bool {
    let of_source = ["controls:", "detections:", "tests:"];
    NUMBERS.contains(&column) || of_source.iter().any(|pillar| column.starts_with(pillar))
}

/// Only what reads the same when it is written again: `00000429` is an id.
fn number(cell: &str) -> Option<f64> {
    let number: f64 = cell
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())?;
    (number.to_string() == cell).then_some(number)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).expect("a sheet has no more columns than were taken")
}

fn write_about(sheet: &mut Worksheet, facts: Vec<(&'static str, String)>) -> Result<(), XlsxError> {
    let name = CellFormat::new().set_bold().set_align(FormatAlign::Top);
    let value = CellFormat::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    sheet.set_column_width(0, 26)?;
    sheet.set_column_width(1, 100)?;
    for (row, (what, said)) in (0..).zip(facts.into_iter().take(MOST_ROWS)) {
        sheet.write_string_with_format(row, 0, what, &name)?;
        match number(&said).filter(|_| COUNTS.contains(&what)) {
            Some(number) => sheet.write_number_with_format(row, 1, number, &value)?,
            None => sheet.write_string_with_format(row, 1, cell_text(&said), &value)?,
        };
    }
    Ok(())
}

/// Upstream text as a cell may hold it: without letters that command or deceive, cut with a mark where it is too long.
/// Text is written as text, so that what looks like a formula is none.
fn cell_text(text: &str) -> String {
    let mut left = LONGEST;
    let mut held = String::with_capacity(text.len().min(LONGEST));
    for letter in text.chars() {
        let letter = match letter {
            '\n' => '\n',
            '\r' => continue,
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            letter if letter.is_control() || is_unseen(letter) => ' ',
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
