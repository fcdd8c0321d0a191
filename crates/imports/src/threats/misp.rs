//! MISP events: one, several, or the answer of its API. Techniques are galaxy clusters or tags of the event, of its
//! attributes and of the attributes of its objects.

use model::Threat;
use serde::Deserialize;

use super::uses::Uses;
use crate::Error;
use crate::ids;
use crate::input::Input;
use crate::json::{self, Items, Top};
use crate::lenient::{Flag, Many, Text};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped, counted};

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    response: Items<'a>,
}

#[derive(Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow, rename = "Event")]
    event: Event<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event<'a> {
    #[serde(default, rename = "info")]
    info: Text,
    #[serde(borrow, default)]
    tag: Items<'a>,
    #[serde(borrow, default)]
    galaxy: Items<'a>,
    #[serde(borrow, default)]
    attribute: Items<'a>,
    #[serde(borrow, default)]
    object: Items<'a>,
}

/// An attribute, or an object with attributes.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Part<'a> {
    #[serde(default, rename = "deleted")]
    deleted: Flag,
    #[serde(borrow, default)]
    tag: Items<'a>,
    #[serde(borrow, default)]
    galaxy: Items<'a>,
    #[serde(borrow, default)]
    attribute: Items<'a>,
}

#[derive(Deserialize)]
struct Tag {
    #[serde(default)]
    name: Text,
}

#[derive(Deserialize)]
struct Galaxy<'a> {
    #[serde(borrow, default, rename = "GalaxyCluster")]
    clusters: Items<'a>,
}

#[derive(Deserialize)]
struct Cluster {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    value: Text,
    #[serde(default)]
    meta: Option<Meta>,
}

#[derive(Default, Deserialize)]
struct Meta {
    #[serde(default)]
    external_id: Many<Text>,
}

/// Whether it is of MISP.
pub(super) fn is_meant(top: &Top<'_>) -> bool {
    match top {
        Top::Object(_) => {
            top.has("Event") || top.has("response") || top.has("info") && top.has("Attribute")
        }
        Top::List(items) => items.first_has("Event") || items.first_has("info"),
    }
}

/// Reads its events.
pub(super) fn read(input: &Input<'_>, top: &Top<'_>, notes: &mut Notes) -> Result<Threat, Error> {
    let events = events(input, top, notes)?;
    let mut uses = Uses::default();
    for (index, event) in events.iter().enumerate() {
        let info = event.info.some();
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
        .and_then(|event| event.info.some())
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
    top: &Top<'a>,
    notes: &mut Notes,
) -> Result<Vec<Event<'a>>, Error> {
    if top.has("Event") {
        return json::one::<Wrapped<'_>>(input).map(|wrapped| vec![wrapped.event]);
    }
    let (items, field) = match top {
        Top::List(items) => (items.clone(), ""),
        Top::Object(_) if top.has("response") => {
            (json::one::<Answer<'_>>(input)?.response, "response")
        }
        Top::Object(_) => return json::one(input).map(|event| vec![event]),
    };
    Ok(if items.first_has("Event") {
        items
            .read::<Wrapped<'_>>(field, notes)
            .into_iter()
            .map(|(_, one)| one.event)
            .collect()
    } else {
        items
            .read::<Event<'_>>(field, notes)
            .into_iter()
            .map(|(_, event)| event)
            .collect()
    })
}

impl Event<'_> {
    /// The ids of all its parts, in order.
    fn techniques(&self, notes: &mut Notes) -> Vec<String> {
        let mut found = Vec::new();
        marks(&self.tag, &self.galaxy, "Event", notes, &mut found);
        parts(&self.attribute, "Event.Attribute", notes, &mut found);
        parts(&self.object, "Event.Object", notes, &mut found);
        found
    }
}

/// An attribute holds no attributes, an object no objects: two levels at most.
fn parts(items: &Items<'_>, field: &str, notes: &mut Notes, found: &mut Vec<String>) {
    for (index, part) in items.read::<Part<'_>>(field, notes) {
        if part.deleted.0 == Some(true) {
            continue;
        }
        let place = format!("{field}[{index}]");
        marks(&part.tag, &part.galaxy, &place, notes, found);
        let inner = format!("{place}.Attribute");
        for (index, attribute) in part.attribute.read::<Part<'_>>(&inner, notes) {
            if attribute.deleted.0 != Some(true) {
                let place = format!("{inner}[{index}]");
                marks(&attribute.tag, &attribute.galaxy, &place, notes, found);
            }
        }
    }
}

/// The techniques of the tags and clusters of one thing.
fn marks(
    tags: &Items<'_>,
    galaxies: &Items<'_>,
    place: &str,
    notes: &mut Notes,
    found: &mut Vec<String>,
) {
    let mut take = |is_pattern: bool, id: Option<String>, text: String, notes: &mut Notes| match id
    {
        Some(id) => found.push(id),
        None if is_pattern => notes.at(
            place,
            format_args!("`{}` holds no technique", clipped(&text)),
        ),
        None => {}
    };
    for (_, tag) in tags.read::<Tag>(&format!("{place}.Tag"), notes) {
        let name = tag.name.some().unwrap_or_default();
        let value = name
            .split_once('=')
            .map_or("", |(_, value)| value.trim_matches('"'));
        take(is_pattern(&name), of_value(value), name.clone(), notes);
    }
    for (_, galaxy) in galaxies.read::<Galaxy<'_>>(&format!("{place}.Galaxy"), notes) {
        for (_, cluster) in galaxy.clusters.read::<Cluster>("GalaxyCluster", notes) {
            let kind = cluster.kind.some().unwrap_or_default();
            let value = cluster.value.some().unwrap_or_default();
            let stated = cluster.meta.unwrap_or_default().external_id.texts();
            let id = stated
                .into_iter()
                .find(|id| ids::is_id(id))
                .or_else(|| of_value(&value));
            take(is_pattern(&kind), id, value, notes);
        }
    }
}

/// Tags that name a technique of ATT&CK; of all others nothing is expected.
fn is_pattern(name: &str) -> bool {
    name.split('=')
        .next()
        .unwrap_or("")
        .contains("attack-pattern")
}

/// `PowerShell - T1059.001`.
fn of_value(value: &str) -> Option<String> {
    let last = value.rsplit(" - ").next()?.trim();
    ids::is_id(last).then(|| last.to_owned())
}
