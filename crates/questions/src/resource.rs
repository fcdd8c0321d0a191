//! One resource whole.

use catalogue::{About, Catalogue, Hit, Whole};
use model::Provenance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Near};
use crate::link::{Links, links};

/// Arguments of `resource`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arguments {
    /// Its id (G0016, CAR-2013-07-001, a rule's GUID) or key (sigma:rules/windows/x.yml)
    pub id: String,
}

/// One resource with its links and terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// The resource.
    #[serde(flatten)]
    pub whole: Whole,
    /// Where it can be seen.
    pub links: Links,
    /// Where it comes from and on what terms.
    pub provenance: Provenance,
}

/// Answer of `resource`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The resources of this name: one, or several where authors gave one id to several.
    pub resources: Vec<Shown>,
    /// What the answer was taken from.
    pub catalogue: About,
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let named = catalogue.named(&arguments.id)?;
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
        resources.push(Shown {
            links: links(&provenance, &resource),
            whole: catalogue.whole(resource)?,
            provenance,
        });
    }
    Ok(Answer {
        resources,
        catalogue: catalogue.about().clone(),
    })
}

fn near(catalogue: &Catalogue, text: &str) -> Result<Vec<Near>, Error> {
    let words = text.replace(['_', '/', ':', '-'], " ");
    let (hits, _) = catalogue.search(&words, 0, 3)?;
    let near = |(hit, _)| match hit {
        Hit::Technique(technique) => Near {
            id: technique.id.to_string(),
            name: technique.name,
        },
        Hit::Resource(resource) => Near {
            id: resource.id.unwrap_or(resource.key),
            name: resource.title,
        },
    };
    Ok(hits.into_iter().map(near).collect())
}
