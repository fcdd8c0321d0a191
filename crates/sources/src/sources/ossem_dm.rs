//! OSSEM Detection Model: <https://github.com/OTRF/OSSEM-DM>. What happens between two things (a user deletes a user), and
//! which events of which logs show it. It names no technique.

use model::{Declaration, Harvest, Kind, LogSource, Problem, Related, Resource, TextPolicy};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::formats::yaml;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "ossem-dm",
    archive: "ossem-dm",
    title: "OSSEM Detection Model",
    repository: "OTRF/OSSEM-DM",
    branch: "main",
    licence: "MIT",
    copyright: "Copyright (c) 2022 Open Threat Research Forge",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("ossem_dm", "Relationships", Kind::Knowledge)],
    declares: Declaration::default,
    paths: &[RELATIONSHIPS],
    read,
};

/// `_all_ossem_relationships.yml` beside them holds the same once more.
const RELATIONSHIPS: &str = "relationships/[!_]*.yml";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Relationship {
    #[serde(rename = "relationship_id")]
    id: Text,
    name: Text,
    contributors: Texts,
    attack: OrDefault<Attack>,
    behavior: OrDefault<Behavior>,
    security_events: OrDefault<Vec<Event>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attack {
    data_source: Text,
    data_component: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Behavior {
    source: Text,
    relationship: Text,
    target: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    #[serde(rename = "event_id")]
    id: Text,
    platform: Text,
    log_source: Text,
    channel: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[RELATIONSHIPS], harvest, relationship);
}

fn relationship(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let stated: Relationship = yaml::parse(file)?;
    let title = stated
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the relationship has no name"))?;
    let Attack {
        data_source,
        data_component,
    } = &stated.attack.0;
    let shows = joined(&[data_source, data_component], ": ");
    let Behavior {
        source,
        relationship,
        target,
    } = &stated.behavior.0;
    let behavior = joined(&[source, relationship, target], " ");
    let events = &stated.security_events.0;
    harvest.resources.push(Resource {
        id: stated.id.some(),
        platforms: distinct(events.iter().filter_map(|event| event.platform.some())),
        log_sources: distinct(events.iter().map(log_source)),
        data_sources: shows.into_iter().collect(),
        authors: stated.contributors.0.clone(),
        related: behavior
            .map(|words| Related::new("behavior", words))
            .into_iter()
            .collect(),
        ..Resource::new("ossem_dm", Kind::Knowledge, title)
    });
    Ok(())
}

fn log_source(event: &Event) -> LogSource {
    LogSource {
        product: event.log_source.some(),
        category: event.channel.some(),
        service: event.id.some(),
        component: None,
    }
}

fn joined(texts: &[&Text], between: &str) -> Option<String> {
    let texts: Vec<&str> = texts.iter().filter_map(|text| text.get()).collect();
    (!texts.is_empty()).then(|| texts.join(between))
}

fn distinct<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}
