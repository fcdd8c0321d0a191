//! Administrations of DeTT&CT, YAML that people keep by hand: <https://github.com/rabobank-cdc/DeTTECT>. Its older forms have one
//! thing where its newer ones have lists.

mod log_sources;
mod scores;

use model::Stack;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Error;
use crate::input::Input;
use crate::lenient::{OneOrMany, Text};
use crate::notes::{Notes, clipped, cut};

use super::platforms;

/// The type that the file says it has, if it is of DeTT&CT.
pub(crate) fn kind(text: &str) -> Option<String> {
    let stated = text
        .lines()
        .find_map(|line| line.strip_prefix("file_type"))?;
    let kind = stated.trim_start().strip_prefix(':')?.split('#').next()?;
    Some(kind.trim().trim_matches(['"', '\'']).to_owned())
}

/// Reads an administration of either kind.
pub(super) fn read(
    input: &Input<'_>,
    kind: &str,
    notes: &mut Notes,
) -> Result<(Stack, &'static str), Error> {
    match kind {
        "data-source-administration" => log_sources::read(input, notes)
            .map(|stack| (stack, "data source administration of DeTT&CT")),
        "technique-administration" => {
            scores::read(input, notes).map(|stack| (stack, "technique administration of DeTT&CT"))
        }
        _ => {
            let what = format!("is a DeTT&CT file of the type `{}`", clipped(kind));
            let remedy = "groups are a threat; expected `data-source-administration` or `technique-administration`";
            Err(input.error(None, what).with(remedy))
        }
    }
}

/// An item of a list; one that cannot be read becomes a note.
fn item<T: DeserializeOwned>(value: Value, place: &str, notes: &mut Notes) -> Option<T> {
    serde_json::from_value(value)
        .map_err(|error| notes.at(place, cut(&error.to_string(), 200)))
        .ok()
}

/// Platforms as the stack names them.
fn platforms(written: &OneOrMany<Text>, notes: &mut Notes) -> Vec<String> {
    platforms::named(&written.texts(), notes)
}
