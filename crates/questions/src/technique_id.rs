//! The technique that a question is about, as people write it.

use std::str::FromStr;

use catalogue::{Catalogue, TechniqueInOtherRelease};
use model::{InvalidTechniqueId, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, TechniqueOfOtherRelease};
use crate::near::{NearMatch, like, nearest};

/// A technique as people write it: `T1021.002`, `t1021.2`, `T1021/002`, a link to attack.mitre.org, or its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TechniqueArgument(pub String);

impl FromStr for TechniqueArgument {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl TechniqueArgument {
    /// The technique of the catalogue that it names.
    pub fn find(&self, catalogue: &Catalogue) -> Result<TechniqueId, Error> {
        let parsed: Result<TechniqueId, InvalidTechniqueId> = TechniqueId::from_people(&self.0);
        if let Ok(id) = parsed
            && catalogue.technique(id)?.is_some()
        {
            return Ok(id);
        }
        if let Ok(id) = parsed
            && let Some(elsewhere) = catalogue.in_other_release(id)?
        {
            return Err(unknown_here(catalogue, elsewhere)?);
        }
        let all = catalogue.all_techniques()?;
        let wanted = self.0.trim().to_lowercase();
        if let Some(named) = all
            .iter()
            .find(|technique| technique.name.to_lowercase() == wanted)
        {
            return Ok(named.id);
        }
        let name = parsed.map_or_else(|_| self.0.trim().to_owned(), |id| id.to_string());
        let likeness = |technique: &catalogue::TechniqueSummary| {
            like(&technique.name, &wanted).max(like(&technique.id.to_string(), &name))
        };
        let near = nearest(all, likeness, |technique| NearMatch {
            id: technique.id.to_string(),
            name: technique.name,
        });
        Err(Error::Unknown {
            what: "technique",
            name,
            near,
        })
    }
}

/// Another release has the technique: what it is there, and where it leads here.
fn unknown_here(catalogue: &Catalogue, elsewhere: TechniqueInOtherRelease) -> Result<Error, Error> {
    let mut near = Vec::new();
    for id in elsewhere.here.iter().filter_map(|lead| lead.technique) {
        if let Some(technique) = catalogue.technique(id)? {
            near.push(NearMatch {
                id: id.to_string(),
                name: technique.name,
            });
        }
    }
    let mut why: Vec<String> = Vec::new();
    why.extend(elsewhere.here.into_iter().filter_map(|lead| lead.reason));
    Ok(Error::Elsewhere(Box::new(TechniqueOfOtherRelease {
        id: elsewhere.id,
        name: elsewhere.name,
        attack: elsewhere.attack,
        view: catalogue.about().attack.clone(),
        why: why.join("; "),
        near,
    })))
}
