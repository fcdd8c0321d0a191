//! One event of MISP: its tags and galaxies, and those of its parts.

use serde::Deserialize;

use crate::ids;
use crate::json::Items;
use crate::lenient::{Flag, OneOrMany, Text};
use crate::notes::{Notes, clipped};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Event<'a> {
    #[serde(default, rename = "info")]
    pub(super) info: Text,
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
struct AttributeOrObject<'a> {
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
    external_id: OneOrMany<Text>,
}

impl Event<'_> {
    /// The ids of all its parts, in order.
    pub(super) fn techniques(&self, notes: &mut Notes) -> Vec<String> {
        let mut found = Vec::new();
        marks(&self.tag, &self.galaxy, "Event", notes, &mut found);
        parts(&self.attribute, "Event.Attribute", notes, &mut found);
        parts(&self.object, "Event.Object", notes, &mut found);
        found
    }
}

/// An attribute holds no attributes, an object no objects: two levels at most.
fn parts(items: &Items<'_>, field: &str, notes: &mut Notes, found: &mut Vec<String>) {
    for (index, part) in items.read::<AttributeOrObject<'_>>(field, notes) {
        if part.deleted.0 == Some(true) {
            continue;
        }
        let place = format!("{field}[{index}]");
        marks(&part.tag, &part.galaxy, &place, notes, found);
        let inner = format!("{place}.Attribute");
        for (index, attribute) in part.attribute.read::<AttributeOrObject<'_>>(&inner, notes) {
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
        let name = tag.name.trimmed().unwrap_or_default();
        let value = name
            .split_once('=')
            .map_or("", |(_, value)| value.trim_matches('"'));
        take(is_pattern(&name), of_value(value), name.clone(), notes);
    }
    for (_, galaxy) in galaxies.read::<Galaxy<'_>>(&format!("{place}.Galaxy"), notes) {
        for (_, cluster) in galaxy.clusters.read::<Cluster>("GalaxyCluster", notes) {
            let kind = cluster.kind.trimmed().unwrap_or_default();
            let value = cluster.value.trimmed().unwrap_or_default();
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
