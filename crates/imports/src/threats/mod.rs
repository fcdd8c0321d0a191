//! Threats. The format is recognised from the content: the top of JSON, the columns of a table; the rest is a plain
//! list. A new format gets a file here, a line in [`read`], a word in [`EXPECTED`] and a fixture.

mod bundle;
mod groups;
mod layer;
mod list;
mod misp;
mod sheet;
mod threat_json;
mod uses;

use model::Threat;

use crate::Error;
use crate::input::Input;
use crate::json::{self, TopLevel};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped};
use crate::report::{Confidence, Review};
use crate::{stacks, table};

pub(crate) use threat_json::is_meant as is_own;

/// What can be a threat.
const EXPECTED: &str = "a Navigator layer, a STIX bundle, a MISP event, groups of DeTT&CT, a list or table of technique ids, or a threat or \
                        review that Rhumb wrote";

/// Reads a threat of any format.
pub(crate) fn read(input: &Input<'_>) -> Result<Threat, Error> {
    let mut notes = Notes::default();
    let (mut threat, found) = if json::is_meant(input.text) {
        of_json(input, &mut notes)?
    } else {
        of_text(input, &mut notes)?
    };
    if threat.techniques.is_empty() {
        return Err(nothing(input, &found, notes));
    }
    if threat.techniques.len() > MOST_ENTRIES {
        return Err(too_many(input));
    }
    threat.notes.extend(notes.into_vec());
    Ok(threat)
}

/// The threat, and what it was found to be.
type ThreatResult = Result<(Threat, String), Error>;

fn of_json(input: &Input<'_>, notes: &mut Notes) -> ThreatResult {
    let top = json::top(input)?;
    let found = top.found();
    let threat = if top.has("techniques") {
        if threat_json::is_meant(input) {
            threat_json::read(input, notes)?
        } else {
            layer::read(input, notes)?
        }
    } else if bundle::is_meant(&top) {
        bundle::read(input, notes)?
    } else if top.has("findings") && top.has("report") {
        Review::read(&input.shown(), input.text.as_bytes())?.threat(Confidence::Medium)
    } else if misp::is_meant(&top) {
        misp::read(input, &top, notes)?
    } else if let (TopLevel::List(_), Ok(ids)) = (&top, json::parse::<Vec<String>>(input)) {
        list::of_ids(input, &ids, notes)?
    } else {
        Threat::default()
    };
    Ok((threat, found))
}

fn of_text(input: &Input<'_>, notes: &mut Notes) -> ThreatResult {
    let first = clipped(table::first_line(input.text));
    let found = format!("text that begins with `{first}`");
    let kind = stacks::kind_of_dettect(input.text);
    if kind.as_deref() == Some(groups::KIND) {
        return groups::read(input, notes).map(|threat| (threat, found));
    }
    if let Some(kind) = kind {
        let what = format!(
            "is a DeTT&CT file of the type `{}`, not a threat",
            clipped(&kind)
        );
        return Err(input
            .error(None, what)
            .with("import DeTT&CT administration files as a stack"));
    }
    let threat = match sheet::read(input, notes)? {
        Some(threat) => threat,
        None => list::read(input, notes)?,
    };
    Ok((threat, found))
}

fn nothing(input: &Input<'_>, found: &str, notes: Notes) -> Error {
    let first = notes
        .into_vec()
        .into_iter()
        .next()
        .map_or(String::new(), |note| format!(" ({})", clipped(&note)));
    let what = format!("contains no techniques: found {found}{first}");
    input.error(None, what).with(format!("expected {EXPECTED}"))
}

/// The error of a file with more than anyone faces.
fn too_many(input: &Input<'_>) -> Error {
    input
        .error(None, format!("names more than {MOST_ENTRIES} techniques"))
        .with("import only the techniques of the threat that you face")
}
