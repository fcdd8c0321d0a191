//! One threat as it is given: a name, or the threat itself.

use std::collections::BTreeSet;
use std::str::FromStr;

use catalogue::Catalogue;
use model::{Role, Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actor::{Actors, Reach};
use crate::Error;

/// A threat by name, or in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ThreatInput {
    /// `G0016`, `APT29`, `S0266`, `TrickBot`, `top`, `all`.
    Name(String),
    /// The threat itself.
    Threat(Box<Threat>),
}

impl FromStr for ThreatInput {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::Name(text.to_owned()))
    }
}

impl ThreatInput {
    pub(crate) fn threat<'a>(
        &self,
        catalogue: &'a Catalogue,
        actors: &mut Option<Actors<'a>>,
        reach: Reach,
    ) -> Result<Threat, Error> {
        let name = match self {
            Self::Threat(threat) => return Ok((**threat).clone()),
            Self::Name(name) => name.trim(),
        };
        match name.to_lowercase().as_str() {
            "all" => all(catalogue),
            "top" => top(catalogue),
            _ => {
                let actors = match actors {
                    Some(actors) => actors,
                    None => actors.insert(Actors::read(catalogue)?),
                };
                actors.find(name)?.threat(actors, reach)
            }
        }
    }
}

/// Every technique of the release, all alike.
fn all(catalogue: &Catalogue) -> Result<Threat, Error> {
    let attack = &catalogue.about().attack;
    let techniques = catalogue.matrix_techniques()?;
    Ok(Threat {
        origins: vec![format!("every technique of ATT&CK {attack}")],
        techniques: techniques
            .iter()
            .map(|technique| ThreatTechnique::plain(technique.id.to_string()))
            .collect(),
        ..Threat::named("all techniques")
    })
}

/// CTID Top Techniques: what is common in general, with its own weights.
pub(crate) fn top(catalogue: &Catalogue) -> Result<Threat, Error> {
    let rows = catalogue.of_role(Role::CommonTechniques)?;
    if rows.is_empty() {
        return Err(Error::Unknown {
            what: "source of common techniques",
            name: "top".to_owned(),
            near: Vec::new(),
        });
    }
    let numbers: Vec<i64> = rows.iter().map(|row| row.row).collect();
    let techniques = catalogue.techniques_of(&numbers)?;
    let details = catalogue.details(&numbers)?;
    let mut weighted = Vec::new();
    for row in &rows {
        let score = details
            .get(&row.row)
            .and_then(|details| details.iter().find_map(|detail| score(detail)));
        let Some(score) = score.filter(|&score| score > 0.0) else {
            continue;
        };
        for technique in techniques.get(&row.row).into_iter().flatten() {
            weighted.push(ThreatTechnique {
                score: Some(score),
                ..ThreatTechnique::plain(technique.to_string())
            });
        }
    }
    // Without texts, the built-in catalogue knows which techniques are listed, but not how they weigh.
    if weighted.is_empty() {
        let listed: BTreeSet<String> = techniques
            .values()
            .flatten()
            .map(ToString::to_string)
            .collect();
        weighted = listed.into_iter().map(ThreatTechnique::plain).collect();
    }
    Ok(Threat {
        origins: vec!["CTID Top Techniques, by their weights".to_owned()],
        techniques: weighted,
        ..Threat::named("CTID Top Techniques")
    })
}

/// `adjusted score 0.2; ...`
fn score(detail: &str) -> Option<f64> {
    let (_, rest) = detail.split_once("adjusted score ")?;
    rest.split(';').next()?.trim().parse().ok()
}
