//! An adversary, software or campaign: statements of sources about it, its techniques, and their coverage.

use std::collections::BTreeSet;

use catalogue::{Catalogue, CatalogueSummary};
use model::Characteristic;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray as _;

use crate::Error;
use crate::align::{Alignment, Row, TechniqueSelection, Totals, totals};
use crate::stack::{StackArguments, StackSummary};
use crate::threat::{Actor, ActorKind, Actors, Reach, Statement, place};

/// Arguments of `adversary`, `software` and `campaign`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    /// Its id, name or other name: G0016, APT29, "Cozy Bear"
    pub name: String,
    /// Also the techniques of its software and campaigns
    #[arg(long)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_software: bool,
    #[command(flatten)]
    #[serde(flatten)]
    pub stack: StackArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub shown: TechniqueSelection,
}

/// The same actor in another source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EquivalentActor {
    /// The actor there.
    #[serde(flatten)]
    pub actor: Actor,
    /// How that is known.
    pub because: String,
}

/// Answer of `adversary`, `software` and `campaign`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Who it is.
    pub actor: Actor,
    /// Its page at its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it is, in the words of its source; absent in a catalogue of facts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The same in other sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<EquivalentActor>,
    /// What these say of it: motives, victims, base.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<Statement>,
    /// Its software.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub software: Vec<Actor>,
    /// Campaigns that are attributed to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<Actor>,
    /// Groups and campaigns that use it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<Actor>,
    /// How far its techniques are taken.
    pub reach: Reach,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// Its techniques, each with what exists, what runs and what is missing.
    pub techniques: Vec<Row>,
    /// All of them together.
    pub totals: Totals,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

fn reach(arguments: &Arguments) -> Reach {
    if arguments.with_software {
        Reach::WithSoftware
    } else {
        Reach::Direct
    }
}

/// The same actor in other sources.
fn equivalents(actors: &Actors<'_>, actor: &Actor) -> Vec<EquivalentActor> {
    actors
        .same_as(actor, &actors.by_name())
        .into_iter()
        .map(|(actor, because)| EquivalentActor {
            actor: actor.clone(),
            because: because.to_owned(),
        })
        .collect()
}

/// The profile of an actor of one kind.
pub(crate) fn profile(
    catalogue: &Catalogue,
    arguments: &Arguments,
    kind: ActorKind,
) -> Result<Answer, Error> {
    let actors = Actors::read(catalogue)?;
    let actor = actors.find_of(&arguments.name, Some(kind))?;
    // An actor without techniques has a profile all the same.
    let threats = match actor.threat(&actors, reach(arguments)) {
        Ok(threat) => vec![threat],
        Err(Error::Argument(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let aligned = Alignment::new(
        catalogue,
        place(catalogue, &threats)?,
        arguments.stack.in_catalogue(catalogue)?,
        &arguments.shown,
    )?;
    let same_as = equivalents(&actors, &actor);
    let own = |actors: Vec<&Actor>| actors.into_iter().cloned().collect::<Vec<Actor>>();
    let details = catalogue
        .by_key_or_id(&actor.key)?
        .pop()
        .map(|listed| catalogue.resource_details(listed))
        .transpose()?;
    Ok(Answer {
        url: details
            .as_ref()
            .and_then(|details| details.resource.page.clone()),
        description: details.and_then(|details| details.description),
        said: statements_about(catalogue, &actor, &same_as)?,
        same_as,
        software: own(actors.software(&actor)),
        campaigns: own(actors.campaigns(&actor)),
        used_by: if kind == ActorKind::Software {
            own(actors.users(&actor))
        } else {
            Vec::new()
        },
        reach: reach(arguments),
        totals: totals(&aligned.rows),
        stack: aligned.stack.summary,
        techniques: aligned.rows,
        actor,
        catalogue: catalogue.about().clone(),
    })
}

fn statements_about(
    catalogue: &Catalogue,
    actor: &Actor,
    same_as: &[EquivalentActor],
) -> Result<Vec<Statement>, Error> {
    let all: Vec<&Actor> = std::iter::once(actor)
        .chain(same_as.iter().map(|same| &same.actor))
        .collect();
    let distinct: BTreeSet<&str> = all.iter().map(|actor| actor.part.as_str()).collect();
    let parts: Vec<&str> = distinct.into_iter().collect();
    let statements = catalogue.statements(&parts, Characteristic::VARIANTS)?;
    let mut said: Vec<Statement> = statements
        .into_iter()
        .filter_map(|statement| {
            let by = all.iter().find(|actor| actor.row == statement.row)?;
            Some(Statement {
                of: statement.of,
                what: statement.target,
                by: by.part.clone(),
            })
        })
        .collect();
    said.sort();
    said.dedup();
    Ok(said)
}
