//! CTID Security Stack Mappings: <https://github.com/center-for-threat-informed-defense/security-stack-mappings>. One
//! file per security capability of a cloud. CTID Mappings Explorer carries them on.

use model::{
    Declaration, Harvest, Kind, Mapping, Problem, Product, Related, Resource, Status, TextPolicy,
};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::ctid::{say_release, state};
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::formats::yaml::{self, Spanned};
use crate::products;
use crate::{File, Part, Source, Tree};

/// What all clouds have in common.
const CLOUD: Source = Source {
    id: "",
    archive: "security-stack",
    title: "",
    repository: "center-for-threat-informed-defense/security-stack-mappings",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2021 MITRE Engenuity",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[],
    declares: Declaration::default,
    paths: &[],
    read: |_, _| (),
};

fn written_for(product: Product) -> Declaration {
    Declaration {
        product: Some(product),
        ..Declaration::default()
    }
}

pub(crate) const AZURE: Source = Source {
    id: "ssm-azure",
    title: "CTID Security Stack Mappings: Azure",
    parts: &[Part::new(
        "ssm_azure",
        "Security capabilities",
        Kind::Control,
    )],
    declares: || written_for(products::azure()),
    paths: &["mappings/Azure/*.yaml"],
    read: |tree, harvest| read(&AZURE, tree, harvest),
    ..CLOUD
};

pub(crate) const AWS: Source = Source {
    id: "ssm-aws",
    title: "CTID Security Stack Mappings: AWS",
    parts: &[Part::new("ssm_aws", "Security capabilities", Kind::Control)],
    declares: || written_for(products::aws()),
    paths: &["mappings/AWS/*.yaml"],
    read: |tree, harvest| read(&AWS, tree, harvest),
    ..CLOUD
};

pub(crate) const GCP: Source = Source {
    id: "ssm-gcp",
    title: "CTID Security Stack Mappings: Google Cloud",
    parts: &[Part::new("ssm_gcp", "Security capabilities", Kind::Control)],
    declares: || written_for(products::gcp()),
    paths: &["mappings/GCP/*.yaml"],
    read: |tree, harvest| read(&GCP, tree, harvest),
    ..CLOUD
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Capability {
    name: Text,
    #[serde(rename = "ATT&CK version")]
    attack_version: Text,
    platform: Texts,
    tags: Texts,
    description: Text,
    techniques: Vec<Technique>,
    references: Texts,
}

#[derive(Deserialize)]
struct Technique {
    id: Spanned<String>,
    #[serde(default, rename = "technique-scores")]
    scores: OrDefault<Vec<Score>>,
    #[serde(default, rename = "sub-techniques-scores")]
    sub_techniques: Vec<SubTechniques>,
}

/// Sub-techniques that have the same scores.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct SubTechniques {
    #[serde(default)]
    sub_techniques: Vec<SubTechnique>,
    #[serde(default)]
    scores: OrDefault<Vec<Score>>,
}

#[derive(Deserialize)]
struct SubTechnique {
    id: Spanned<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Score {
    category: Text,
    value: Text,
}

fn read(source: &Source, tree: &Tree, harvest: &mut Harvest) {
    for part in source.parts {
        read_files(tree, source.paths, harvest, |file, harvest| {
            capability(file, part.id, harvest)
        });
    }
}

fn capability(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let capability: Capability = yaml::parse(file)?;
    let title = capability
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the capability has no name"))?;
    let tags = capability.tags.0.iter();
    harvest.resources.push(Resource {
        status: Status::Superseded,
        platforms: capability.platform.0.clone(),
        related: tags.map(|tag| Related::new("tag", tag)).collect(),
        description: capability.description.some(),
        references: capability.references.0.clone(),
        mappings: mappings(&capability),
        ..Resource::new(part, Kind::Control, title)
    });
    Ok(())
}

/// A technique has scores of its own beside those of its sub-techniques, so that it is a statement, too.
fn mappings(capability: &Capability) -> Vec<Mapping> {
    let mut mappings = Vec::new();
    for technique in &capability.techniques {
        state(&mut mappings, mapping(&technique.id, &technique.scores.0));
        for group in &technique.sub_techniques {
            for sub in &group.sub_techniques {
                state(&mut mappings, mapping(&sub.id, &group.scores.0));
            }
        }
    }
    for mapping in &mut mappings {
        say_release(mapping, capability.attack_version.get());
    }
    mappings
}

/// The detail is `Protect Significant, Detect Partial`.
fn mapping(id: &Spanned<String>, scores: &[Score]) -> Mapping {
    let words = |score: &Score| {
        let words: Vec<&str> = [score.category.get(), score.value.get()]
            .into_iter()
            .flatten()
            .collect();
        words.join(" ")
    };
    let scores: Vec<String> = scores
        .iter()
        .map(words)
        .filter(|words| !words.is_empty())
        .collect();
    Mapping::plain(&id.value)
        .at(yaml::line(id))
        .with(Some(scores.join(", ")).filter(|words| !words.is_empty()))
}
