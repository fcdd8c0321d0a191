//! One resource in full.

use catalogue::{Catalogue, CatalogueSummary, Hit, ResourceDetails, ResourceSummary};
use model::Provenance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::link::{ResourceLinks, links};
use crate::near::NearMatch;
use crate::{Ask, Error, question};

/// How many near names an error lists.
const NEAR: usize = 3;

/// Arguments of `resource`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arguments {
    /// Its id (G0016, CAR-2013-07-001, a rule's GUID) or key (sigma:rules/windows/x.yml)
    pub id: String,
}

/// One resource with its links and terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResourceWithLinks {
    /// The resource.
    #[serde(flatten)]
    pub details: ResourceDetails,
    /// Where it can be seen.
    pub links: ResourceLinks,
    /// Where it comes from and on what terms.
    pub provenance: Provenance,
}

/// Answer of `resource`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The resources of this name: one, or several where authors gave one id to several.
    pub resources: Vec<ResourceWithLinks>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Resource {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "resource";
    const ABOUT: &'static str =
        "One resource in full: its text, mappings as written and as followed, links, licence";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "id": "S0002" })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let named = catalogue.by_key_or_id(&arguments.id)?;
    if named.is_empty() {
        return Err(Error::Unknown {
            what: "resource",
            name: arguments.id.clone(),
            near: near(catalogue, &arguments.id)?,
        });
    }
    let sources = catalogue.sources()?;
    let mut resources = Vec::new();
    for resource in named {
        let provenance = sources
            .iter()
            .map(|source| &source.provenance)
            .find(|provenance| provenance.source == resource.source);
        let Some(mut provenance) = provenance.cloned() else {
            continue;
        };
        provenance.licence_text = None;
        resources.push(ResourceWithLinks {
            links: links(&provenance, &resource),
            details: catalogue.resource_details(resource)?,
            provenance,
        });
    }
    Ok(Answer {
        resources,
        catalogue: catalogue.about().clone(),
    })
}

/// What has a similar key or this title, then what has a similar id.
fn near(catalogue: &Catalogue, text: &str) -> Result<Vec<NearMatch>, Error> {
    let mut near = Vec::new();
    if text.contains('/') {
        let files = catalogue.files_like(text, NEAR)?;
        near.extend(files.into_iter().map(|resource| NearMatch {
            id: resource.key,
            name: resource.title,
        }));
    }
    near.extend(similar(catalogue, text)?.into_iter().map(|hit| match hit {
        Hit::Technique(technique) => NearMatch {
            id: technique.id.to_string(),
            name: technique.name,
        },
        Hit::Resource(resource) => of_resource(*resource),
    }));
    let neighbours = catalogue.neighbours(text, NEAR)?;
    for neighbour in neighbours.into_iter().map(of_resource) {
        if !near.contains(&neighbour) {
            near.push(neighbour);
        }
    }
    near.truncate(NEAR);
    Ok(near)
}

/// What the words of the text find, rightly spelt or nearly.
fn similar(catalogue: &Catalogue, text: &str) -> Result<Vec<Hit>, Error> {
    let name = text.rsplit('/').next().unwrap_or(text);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.replace(['_', ':', '-', '#'], " ");
    let most = u32::try_from(NEAR).unwrap_or(u32::MAX);
    let (mut hits, _) = catalogue.search(&words, 0, most)?;
    if hits.is_empty()
        && let Some(corrected) = catalogue.corrected(&words)?
    {
        (hits, _) = catalogue.search(&corrected, 0, most)?;
    }
    Ok(hits.into_iter().map(|(hit, _)| hit).collect())
}

fn of_resource(resource: ResourceSummary) -> NearMatch {
    NearMatch {
        id: resource.id.unwrap_or(resource.key),
        name: resource.title,
    }
}
