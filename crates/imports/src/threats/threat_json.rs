//! Threats that Rhumb wrote itself.

use model::Threat;
use serde::Deserialize;

use crate::input::Input;
use crate::json::{self, Items};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped};
use crate::{Error, ids, keys};

#[derive(Deserialize)]
struct Techniques<'a> {
    #[serde(borrow)]
    techniques: Items<'a>,
}

/// Layers have techniques as well; theirs have a `techniqueID`.
pub(crate) fn is_meant(input: &Input<'_>) -> bool {
    json::parse::<Techniques<'_>>(input).is_ok_and(|file| file.techniques.first_has("id"))
}

/// Reads it; what is no technique becomes a note.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Threat, Error> {
    let mut threat: Threat = json::parse(input).map_err(keys::with_nearest)?;
    if threat.techniques.len() > MOST_ENTRIES {
        return Err(super::too_many(input));
    }
    let mut index = 0;
    threat.techniques.retain(|technique| {
        let is_id = ids::is_id(&technique.id);
        if !is_id {
            let what = format!("`{}` is no technique", clipped(&technique.id));
            notes.at(format_args!("techniques[{index}].id"), what);
        }
        index += 1;
        is_id
    });
    if threat.origins.is_empty() {
        let origin = format!("threat `{}` ({})", clipped(&threat.name), input.shown());
        threat.origins.push(origin);
    }
    Ok(threat)
}
