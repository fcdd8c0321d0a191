//! A technique in short: its numbers, volumes and validation potential, term by term.

use std::collections::BTreeMap;

use catalogue::{Catalogue, CatalogueSummary, MappedResource, TechniqueRow, TechniqueSummary};
pub use count::Pillar;
use count::{PillarResource, Potential, Volume, potential};
use model::{Kind, MappingState, Role, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::technique_id::TechniqueArgument;
use crate::{Ask, Error, question};

/// Arguments of `technique`.
#[derive(clap::Args, Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arguments {
    /// The technique: T1021, t1021.2, T1021/002, a link to attack.mitre.org, or its name
    pub id: TechniqueArgument,
}

/// How well the controls of the technique can be validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PotentialTerms {
    /// The potential.
    pub potential: Potential,
    /// From the volume of detections.
    pub detections: Volume,
    /// And the volume of tests.
    pub tests: Volume,
}

/// Answer of `technique`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The technique.
    pub technique: TechniqueRow,
    /// Its page at ATT&CK.
    pub url: String,
    /// The technique that it is a sub-technique of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<TechniqueSummary>,
    /// Its sub-techniques.
    pub sub_techniques: Vec<TechniqueSummary>,
    /// Controls, detections and tests.
    pub pillars: Vec<Pillar>,
    /// How well its controls can be validated.
    pub potential: PotentialTerms,
    /// How many groups, software and campaigns use the technique itself.
    pub used_by: BTreeMap<String, u32>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

/// The pillars in the order of pages.
pub(crate) const PILLARS: [Kind; 3] = [Kind::Control, Kind::Detection, Kind::Test];

/// Roles of the resources whose use of techniques is shown.
pub(crate) const USERS: [Role; 3] = [Role::Groups, Role::Software, Role::Campaigns];

impl Ask for question::Technique {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "technique";
    const ABOUT: &'static str =
        "A technique in short: its numbers, volumes and validation potential";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "id": "T1021.002" })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let id = arguments.id.find(catalogue)?;
    let (answer, _) = summary(catalogue, id)?;
    Ok(answer)
}

/// The summary, and every resource of the technique and its sub-techniques that it was counted from.
pub(crate) fn summary(
    catalogue: &Catalogue,
    id: TechniqueId,
) -> Result<(Answer, Vec<MappedResource>), Error> {
    let unknown = || Error::Unknown {
        what: "technique",
        name: id.to_string(),
        near: Vec::new(),
    };
    let technique = catalogue.technique(id)?.ok_or_else(unknown)?;
    let sub_techniques = catalogue.sub_techniques(id)?;
    let family: Vec<TechniqueId> = std::iter::once(id)
        .chain(sub_techniques.iter().map(|technique| technique.id))
        .collect();
    let mapped = catalogue.mapped_resources(&family)?;
    let parent = match id.parent() {
        Some(parent) => catalogue.technique(parent)?.map(|row| row.listed()),
        None => None,
    };
    let resources: Vec<PillarResource<'_>> = mapped.iter().map(pillar_resource).collect();
    let pillars: Vec<Pillar> = PILLARS
        .iter()
        .map(|&kind| Pillar::new(id, kind, &resources))
        .collect();
    let (detections, tests) = (pillars[1].volume, pillars[2].volume);
    let answer = Answer {
        url: id.url(),
        technique,
        parent,
        sub_techniques,
        potential: PotentialTerms {
            potential: potential(detections, tests),
            detections,
            tests,
        },
        pillars,
        used_by: used_by(catalogue, id, &mapped)?,
        catalogue: catalogue.about().clone(),
    };
    Ok((answer, mapped))
}

/// The parts whose use of techniques is shown, with their roles.
pub(crate) fn users(catalogue: &Catalogue) -> Result<BTreeMap<String, Role>, Error> {
    Ok(catalogue.parts_with(&USERS)?.into_iter().collect())
}

/// How many resources of each role use the technique.
fn used_by(
    catalogue: &Catalogue,
    id: TechniqueId,
    mapped: &[MappedResource],
) -> Result<BTreeMap<String, u32>, Error> {
    let roles = users(catalogue)?;
    let count = |role| {
        let is_user = |mapping: &&MappedResource| roles.get(&mapping.resource.part) == Some(&role);
        let of_technique = mapped
            .iter()
            .filter(|mapping| mapping.technique == id && mapping.counts());
        number(of_technique.filter(is_user).count())
    };
    Ok(USERS.map(|role| (role.to_string(), count(role))).into())
}

/// What a pillar holds for the technique itself, and with its sub-techniques.
fn pillar_resource(mapped: &MappedResource) -> PillarResource<'_> {
    PillarResource {
        technique: mapped.technique,
        kind: mapped.resource.kind,
        row: mapped.resource.row,
        original: mapped.original,
        source: &mapped.resource.source,
        counts: mapped.counts(),
        ambiguous: mapped.state == MappingState::Ambiguous,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
