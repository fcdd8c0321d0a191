//! These techniques were seen: which adversaries fit?

use std::collections::BTreeMap;

use catalogue::{Catalogue, CatalogueSummary};
use model::{Role, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::list::{Items, PageRequest};
use crate::threat::{Actor, Actors, PlacedThreat, Reach, ThreatArguments, ThreatInput};
use crate::{Ask, Error, Paging, question};

/// Arguments of `fit`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub threat: ThreatArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// One adversary that fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The adversary.
    #[serde(flatten)]
    pub actor: Actor,
    /// From 0 to 1: how much of what was seen it explains, where a technique that few use says more:
    /// `Σ rarity of what both have / Σ rarity of what was seen`, with `rarity = ln(adversaries / those that use it)`.
    pub explains: f64,
    /// From 0 to 1: techniques of both over techniques of either.
    pub jaccard: f64,
    /// What both have.
    pub shared: Vec<TechniqueId>,
    /// How many techniques the adversary uses in all.
    pub techniques: u32,
}

/// Answer of `fit`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What was seen.
    pub seen: PlacedThreat,
    /// Groups and campaigns that share any of it, the best first.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// How the numbers are to be read.
    pub measure: String,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

const MEASURE: &str = "explains = rarity of the shared techniques over rarity of all that was seen; rarity = ln(adversaries / those that use the \
                       technique); a hint for reading on, no attribution";

impl Ask for question::Fit {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "fit";
    const ABOUT: &'static str = "Which adversaries fit a set of observed techniques";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "threat": ["APT29"], "limit": 5 })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| &answer.list,
            |answer| &mut answer.list,
        ))
    }

    fn threats(arguments: &mut Arguments) -> &mut [ThreatInput] {
        &mut arguments.threat.threat
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let mut seen = arguments.threat.in_release(catalogue)?;
    let techniques: Vec<TechniqueId> = std::mem::take(&mut seen.techniques)
        .into_iter()
        .map(|technique| technique.id)
        .collect();
    let actors = Actors::read(catalogue)?;
    let mut candidates: Vec<(Actor, Vec<TechniqueId>)> = Vec::new();
    for role in [Role::Groups, Role::Campaigns] {
        let of_role = actors.with_aliases(role)?;
        let rows: Vec<i64> = of_role.iter().map(|actor| actor.row).collect();
        let mut own = actors.own(&rows)?;
        for actor in of_role {
            let techniques = match arguments.threat.reach() {
                Reach::Direct => own.remove(&actor.row).unwrap_or_default(),
                Reach::WithSoftware => actors
                    .uses(&actor, Reach::WithSoftware)?
                    .into_keys()
                    .collect(),
            };
            candidates.push((actor, techniques));
        }
    }
    let mut rows = rank(&candidates, &techniques);
    rows.sort_by(|left, right| {
        (right.explains.total_cmp(&left.explains))
            .then_with(|| right.jaccard.total_cmp(&left.jaccard))
            .then_with(|| left.actor.row.cmp(&right.actor.row))
    });
    let list = Items::cut(rows, &arguments.page, crate::list::FEW)?;
    Ok(Answer {
        seen,
        list,
        measure: MEASURE.to_owned(),
        catalogue: catalogue.about().clone(),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are hundreds of adversaries and techniques"
)]
fn rank(candidates: &[(Actor, Vec<TechniqueId>)], seen: &[TechniqueId]) -> Vec<Row> {
    let mut users: BTreeMap<TechniqueId, usize> = BTreeMap::new();
    for technique in candidates.iter().flat_map(|(_, techniques)| techniques) {
        *users.entry(*technique).or_default() += 1;
    }
    let of = candidates
        .iter()
        .filter(|(_, techniques)| !techniques.is_empty())
        .count();
    // A technique without a known user says as much as one that a single adversary uses.
    let rarity = |technique: &TechniqueId| {
        (of.max(1) as f64 / users.get(technique).copied().unwrap_or(1) as f64).ln()
    };
    let all: f64 = seen.iter().map(rarity).sum();
    let row = |(actor, techniques): &(Actor, Vec<TechniqueId>)| {
        let shared: Vec<TechniqueId> = seen
            .iter()
            .filter(|technique| techniques.contains(technique))
            .copied()
            .collect();
        (!shared.is_empty()).then(|| Row {
            explains: if all > 0.0 {
                shared.iter().map(rarity).sum::<f64>() / all
            } else {
                0.0
            },
            jaccard: shared.len() as f64 / (seen.len() + techniques.len() - shared.len()) as f64,
            shared,
            techniques: u32::try_from(techniques.len()).unwrap_or(u32::MAX),
            actor: actor.clone(),
        })
    };
    candidates.iter().filter_map(row).collect()
}
