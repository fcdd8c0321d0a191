//! Plain lists of ids, one or several in a line, as people paste them. `#` begins a comment; what stands beside a single
//! id is said of it.

use std::fmt::Display;

use model::{Threat, ThreatTechnique};

use crate::Error;
use crate::ids::IdLine;
use crate::input::Input;
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped};

/// Reads a list of lines.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Threat, Error> {
    let mut techniques = Vec::new();
    for (index, text) in input.text.lines().enumerate() {
        let text = without_comment(text);
        techniques.extend(of_line(text, format_args!("line {}", index + 1), notes));
        if techniques.len() > MOST_ENTRIES {
            return Err(super::too_many(input));
        }
    }
    Ok(threat(input, techniques))
}

/// Reads a JSON list of texts.
pub(super) fn of_ids(
    input: &Input<'_>,
    ids: &[String],
    notes: &mut Notes,
) -> Result<Threat, Error> {
    let mut techniques = Vec::new();
    for (index, text) in ids.iter().enumerate() {
        techniques.extend(of_line(text, format_args!("[{index}]"), notes));
        if techniques.len() > MOST_ENTRIES {
            return Err(super::too_many(input));
        }
    }
    Ok(threat(input, techniques))
}

/// The techniques of one line.
fn of_line(text: &str, place: impl Display, notes: &mut Notes) -> Vec<ThreatTechnique> {
    let line = IdLine::of(text);
    let mut techniques: Vec<ThreatTechnique> = line
        .ids
        .iter()
        .copied()
        .map(ThreatTechnique::plain)
        .collect();
    match (techniques.as_mut_slice(), line.beside()) {
        (_, None) => {}
        ([], Some(words)) => notes.at(
            place,
            format_args!("`{}` names no technique", clipped(&words)),
        ),
        ([only], Some(words)) => only.comment = Some(words),
        (_, Some(words)) => notes.at(
            place,
            format_args!("`{}` stands beside several techniques", clipped(&words)),
        ),
    }
    techniques
}

fn threat(input: &Input<'_>, techniques: Vec<ThreatTechnique>) -> Threat {
    Threat {
        origins: vec![format!("list of techniques ({})", input.shown())],
        techniques,
        ..Threat::named(input.stem())
    }
}

/// An address may hold a `#` inside.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        if letter == '#' && before.is_whitespace() {
            return &line[..at];
        }
        before = letter;
    }
    line
}
