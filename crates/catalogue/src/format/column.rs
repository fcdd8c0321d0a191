//! How values stand in a column: words of a fixed set as text, lists and structs as JSON.

use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// A value as its column holds it.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(value)?)
}

/// The word of a fixed set that stands in the column.
pub(crate) fn word<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> Result<T, Error> {
    let text: String = row.get(column)?;
    text.parse()
        .map_err(|_| Error::Damaged(format!("the word `{text}`")))
}

/// The list that stands in the column; most are empty.
pub(crate) fn list<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Vec<T>, Error> {
    match row.get_ref(column)?.as_str().unwrap_or("[]") {
        "[]" => Ok(Vec::new()),
        text => Ok(serde_json::from_str(text)?),
    }
}
