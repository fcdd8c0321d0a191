//! Whom a question is about: adversaries by name or by what sources say of them, layers, lists and reports, merged into
//! weighted techniques of the chosen release.

mod actor;
mod category;
mod phrases;
mod threat_input;

use catalogue::Catalogue;
pub use count::{OriginalId, PlacedTechnique, PlacedThreat, UnplacedId};
use count::{ReleaseView, threat_techniques};
use model::{Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::leads::leads;
pub use actor::{Actor, ActorKind, Reach};
pub(crate) use actor::{Actors, plain};
pub use category::{Category, MatchedAdversary, Statement};
pub(crate) use category::{country, matching, statements};
pub use phrases::Phrase;
pub(crate) use phrases::phrases;
pub use threat_input::ThreatInput;
pub(crate) use threat_input::top;

/// Which threat.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct ThreatArguments {
    /// Whom you face: a group, software, campaign or incident by id or name, `all` (every technique), `top` (CTID Top
    /// Techniques); on the command line also a layer, list, STIX bundle or MISP event as file, address or `-`, or a saved
    /// threat. Several are merged
    #[arg(value_name = "THREAT")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub threat: Vec<ThreatInput>,
    #[command(flatten)]
    #[serde(flatten)]
    pub category: Category,
    /// Adversaries also with the techniques of their software and campaigns; else only with those that they are said to
    /// use themselves
    #[arg(long, help_heading = "Threat")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_software: bool,
}

impl ThreatArguments {
    /// Whether no threat is named.
    pub fn is_empty(&self) -> bool {
        self.threat.is_empty() && self.category.is_empty()
    }

    /// The threat in the chosen release.
    pub(crate) fn in_release(&self, catalogue: &Catalogue) -> Result<PlacedThreat, Error> {
        let threats = self.threats(catalogue)?;
        if threats.is_empty() {
            return Err(Error::Argument(
                "no threat is given: name an adversary, a file, `top`, or `all` for every technique".to_owned(),
            ));
        }
        let faced = place(catalogue, &threats)?;
        if let Some(first) = faced
            .unplaced
            .first()
            .filter(|_| faced.techniques.is_empty())
        {
            return Err(Error::Argument(format!(
                "none of the {} ids of `{}` leads to a technique of ATT&CK {}: {} {}",
                faced.unplaced.len(),
                faced.name,
                catalogue.about().attack,
                first.id,
                first.reason
            )));
        }
        Ok(faced)
    }

    /// All that is given as one threat, as it was written where it is one, else in the chosen release.
    pub fn merged(&self, catalogue: &Catalogue) -> Result<Threat, Error> {
        let mut threats = self.threats(catalogue)?;
        if threats.len() == 1 {
            return Ok(threats.remove(0));
        }
        let faced = self.in_release(catalogue)?;
        let techniques = faced
            .techniques
            .into_iter()
            .map(|technique| ThreatTechnique {
                id: technique.id.to_string(),
                score: Some(technique.weight),
                comment: Some(technique.comments.join("; ")).filter(|comment| !comment.is_empty()),
                from: technique.from,
                ..ThreatTechnique::default()
            });
        let unplaced = faced
            .unplaced
            .into_iter()
            .map(|technique| ThreatTechnique::plain(technique.id));
        Ok(Threat {
            name: faced.name,
            origins: faced.origins,
            attack: Some(catalogue.about().attack.clone()),
            techniques: techniques.chain(unplaced).collect(),
            notes: faced.notes,
            ..Threat::default()
        })
    }

    /// The threats that are given, one by one.
    pub(crate) fn threats(&self, catalogue: &Catalogue) -> Result<Vec<Threat>, Error> {
        let mut threats = Vec::new();
        let mut actors = None;
        for input in &self.threat {
            threats.push(input.threat(catalogue, &mut actors, self.reach())?);
        }
        if !self.category.is_empty() {
            let actors = match actors {
                Some(actors) => actors,
                None => Actors::read(catalogue)?,
            };
            threats.push(category::threat(
                catalogue,
                &actors,
                &self.category,
                self.reach(),
            )?);
        }
        Ok(threats)
    }

    pub(crate) fn reach(&self) -> Reach {
        if self.with_software {
            Reach::WithSoftware
        } else {
            Reach::Direct
        }
    }
}

/// The threats together in the chosen release.
pub(crate) fn place(catalogue: &Catalogue, threats: &[Threat]) -> Result<PlacedThreat, Error> {
    let techniques = catalogue.matrix_techniques()?;
    let leads = leads(catalogue, threat_techniques(threats))?;
    let release = ReleaseView {
        version: &catalogue.about().attack,
        techniques: &techniques,
        leads: &leads,
    };
    Ok(count::place(threats, release))
}
