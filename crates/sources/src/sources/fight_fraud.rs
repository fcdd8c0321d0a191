//! MITRE Fight Fraud Framework of the Center for Threat-Informed Defense:
//! <https://github.com/center-for-threat-informed-defense/fight-fraud-framework>. What fraud actors do, from reconnaissance
//! to monetization.
//!
//! It describes some techniques of ATT&CK anew and keeps their ids. Such an id is no mapping: what is said here of T1586 is
//! not said of ATT&CK's, so nothing of this source counts for a technique of ATT&CK.

use std::collections::BTreeMap;

use model::{
    Declaration, Harvest, Kind, Problem, Related, RelationKind, RelationMeaning, Resource,
    TextPolicy,
};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::json;
use crate::formats::lenient::{Flag, Text, Texts};
use crate::formats::text::day;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "fight-fraud",
    archive: "fight-fraud",
    title: "MITRE Fight Fraud Framework",
    repository: "center-for-threat-informed-defense/fight-fraud-framework",
    branch: "main",
    licence: "none stated",
    copyright: "Copyright 2026 MITRE",
    attribution: None,
    licence_text: None,
    // The repository states no licence.
    text: TextPolicy::LinkOnly,
    parts: &[Part::new(
        "fight_fraud",
        "Techniques of fraud",
        Kind::Knowledge,
    )],
    declares,
    paths: &[RELEASES],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(PARENT, RelationMeaning::Related, &[])],
        ..Declaration::default()
    }
}

/// The newest release as `f3-v1.json`, and each under its version beside it: `f3-v1.2.json`.
const RELEASES: &str = "public/f3-v*.json";

const PARENT: &str = "subtechnique-of";

/// A tactic or a technique.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    id: String,
    name: String,
    #[serde(default)]
    description: Text,
    #[serde(default)]
    tactics: Texts,
    /// Whether its id is one of ATT&CK.
    #[serde(default)]
    is_attack: Flag,
    /// Whether it is a tactic.
    #[serde(default)]
    tactic: Flag,
    #[serde(default)]
    last_modified: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    let releases = tree.files(&[RELEASES]);
    let newest = releases.max_by_key(|file| (version(file), file.path));
    let newest = newest.map_or("", |file| file.path);
    read_files(tree, &[RELEASES], harvest, |file, harvest| {
        if file.path == newest {
            return techniques(file, harvest);
        }
        holds_none(file, "an older release than another file", harvest);
        Ok(())
    });
}

/// The highest version that its objects state: `1.2`.
fn version(file: &File<'_>) -> Vec<u32> {
    #[derive(Deserialize)]
    struct Versioned {
        #[serde(default)]
        version: Text,
    }
    let objects: Vec<Versioned> = json::parse(file).unwrap_or_default();
    let versions = objects.iter().filter_map(|object| object.version.get());
    let numbers = versions.map(|version| version.split('.').filter_map(|part| part.parse().ok()));
    numbers.map(Iterator::collect).max().unwrap_or_default()
}

fn techniques(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let items: json::Items<'_> = json::parse(file)?;
    let objects: Vec<(u32, Object)> = items.read(file, harvest);
    let tactics: BTreeMap<&str, &str> = objects
        .iter()
        .filter(|(_, object)| object.is_tactic())
        .map(|(_, tactic)| (tactic.id.as_str(), tactic.name.as_str()))
        .collect();
    let techniques = objects.iter().filter(|(_, object)| !object.is_tactic());
    let resources = techniques.map(|(line, technique)| {
        let mut resource = resource(technique, &tactics);
        resource.place.line = Some(*line);
        resource
    });
    harvest.resources.extend(resources);
    Ok(())
}

impl Object {
    fn is_tactic(&self) -> bool {
        self.tactic.0.unwrap_or(false)
    }

    /// `F1001`; `F3:T1586`, so that it is not taken for ATT&CK's.
    fn named(&self, id: &str) -> String {
        if self.is_attack.0.unwrap_or(false) {
            format!("F3:{id}")
        } else {
            id.to_owned()
        }
    }
}

fn resource(technique: &Object, tactics: &BTreeMap<&str, &str>) -> Resource {
    let id = technique.id.as_str();
    let parent = id.split_once('.').map(|(parent, _)| parent);
    let of_tactics = technique.tactics.0.iter();
    Resource {
        id: Some(technique.named(id)),
        page: Some(format!("https://ctid.mitre.org/fraud/techniques/{id}")),
        related: parent
            .map(|parent| Related::new(PARENT, technique.named(parent)))
            .into_iter()
            .collect(),
        changed: technique.last_modified.get().and_then(day),
        description: technique.description.some(),
        // In its words: some of the ids are those of tactics of ATT&CK, which it describes anew, too.
        tactics: of_tactics
            .map(|id| format!("F3:{}", tactics.get(id.as_str()).unwrap_or(&id.as_str())))
            .collect(),
        ..Resource::new("fight_fraud", Kind::Knowledge, &technique.name)
    }
}
