//! Categorized Adversary TTPs: <https://github.com/tropChaud/Categorized-Adversary-TTPs>. Adversaries of ATT&CK with their
//! motives and victims of ETDA's threat group cards, as of 2022.

use model::{
    Characteristic, Declaration, Harvest, Kind, Mapping, Problem, Related, RelationKind,
    RelationMeaning, Resource, Role, TextPolicy,
};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::json::{self, Items};
use crate::formats::lenient::{Text, Texts};
use crate::formats::text::day;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "categorized-adversary-ttps",
    archive: "categorized-adversary-ttps",
    title: "Categorized Adversary TTPs",
    repository: "tropChaud/Categorized-Adversary-TTPs",
    branch: "main",
    licence: "MIT",
    copyright: "Copyright (c) 2022 IntelScott",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::knowledge(
        "categorized_adversary_ttps",
        "Adversaries",
        Role::GroupProfiles,
    )],
    declares,
    paths: &[LIST],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(
            "group",
            RelationMeaning::Related,
            &["attack"],
        )],
        ..Declaration::default()
    }
}

const LIST: &str = "Categorized_Adversary_TTPs.json";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Adversary {
    mitre_attack_id: Text,
    mitre_attack_name: Text,
    mitre_attack_aliases: Texts,
    mitre_attack_last_modified: Text,
    mitre_url: Text,
    etda_name: Text,
    etda_aliases: Texts,
    etda_url: Text,
    country: Texts,
    motivation: Texts,
    victim_industries: Texts,
    victim_countries: Texts,
    mitre_attack_ttps: Texts,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[LIST], harvest, adversaries);
}

fn adversaries(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let list: Items<'_> = json::parse(file)?;
    for (line, adversary) in list.read::<Adversary>(file, harvest) {
        match adversary.mitre_attack_name.get() {
            Some(name) => harvest.resources.push(resource(&adversary, name, line)),
            None => harvest
                .problems
                .push(file.problem(line, "the adversary has no name")),
        }
    }
    Ok(())
}

fn resource(adversary: &Adversary, name: &str, line: u32) -> Resource {
    let mut mappings: Vec<Mapping> = Vec::new();
    for id in &adversary.mitre_attack_ttps.0 {
        if mappings.iter().all(|mapping| mapping.written != *id) {
            mappings.push(Mapping::plain(id).at(line));
        }
    }
    let urls = [&adversary.mitre_url, &adversary.etda_url];
    let mut resource = Resource {
        id: adversary.mitre_attack_id.some(),
        references: urls.into_iter().filter_map(Text::some).collect(),
        related: related(adversary),
        changed: adversary.mitre_attack_last_modified.get().and_then(day),
        aliases: aliases(adversary, name),
        mappings,
        ..Resource::new("categorized_adversary_ttps", Kind::Knowledge, name)
    };
    resource.place.line = Some(line);
    resource
}

fn aliases(adversary: &Adversary, name: &str) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    let written = adversary
        .mitre_attack_aliases
        .0
        .iter()
        .chain(&adversary.etda_name.0);
    for alias in written.chain(&adversary.etda_aliases.0) {
        if alias != name && !aliases.contains(alias) {
            aliases.push(alias.clone());
        }
    }
    aliases
}

/// The group of ATT&CK, by the last part of its address, and what the adversary is after.
fn related(adversary: &Adversary) -> Vec<Related> {
    let url = adversary.mitre_url.get().unwrap_or_default();
    let group = url
        .rsplit_once("/groups/")
        .map(|(_, id)| Related::new("group", id));
    let stated = [
        (Characteristic::Base, &adversary.country),
        (Characteristic::Motive, &adversary.motivation),
        (Characteristic::VictimSector, &adversary.victim_industries),
        (Characteristic::VictimCountry, &adversary.victim_countries),
    ];
    let facts = stated.into_iter().flat_map(|(of, texts)| {
        let known = texts.0.iter().filter(|text| !text.trim().is_empty());
        known.map(move |text| Related::new(<&str>::from(of), text))
    });
    group.into_iter().chain(facts).collect()
}
