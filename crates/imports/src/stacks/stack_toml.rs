//! `stack.toml`, written by hand.

use documents::toml;
use model::Stack;

use crate::input::{Input, place_of};
use crate::limits::LARGEST_STACK_TOML;
use crate::{Error, keys};

/// Whether a line of the text says `key =` or `[[key]]` before anything else.
pub(super) fn is_meant(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| match line.split_once('=') {
        Some((key, _)) => {
            let key = key.trim();
            let plain = |letter: char| letter.is_alphanumeric() || "_-\"'.".contains(letter);
            !key.is_empty() && key.chars().all(plain)
        }
        None => line.starts_with("[["),
    })
}

/// Reads it; what is not known is refused with the key that was probably meant.
pub(super) fn read(input: &Input<'_>) -> Result<Stack, Error> {
    if input.text.len() > LARGEST_STACK_TOML {
        let what = format!("is too large: at most {LARGEST_STACK_TOML} bytes of TOML are read");
        return Err(input.error(None, what));
    }
    toml::parse(input.text).map_err(|error| {
        let what = error.what.replace('\n', ", ");
        keys::with_nearest(input.error(place_of(&error), what))
    })
}
