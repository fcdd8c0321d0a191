//! Data source administrations of DeTT&CT, versions 1.0 and 1.1: which logs arrive where rules run.

use std::collections::BTreeMap;

use model::Stack;
use serde::Deserialize;
use serde_json::Value;
use vocabulary::logs::logs_named;

use super::{item, platforms};
use crate::input::Input;
use crate::lenient::{Flag, Number, OneOrMany, Text};
use crate::notes::Notes;
use crate::notes::clipped;
use crate::{Error, yaml};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    name: Text,
    /// Of version 1.0.
    #[serde(default)]
    platform: OneOrMany<Text>,
    /// Of version 1.1.
    #[serde(default)]
    systems: OneOrMany<System>,
    #[serde(default)]
    data_sources: OneOrMany<Value>,
}

#[derive(Deserialize)]
struct System {
    #[serde(default)]
    platform: OneOrMany<Text>,
}

#[derive(Deserialize)]
struct DataSource {
    #[serde(rename = "data_source_name")]
    name: String,
    /// Of version 1.1: once for each kind of system.
    #[serde(rename = "data_source")]
    systems: Option<OneOrMany<Details>>,
    /// Of version 1.0.
    #[serde(flatten)]
    details: Details,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    available_for_data_analytics: Flag,
    #[serde(default)]
    data_quality: Option<BTreeMap<String, Number>>,
}

/// Reads it.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let file: File = yaml::parse(input)?;
    let (mut log_sources, mut absent) = (Vec::new(), 0);
    for (index, value) in file.data_sources.0.into_iter().enumerate() {
        let place = format!("data_sources[{index}]");
        match item::<DataSource>(value, &place, notes) {
            Some(source) if source.is_available() && logs_named(&source.name).is_some() => {
                log_sources.push(source.name.trim().to_owned());
            }
            Some(source) if source.is_available() => {
                let name = clipped(&source.name);
                let what = format!("left out: nobody knows the data source `{name}`");
                notes.at(place, what);
                absent += 1;
            }
            Some(_) => absent += 1,
            None => {}
        }
    }
    if log_sources.len() + absent == 0 {
        return Err(input.error(
            None,
            "contains no data sources: expected `data_sources` with a `data_source_name` each",
        ));
    }
    notes.count(
        absent,
        "data source",
        "left out: not available for analytics",
    );
    let mut in_use = platforms(&file.platform, notes);
    for system in &file.systems.0 {
        in_use.extend(platforms(&system.platform, notes));
    }
    Ok(Stack {
        name: file.name.trimmed(),
        platforms: in_use,
        log_sources,
        ..Stack::default()
    })
}

impl DataSource {
    /// Available anywhere.
    fn is_available(&self) -> bool {
        match &self.systems {
            Some(systems) => systems.0.iter().any(Details::is_available),
            None => self.details.is_available(),
        }
    }
}

impl Details {
    /// DeTT&CT takes a data source whose quality is 0 throughout as absent, whatever else is said.
    fn is_available(&self) -> bool {
        let scores = self
            .data_quality
            .iter()
            .flatten()
            .filter_map(|(_, score)| score.0);
        let best = scores.fold(None, |best: Option<f64>, score| {
            Some(best.map_or(score, |best| best.max(score)))
        });
        match self.available_for_data_analytics.0 {
            Some(stated) => stated && best.is_none_or(|best| best > 0.0),
            None => best.is_some_and(|best| best > 0.0),
        }
    }
}
