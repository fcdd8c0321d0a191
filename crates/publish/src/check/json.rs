//! JSON in which characters that change the direction of text are escaped.

use serde::Serialize;

use crate::format::{Error, Format};
use crate::style::is_invisible;

pub(super) fn to_json(value: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::Write {
        format: Format::Json,
        why: error.to_string(),
    })?;
    // Characters beyond ASCII occur in strings only, where an escape is equivalent.
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
