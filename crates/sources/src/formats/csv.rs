//! The CSV files of a tree.

use documents::csv;
use model::{Harvest, Problem};
use serde::de::DeserializeOwned;

use super::text;
use crate::File;

/// The rows that can be read, with their lines; the others are problems of the file.
pub(crate) fn rows<T: DeserializeOwned>(
    file: &File<'_>,
    harvest: &mut Harvest,
) -> Result<Vec<(u32, T)>, Problem> {
    let rows = csv::rows(text::small(file)?).map_err(|error| problem(file, &error))?;
    let mut read = Vec::new();
    for row in rows {
        match row {
            Ok((line, row)) => read.push((number(line), row)),
            Err(error) => harvest.problems.push(problem(file, &error)),
        }
    }
    Ok(read)
}

/// All records as text, with their lines, the first one included.
pub(crate) fn records(file: &File<'_>) -> Result<Vec<(u32, Vec<String>)>, Problem> {
    let content = text::small(file)?;
    csv::records(content, csv::delimiter(content))
        .map(|record| {
            let (line, cells) = record.map_err(|error| problem(file, &error))?;
            Ok((number(line), cells.iter().map(str::to_owned).collect()))
        })
        .collect()
}

fn problem(file: &File<'_>, error: &documents::Error) -> Problem {
    text::unexpected(file, "CSV", error)
}

fn number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(1)
}
