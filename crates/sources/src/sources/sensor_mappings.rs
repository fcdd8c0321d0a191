//! CTID Sensor Mappings to ATT&CK: <https://github.com/center-for-threat-informed-defense/sensor-mappings-to-attack>. Which
//! event of which sensor shows which data component. They name no technique.

use std::collections::BTreeMap;

use model::{Declaration, Harvest, Kind, LogSource, Problem, Related, Resource, TextPolicy};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::csv;
use crate::formats::text::some;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "sensor-mappings",
    archive: "sensor-mappings",
    title: "CTID Sensor Mappings to ATT&CK",
    repository: "center-for-threat-informed-defense/sensor-mappings-to-attack",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "© MITRE",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "sensor_mappings",
        "Events of sensors",
        Kind::Knowledge,
    )],
    declares: Declaration::default,
    paths: &[EVENTS],
    read,
};

/// The STIX bundles are made of these.
const EVENTS: &str = "mappings/input/enterprise/csv/*-sensors-mappings-enterprise.csv";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(rename = "EVENT ID")]
    event: String,
    #[serde(rename = "EVENT DESCRIPTION")]
    description: String,
    #[serde(rename = "ATT&CK DATA SOURCE")]
    data_source: String,
    #[serde(rename = "ATT&CK DATA COMPONENT")]
    component: String,
    #[serde(rename = "SOURCE")]
    source: String,
    #[serde(rename = "RELATIONSHIP")]
    relationship: String,
    #[serde(rename = "TARGET")]
    target: String,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[EVENTS], harvest, events);
}

/// An event stands in a row for each data component that it shows.
fn events(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let sensor = file.name().split('-').next().unwrap_or_default();
    let mut events: Vec<Resource> = Vec::new();
    let mut places = BTreeMap::new();
    for (line, row) in csv::rows::<Row>(file, harvest)? {
        if row.event.is_empty() {
            harvest
                .problems
                .push(file.problem(line, "the row names no event"));
            continue;
        }
        let at = *places.entry(row.event.clone()).or_insert_with(|| {
            events.push(event(&row, sensor, line));
            events.len() - 1
        });
        let event = &mut events[at];
        let shows = format!("{}: {}", row.data_source, row.component);
        if !event.data_sources.contains(&shows) {
            event.data_sources.push(shows);
        }
        let words = [row.source, row.relationship, row.target].join(" ");
        let behavior = Related::new("behavior", words.trim());
        if !event.related.contains(&behavior) {
            event.related.push(behavior);
        }
    }
    harvest.resources.extend(events);
    Ok(())
}

fn event(row: &Row, sensor: &str, line: u32) -> Resource {
    let title = format!("{sensor}: {}", row.event);
    let mut resource = Resource {
        id: Some(row.event.clone()),
        log_sources: vec![LogSource {
            product: Some(sensor.to_owned()),
            service: Some(row.event.clone()),
            ..LogSource::default()
        }],
        description: some(row.description.clone()),
        ..Resource::new("sensor_mappings", Kind::Knowledge, title)
    };
    resource.place.line = Some(line);
    resource
}
