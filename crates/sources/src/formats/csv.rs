//! CSV with a header, under a limit of size. Rows are read one by one, so that an odd one does not spoil the others.

use model::{Harvest, Problem};
use serde::de::DeserializeOwned;

use super::text;
use crate::File;

/// The rows that can be read, with their lines; the others are problems of the file. Fields are text: `007` stays.
pub(crate) fn rows<T: DeserializeOwned>(
    file: &File<'_>,
    harvest: &mut Harvest,
) -> Result<Vec<(u32, T)>, Problem> {
    let mut reader = ::csv::ReaderBuilder::new()
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text::small(file)?.as_bytes());
    let headers = reader
        .headers()
        .map_err(|error| problem(file, None, &error))?;
    let headers = headers.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let line = |record: &::csv::StringRecord| {
            let position = record.position()?;
            u32::try_from(position.line()).ok()
        };
        match record {
            Err(error) => harvest.problems.push(problem(file, None, &error)),
            Ok(record) => match record.deserialize(Some(&headers)) {
                Ok(row) => rows.push((line(&record).unwrap_or(1), row)),
                Err(error) => harvest.problems.push(problem(file, line(&record), &error)),
            },
        }
    }
    Ok(rows)
}

/// All records as text, with their lines, the first one included. Fields stand apart by what the first line has most of:
/// commas, or semicolons or tabs as spreadsheets write them in some countries.
pub(crate) fn records(file: &File<'_>) -> Result<Vec<(u32, Vec<String>)>, Problem> {
    let content = text::small(file)?;
    let first = content.trim_start().lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|&byte| byte == separator).count();
    let separator = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&separator| count(separator));
    let mut reader = ::csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(content.as_bytes());
    let records = reader.records().map(|record| {
        let record = record.map_err(|error| problem(file, None, &error))?;
        let line = record
            .position()
            .and_then(|position| u32::try_from(position.line()).ok());
        Ok((
            line.unwrap_or(1),
            record.iter().map(str::to_owned).collect(),
        ))
    });
    records.collect()
}

fn problem(file: &File<'_>, line: Option<u32>, error: &::csv::Error) -> Problem {
    let what = error.to_string();
    let what = what.rsplit_once("): ").map_or(&*what, |(_, what)| what);
    file.problem(
        line,
        format!("is not the CSV expected here: {}", text::first_line(what)),
    )
}
