//! JSON, in which nothing turns the direction of text around, whoever prints it.

use serde::Serialize;

use crate::format::{Error, Format};
use crate::style::is_invisible;

pub(super) fn to_json(value: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::Write {
        format: Format::Json,
        why: error.to_string(),
    })?;
    // Letters beyond ASCII stand in texts alone, where an escape says the same.
    let mut safe = String::with_capacity(text.len() + 1);
    for letter in text.chars() {
        if is_invisible(letter) || (letter.is_control() && letter != '\n') {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                safe += &format!("\\u{unit:04x}");
            }
        } else {
            safe.push(letter);
        }
    }
    Ok(safe + "\n")
}
