//! MISP events: one, several, or the answer of its API. Techniques are galaxy clusters or tags of the event, of its
//! attributes and of the attributes of its objects.

mod event;

use event::Event;
use model::Threat;
use serde::Deserialize;

use super::uses::TechniqueUses;
use crate::Error;
use crate::input::Input;
use crate::json::{self, Items, TopLevel};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, counted};

#[derive(Deserialize)]
struct MispResponse<'a> {
    #[serde(borrow)]
    response: Items<'a>,
}

#[derive(Deserialize)]
struct EventWrapper<'a> {
    #[serde(borrow, rename = "Event")]
    event: Event<'a>,
}

/// Whether it is of MISP.
pub(super) fn is_meant(top: &TopLevel<'_>) -> bool {
    match top {
        TopLevel::Object(_) => {
            top.has("Event") || top.has("response") || top.has("info") && top.has("Attribute")
        }
        TopLevel::List(items) => items.first_has("Event") || items.first_has("info"),
    }
}

/// Reads its events.
pub(super) fn read(
    input: &Input<'_>,
    top: &TopLevel<'_>,
    notes: &mut Notes,
) -> Result<Threat, Error> {
    let events = events(input, top, notes)?;
    let mut uses = TechniqueUses::default();
    for (index, event) in events.iter().enumerate() {
        let info = event.info.trimmed();
        for id in event.techniques(notes) {
            uses.by(&id, &index.to_string(), info.as_deref());
        }
        if uses.len() > MOST_ENTRIES {
            return Err(super::too_many(input));
        }
    }
    let several = events.len() > 1;
    let name = events
        .first()
        .and_then(|event| event.info.trimmed())
        .filter(|_| !several);
    let found = counted(events.len(), "MISP event");
    Ok(Threat {
        origins: vec![format!("{found} ({})", input.shown())],
        // Of several events, how many name a technique says something; of one it does not.
        techniques: if several { uses.scored() } else { uses.plain() },
        ..Threat::named(name.unwrap_or_else(|| input.stem()))
    })
}

fn events<'a>(
    input: &Input<'a>,
    top: &TopLevel<'a>,
    notes: &mut Notes,
) -> Result<Vec<Event<'a>>, Error> {
    if top.has("Event") {
        return json::parse::<EventWrapper<'_>>(input).map(|wrapped| vec![wrapped.event]);
    }
    let (items, field) = match top {
        TopLevel::List(items) => (items.clone(), ""),
        TopLevel::Object(_) if top.has("response") => {
            (json::parse::<MispResponse<'_>>(input)?.response, "response")
        }
        TopLevel::Object(_) => return json::parse(input).map(|event| vec![event]),
    };
    Ok(if items.first_has("Event") {
        items
            .read::<EventWrapper<'_>>(field, notes)
            .into_iter()
            .map(|(_, wrapper)| wrapper.event)
            .collect()
    } else {
        items
            .read::<Event<'_>>(field, notes)
            .into_iter()
            .map(|(_, event)| event)
            .collect()
    })
}
