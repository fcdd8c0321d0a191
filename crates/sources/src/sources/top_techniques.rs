//! CTID Top ATT&CK Techniques: <https://github.com/center-for-threat-informed-defense/top-attack-techniques>. One list of
//! techniques, read by two sources: how much each technique weighs, and which CIS safeguards meet it.

use std::collections::BTreeMap;

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, Role, TextPolicy};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::json::{self, Items};
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::{File, Part, Source};

pub(crate) const WEIGHTS: Source = Source {
    id: "top-techniques",
    archive: "top-techniques",
    title: "CTID Top ATT&CK Techniques",
    repository: "center-for-threat-informed-defense/top-attack-techniques",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "© 2022, 2024 MITRE",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::knowledge(
        "top_techniques",
        "Weights of techniques",
        Role::CommonTechniques,
    )],
    declares: Declaration::default,
    paths: &[LIST],
    read: |tree, harvest| read_files(tree, &[LIST], harvest, weights),
};

pub(crate) const CIS: Source = Source {
    id: "cis-controls-v8",
    title: "CIS Controls v8, as CTID Top ATT&CK Techniques maps them",
    parts: &[Part::new("cis_controls_v8", "Safeguards", Kind::Control)],
    read: |tree, harvest| read_files(tree, &[LIST], harvest, safeguards),
    ..WEIGHTS
};

const LIST: &str = "src/data/Techniques.json";

#[derive(Deserialize)]
struct Technique {
    tid: String,
    name: String,
    #[serde(default)]
    adjusted_score: Text,
    #[serde(default)]
    cumulative_score: Text,
    #[serde(default)]
    actionability_score: OrDefault<Actionability>,
    #[serde(default)]
    choke_point_score: Text,
    #[serde(default)]
    prevalence_score: Text,
    #[serde(default)]
    platforms: Texts,
    #[serde(default)]
    cis_controls: Texts,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Actionability {
    #[serde(rename = "combined_score")]
    combined: Text,
    #[serde(rename = "mitigation_score")]
    mitigation: Text,
    #[serde(rename = "detection_score")]
    detection: Text,
}

fn weights(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let list: Items<'_> = json::parse(file)?;
    for (line, technique) in list.read::<Technique>(file, harvest) {
        let mut resource = Resource {
            id: Some(technique.tid.clone()),
            platforms: technique.platforms.0.clone(),
            mappings: vec![
                Mapping::plain(&technique.tid)
                    .at(line)
                    .with(detail(&technique)),
            ],
            ..Resource::new("top_techniques", Kind::Knowledge, &technique.name)
        };
        resource.place.line = Some(line);
        harvest.resources.push(resource);
    }
    Ok(())
}

/// `adjusted score 0.9; actionability 0.8; ...`, as far as the list says.
fn detail(technique: &Technique) -> Option<String> {
    let actionability = &technique.actionability_score.0;
    let scores = [
        ("adjusted score", &technique.adjusted_score),
        ("cumulative score", &technique.cumulative_score),
        ("actionability", &actionability.combined),
        ("mitigation", &actionability.mitigation),
        ("detection", &actionability.detection),
        ("choke point", &technique.choke_point_score),
        ("prevalence", &technique.prevalence_score),
    ];
    let phrase = |(name, score): (&str, &Text)| Some(format!("{name} {}", score.get()?));
    let words: Vec<String> = scores.into_iter().filter_map(phrase).collect();
    Some(words.join("; ")).filter(|words| !words.is_empty())
}

fn safeguards(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let list: Items<'_> = json::parse(file)?;
    let mut safeguards: BTreeMap<(u32, u32, String), Vec<Mapping>> = BTreeMap::new();
    for (line, technique) in list.read::<Technique>(file, harvest) {
        for id in &technique.cis_controls.0 {
            let mappings = safeguards.entry(in_order(id)).or_default();
            if mappings
                .iter()
                .all(|mapping| mapping.written != technique.tid)
            {
                mappings.push(Mapping::plain(&technique.tid).at(line));
            }
        }
    }
    for ((.., id), mappings) in safeguards {
        harvest.resources.push(Resource {
            id: Some(id.clone()),
            mappings,
            ..Resource::new(
                "cis_controls_v8",
                Kind::Control,
                format!("CIS Safeguard {id}"),
            )
        });
    }
    Ok(())
}

/// Safeguard 2.10 comes after 2.9.
fn in_order(id: &str) -> (u32, u32, String) {
    let (control, safeguard) = id.split_once('.').unwrap_or((id, ""));
    let number = |text: &str| text.parse().unwrap_or(u32::MAX);
    (number(control), number(safeguard), id.to_owned())
}
