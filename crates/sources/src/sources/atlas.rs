//! MITRE ATLAS: <https://github.com/mitre-atlas/atlas-data>. Techniques against systems of artificial intelligence, some of
//! which are techniques of ATT&CK, too; mitigations; case studies. Since 2026 each release is a file in format 6; the one file
//! of before calls itself deprecated and is read where there is no other.

mod release6;

use model::{
    Declaration, Harvest, Kind, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    TextPolicy,
};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::formats::text::day;
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "atlas",
    archive: "atlas",
    title: "MITRE ATLAS",
    repository: "mitre-atlas/atlas-data",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2021-2025 MITRE",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[
        Part::new("atlas", "Techniques", Kind::Knowledge),
        Part::new("atlas_mitigations", "Mitigations", Kind::Knowledge),
        Part::new("atlas_case_studies", "Case studies", Kind::Knowledge),
    ],
    declares,
    paths: &[RELEASES, OLD],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![
            RelationKind::new("uses", RelationMeaning::Related, &[]),
            RelationKind::new("mitigates", RelationMeaning::Related, &[]),
            RelationKind::new("subtechnique-of", RelationMeaning::Related, &[]),
            RelationKind::new("attack_mitigation", RelationMeaning::Related, &["attack"]),
        ],
        ..Declaration::default()
    }
}

/// `dist/v6/ATLAS-2026.06.yaml`.
const RELEASES: &str = "dist/v6/ATLAS-*.yaml";

/// The files in `data/` are what this one is made of.
const OLD: &str = "else dist/ATLAS.yaml";

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Atlas {
    matrices: Vec<Matrix>,
    #[serde(default)]
    case_studies: Vec<Spanned<CaseStudy>>,
}

#[derive(Deserialize)]
struct Matrix {
    #[serde(default)]
    techniques: Vec<Spanned<Technique>>,
    #[serde(default)]
    mitigations: Vec<Spanned<Mitigation>>,
}

#[derive(Deserialize)]
struct Technique {
    id: String,
    name: String,
    #[serde(default)]
    description: Text,
    #[serde(default, rename = "ATT&CK-reference")]
    attack: Option<Spanned<Reference>>,
    #[serde(default)]
    tactics: Texts,
    #[serde(default, rename = "subtechnique-of")]
    parent: Text,
    #[serde(default)]
    modified_date: Text,
}

#[derive(Deserialize)]
struct Mitigation {
    id: String,
    name: String,
    #[serde(default)]
    description: Text,
    #[serde(default, rename = "ATT&CK-reference")]
    attack: Option<Reference>,
    #[serde(default)]
    techniques: OrDefault<Vec<Reference>>,
    #[serde(default)]
    modified_date: Text,
}

#[derive(Deserialize)]
struct Reference {
    id: String,
}

#[derive(Deserialize)]
struct CaseStudy {
    id: String,
    name: String,
    #[serde(default)]
    summary: Text,
    #[serde(default)]
    procedure: OrDefault<Vec<Step>>,
    #[serde(default)]
    references: OrDefault<Vec<Link>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    technique: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Link {
    url: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    let newest = tree
        .files(&[RELEASES])
        .map(|release| release.path)
        .max()
        .map(str::to_owned);
    read_files(tree, &[RELEASES], harvest, |file, harvest| {
        if newest.as_deref() == Some(file.path) {
            return release6::release(file, harvest);
        }
        holds_none(file, "an older release than another file", harvest);
        Ok(())
    });
    read_files(tree, &[OLD], harvest, |file, harvest| {
        if newest.is_none() {
            return atlas(file, harvest);
        }
        holds_none(file, "the same in a form that is no longer kept", harvest);
        Ok(())
    });
}

fn atlas(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let atlas: Atlas = yaml::parse(file)?;
    for matrix in &atlas.matrices {
        harvest
            .resources
            .extend(matrix.techniques.iter().map(|stated| at(stated, technique)));
        harvest.resources.extend(
            matrix
                .mitigations
                .iter()
                .map(|stated| at(stated, mitigation)),
        );
    }
    harvest.resources.extend(
        atlas
            .case_studies
            .iter()
            .map(|stated| at(stated, case_study)),
    );
    Ok(())
}

fn at<T>(spanned: &Spanned<T>, resource: impl Fn(&T) -> Resource) -> Resource {
    let mut resource = resource(&spanned.value);
    resource.place.line = yaml::line(spanned);
    resource
}

fn technique(technique: &Technique) -> Resource {
    let mapping = |reference: &Spanned<Reference>| {
        Mapping::plain(&reference.value.id).at(yaml::line(reference))
    };
    Resource {
        id: Some(technique.id.clone()),
        page: Some(page("techniques", &technique.id)),
        related: related("subtechnique-of", &technique.parent)
            .into_iter()
            .collect(),
        changed: technique.modified_date.get().and_then(day),
        description: technique.description.some(),
        tactics: technique.tactics.0.clone(),
        mappings: technique.attack.iter().map(mapping).collect(),
        ..Resource::new("atlas", Kind::Knowledge, &technique.name)
    }
}

fn mitigation(mitigation: &Mitigation) -> Resource {
    let of_attack = mitigation
        .attack
        .iter()
        .map(|reference| Related::new("attack_mitigation", &reference.id));
    let techniques = mitigation
        .techniques
        .0
        .iter()
        .map(|technique| Related::new("mitigates", &technique.id));
    Resource {
        id: Some(mitigation.id.clone()),
        page: Some(page("mitigations", &mitigation.id)),
        related: of_attack.chain(techniques).collect(),
        changed: mitigation.modified_date.get().and_then(day),
        description: mitigation.description.some(),
        ..Resource::new("atlas_mitigations", Kind::Knowledge, &mitigation.name)
    }
}

fn case_study(study: &CaseStudy) -> Resource {
    let steps = study.procedure.0.iter();
    let mut uses: Vec<Related> = Vec::new();
    for step in steps.filter_map(|step| related("uses", &step.technique)) {
        if !uses.contains(&step) {
            uses.push(step);
        }
    }
    let links = study.references.0.iter();
    Resource {
        id: Some(study.id.clone()),
        page: Some(page("studies", &study.id)),
        references: links.filter_map(|link| link.url.some()).collect(),
        related: uses,
        description: study.summary.some(),
        ..Resource::new("atlas_case_studies", Kind::Knowledge, &study.name)
    }
}

fn related(relation: &str, id: &Text) -> Option<Related> {
    id.get().map(|id| Related::new(relation, id))
}

fn page(folder: &str, id: &str) -> String {
    format!("https://atlas.mitre.org/{folder}/{id}")
}
