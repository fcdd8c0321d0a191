//! CSV and its kin. Rows are read one by one, so that an odd one does not spoil the others; fields are text: `007` stays.

use ::csv::{ReaderBuilder, StringRecordsIntoIter, Trim};
use serde::de::DeserializeOwned;

use crate::Error;

pub use ::csv::StringRecord;

/// What fields stand apart by, the usual first: spreadsheets write semicolons or tabs in some countries.
pub const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A row and its line.
pub type Row<T> = Result<(u64, T), Error>;

/// The rows below a header that names the fields of `T`.
pub fn rows<T: DeserializeOwned>(content: &str) -> Result<impl Iterator<Item = Row<T>>, Error> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::All)
        .from_reader(content.as_bytes());
    let headers = reader
        .headers()
        .map_err(|error| wrong(None, &error))?
        .clone();
    Ok(reader.into_records().map(move |record| {
        let record = record.map_err(|error| wrong(None, &error))?;
        let line = line_of(&record);
        let row = record
            .deserialize(Some(&headers))
            .map_err(|error| wrong(line, &error))?;
        Ok((line.unwrap_or(1), row))
    }))
}

/// All records, the first one included.
pub fn records(content: &str, delimiter: u8) -> Records<'_> {
    let reader = ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(content.as_bytes());
    Records(reader.into_records())
}

/// Records, read one by one.
pub struct Records<'a>(StringRecordsIntoIter<&'a [u8]>);

impl Iterator for Records<'_> {
    type Item = Row<StringRecord>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.0.next()?.map_err(|error| wrong(None, &error));
        Some(record.map(|record| (line_of(&record).unwrap_or(1), record)))
    }
}

/// The delimiter that the first line with text has most of.
pub fn delimiter(content: &str) -> u8 {
    let first = content
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|&byte| byte == delimiter).count();
    // The last of several maxima is taken: so the usual one comes last here.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|&delimiter| count(delimiter))
        .unwrap_or(b',')
}

fn line_of(record: &StringRecord) -> Option<u64> {
    record.position().map(::csv::Position::line)
}

fn wrong(line: Option<u64>, error: &::csv::Error) -> Error {
    let what = error.to_string();
    // The parser names the record before the reason; the line is known already.
    let what = what.rsplit_once("): ").map_or(&*what, |(_, what)| what);
    Error {
        line,
        column: None,
        what: what.to_owned(),
    }
}
