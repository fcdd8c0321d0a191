//! MISP galaxy: <https://github.com/MISP/misp-galaxy>. Who is behind attacks, what drives them and whom they hit: threat
//! actors and ransomware of the community, and groups, software and campaigns of Tidal Cyber.

use model::{
    Characteristic, Declaration, Harvest, Kind, Mapping, Problem, Related, RelationKind,
    RelationMeaning, Resource, Role, TextPolicy,
};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::json::{self, Items};
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::formats::text::some;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "misp-galaxy",
    archive: "misp-galaxy",
    title: "MISP galaxy",
    repository: "MISP/misp-galaxy",
    branch: "main",
    licence: "CC0-1.0 OR BSD-2-Clause",
    copyright: "Copyright (c) 2015-2018 Alexandre Dulaunoy, CIRCL, Andras Iklody, Raphael Vinot, Deborah Servili and \
                contributors to MISP Project",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[
        Part::knowledge(
            "misp_threat_actors",
            "Threat actors",
            Role::NamedGroupProfiles,
        ),
        Part::knowledge(
            RANSOMWARE,
            "Ransomware that is said to use techniques",
            Role::Software,
        ),
        Part::knowledge("tidal_groups", "Groups of Tidal Cyber", Role::GroupProfiles),
        Part::knowledge(
            "tidal_software",
            "Software of Tidal Cyber",
            Role::SoftwareProfiles,
        ),
        Part::knowledge(
            "tidal_campaigns",
            "Campaigns of Tidal Cyber",
            Role::CampaignProfiles,
        ),
    ],
    declares,
    paths: &[CLUSTERS],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![
            RelationKind::new("similar", RelationMeaning::Related, &[]),
            RelationKind::new("group", RelationMeaning::Related, &["attack"]),
            RelationKind::new("software", RelationMeaning::Related, &["attack"]),
            RelationKind::new("campaign", RelationMeaning::Related, &["attack"]),
        ],
        ..Declaration::default()
    }
}

const CLUSTERS: &str =
    "clusters/{threat-actor,ransomware,tidal-groups,tidal-software,tidal-campaigns}.json";

/// Of some two thousand, a few name techniques; the others are names, file endings and addresses.
const RANSOMWARE: &str = "misp_ransomware";

#[derive(Deserialize)]
struct Cluster<'tree> {
    #[serde(borrow)]
    values: Items<'tree>,
}

#[derive(Deserialize)]
struct Value {
    uuid: String,
    #[serde(rename = "value")]
    name: String,
    #[serde(default)]
    description: Text,
    #[serde(default)]
    meta: OrDefault<Meta>,
    #[serde(default)]
    related: OrDefault<Vec<Link>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Meta {
    synonyms: Texts,
    refs: Texts,
    country: Texts,
    motive: Texts,
    targeted_sector: Texts,
    cfr_target_category: Texts,
    cfr_suspected_victims: Texts,
    cfr_suspected_state_sponsor: Texts,
    cfr_type_of_incident: Texts,
    platforms: Texts,
    #[serde(rename = "TTP", alias = "ttp")]
    techniques: Texts,
    source: Text,
    #[serde(
        rename = "group_attack_id",
        alias = "software_attack_id",
        alias = "campaign_attack_id"
    )]
    attack_id: Text,
    #[serde(rename = "observed_motivations")]
    observed_motivations: Texts,
    #[serde(rename = "target_categories")]
    target_categories: Texts,
    #[serde(rename = "observed_countries")]
    observed_countries: Texts,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Link {
    dest_uuid: String,
    #[serde(rename = "type")]
    kind: String,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[CLUSTERS], harvest, cluster);
}

fn cluster(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    // The second is what ATT&CK calls one of them, where it knows it.
    let (part, of_attack) = match file.name() {
        "tidal-groups.json" => ("tidal_groups", "group"),
        "tidal-software.json" => ("tidal_software", "software"),
        "tidal-campaigns.json" => ("tidal_campaigns", "campaign"),
        "ransomware.json" => (RANSOMWARE, "software"),
        _ => ("misp_threat_actors", "group"),
    };
    let cluster: Cluster<'_> = json::parse(file)?;
    for (line, value) in cluster.values.read::<Value>(file, harvest) {
        if part == RANSOMWARE && value.meta.0.techniques.0.is_empty() {
            continue;
        }
        let mut resource = resource(&value, part, of_attack);
        resource.place.line = Some(line);
        harvest.resources.push(resource);
    }
    Ok(())
}

fn resource(value: &Value, part: &str, of_attack: &str) -> Resource {
    let meta = &value.meta.0;
    Resource {
        id: meta.attack_id.some().or_else(|| some(value.uuid.clone())),
        platforms: meta.platforms.0.clone(),
        references: meta.refs.0.clone(),
        related: related(value, of_attack),
        description: value.description.some(),
        aliases: meta.synonyms.0.clone(),
        tactics: ids(meta).filter_map(tactic).collect(),
        mappings: ids(meta).filter_map(mapping).collect(),
        ..Resource::new(part, Kind::Knowledge, &value.name)
    }
}

/// `Data from Local System - T1005`, and tactics alike.
fn ids(meta: &Meta) -> impl Iterator<Item = (&str, &str)> {
    let texts = meta.techniques.0.iter();
    texts.map(|text| (text.as_str(), text.rsplit(' ').next().unwrap_or(text)))
}

fn mapping((text, id): (&str, &str)) -> Option<Mapping> {
    let is_tactic = id.starts_with("TA");
    (!is_tactic).then(|| Mapping::prefixed(text, &text[..text.len() - id.len()]))
}

fn tactic((_, id): (&str, &str)) -> Option<String> {
    id.starts_with("TA").then(|| id.to_owned())
}

/// Others refer to it by its `uuid`. An actor that is similar to a group of ATT&CK names the last part of its STIX id.
fn related(value: &Value, of_attack: &str) -> Vec<Related> {
    let meta = &value.meta.0;
    let mut related = vec![Related::new("uuid", &value.uuid)];
    // Tidal numbers its own groups like those of ATT&CK.
    if let Some(id) = meta
        .attack_id
        .get()
        .filter(|_| meta.source.get() == Some("MITRE"))
    {
        related.push(Related::new(of_attack, id));
    }
    let facts = [
        (Characteristic::Base, &meta.country),
        (Characteristic::Sponsor, &meta.cfr_suspected_state_sponsor),
        (Characteristic::Motive, &meta.motive),
        (Characteristic::Motive, &meta.observed_motivations),
        (Characteristic::Incident, &meta.cfr_type_of_incident),
        (Characteristic::VictimSector, &meta.targeted_sector),
        (Characteristic::VictimSector, &meta.cfr_target_category),
        (Characteristic::VictimSector, &meta.target_categories),
        (Characteristic::VictimCountry, &meta.cfr_suspected_victims),
        (Characteristic::VictimCountry, &meta.observed_countries),
    ];
    for (of, texts) in facts {
        related.extend(
            texts
                .0
                .iter()
                .map(|text| Related::new(<&str>::from(of), text)),
        );
    }
    let links = value.related.0.iter();
    related.extend(links.map(|link| Related::new(&link.kind, &link.dest_uuid)));
    related
}
