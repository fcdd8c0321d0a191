//! MITRE Engage: <https://github.com/mitre/engage>. Activities of engagement with adversaries, and the vulnerabilities that
//! adversaries show when they use a technique.

use std::collections::BTreeMap;

use model::{Declaration, Harvest, Kind, Mapping, Problem, Related, Resource, TextPolicy};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::ctid::state;
use crate::formats::json::{self, Items};
use crate::formats::lenient::Text;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "engage",
    archive: "engage",
    title: "MITRE Engage",
    repository: "mitre/engage",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright The MITRE Corporation",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("engage", "Engagement activities", Kind::Control)],
    declares: Declaration::default,
    paths: &[MAPPING, ACTIVITIES],
    read,
};

const MAPPING: &str = "Data/json/attack_mapping.json";
const ACTIVITIES: &str = "Data/json/activities.json";

/// A technique, the vulnerability (`eav`) that it brings and an activity (`eac`) that makes use of it.
#[derive(Deserialize)]
struct Row {
    attack_id: String,
    #[serde(default)]
    eav_id: Text,
    eac_id: String,
    eac: String,
}

#[derive(Deserialize)]
struct Activity {
    id: String,
    #[serde(default)]
    description: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    // Errors in this file are reported below, where it is accounted for.
    let described = tree
        .file(ACTIVITIES)
        .map(|file| described(&file, &mut Harvest::default()))
        .and_then(Result::ok)
        .unwrap_or_default();
    read_files(tree, &[MAPPING], harvest, |file, harvest| {
        activities(file, &described, harvest)
    });
    read_files(tree, &[ACTIVITIES], harvest, |file, harvest| {
        self::described(file, harvest)?;
        holds_none(
            file,
            "says in words what the activities of the mapping are",
            harvest,
        );
        Ok(())
    });
}

fn described(file: &File<'_>, harvest: &mut Harvest) -> Result<BTreeMap<String, String>, Problem> {
    let items: Items<'_> = json::parse(file)?;
    let activities = items.read::<Activity>(file, harvest).into_iter();
    let words =
        activities.filter_map(|(_, activity)| Some((activity.id, activity.description.some()?)));
    Ok(words.collect())
}

fn activities(
    file: &File<'_>,
    described: &BTreeMap<String, String>,
    harvest: &mut Harvest,
) -> Result<(), Problem> {
    let rows: Items<'_> = json::parse(file)?;
    let mut activities: BTreeMap<String, Resource> = BTreeMap::new();
    for (line, row) in rows.read::<Row>(file, harvest) {
        let activity = activities
            .entry(row.eac_id)
            .or_insert_with_key(|id| Resource {
                id: Some(id.clone()),
                description: described.get(id).cloned(),
                ..Resource::new("engage", Kind::Control, row.eac)
            });
        let vulnerability = row.eav_id.some();
        if let Some(id) = &vulnerability {
            let related = Related::new("vulnerability", id);
            if !activity.related.contains(&related) {
                activity.related.push(related);
            }
        }
        let mapping = Mapping::plain(row.attack_id).at(line).with(vulnerability);
        state(&mut activity.mappings, mapping);
    }
    harvest.resources.extend(activities.into_values());
    Ok(())
}
