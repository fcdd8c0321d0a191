//! Abilities of MITRE Caldera, and of what took over their form: an id, a technique, and commands by platform and
//! executor. Two shapes: `technique` and `platforms`, or flat `technique_id` and a list of `executors`.

use std::collections::{BTreeMap, BTreeSet};

use model::{Harvest, Kind, Mapping, Problem, Resource};
use serde::Deserialize;

use super::lenient::{Text, Texts};
use super::text::some;
use super::yaml::{self, Spanned};
use crate::File;

/// One ability, with what only some sources state of it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ability {
    id: Text,
    name: Text,
    description: Text,
    tactic: Text,
    technique: Option<Technique>,
    technique_id: Option<Spanned<Text>>,
    platforms: BTreeMap<String, BTreeMap<String, Procedure>>,
    executors: Vec<Executor>,
    /// Of Prelude.
    pub(crate) metadata: Metadata,
    /// Of emulation plans: `3.A.2`.
    pub(crate) procedure_step: Text,
    /// Of emulation plans: the reports that it follows.
    pub(crate) cti_source: Texts,
    /// Of emulation plans: an item with it is no ability, but says whom the others play.
    pub(crate) emulation_plan_details: Option<Plan>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Technique {
    #[serde(alias = "id")]
    attack_id: Option<Spanned<Text>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Procedure {
    command: Text,
    variants: Vec<Procedure>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Executor {
    platform: Text,
    name: Text,
    command: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Metadata {
    pub(crate) authors: Texts,
    pub(crate) references: Texts,
    pub(crate) release_date: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Plan {
    pub(crate) adversary_name: Text,
}

/// Reads the abilities of one file, a list that is mostly of one, into `part`.
pub(crate) fn abilities(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let abilities: Vec<Spanned<Ability>> = yaml::parse(file)?;
    for ability in &abilities {
        match resource(ability, part, file) {
            Ok(resource) => harvest.resources.push(resource),
            Err(problem) => harvest.problems.push(problem),
        }
    }
    Ok(())
}

/// The ability as a resource of this part.
pub(crate) fn resource(
    ability: &Spanned<Ability>,
    part: &str,
    file: &File<'_>,
) -> Result<Resource, Problem> {
    let line = yaml::line(ability);
    let ability = &ability.value;
    let name = ability
        .name
        .get()
        .ok_or_else(|| file.problem(line, "the ability has no name"))?;
    let mut resource = Resource {
        id: ability.id.some(),
        platforms: platforms(ability),
        description: ability.description.some(),
        query: commands(ability),
        tactics: ability.tactic.some().into_iter().collect(),
        mappings: mapping(ability).into_iter().collect(),
        ..Resource::new(part, Kind::Test, name.trim())
    };
    resource.place.line = line;
    Ok(resource)
}

fn mapping(ability: &Ability) -> Option<Mapping> {
    let nested = ability.technique.as_ref();
    let id = nested
        .and_then(|technique| technique.attack_id.as_ref())
        .or(ability.technique_id.as_ref())?;
    // Some are quoted with a space before them.
    Some(Mapping::plain(id.value.get()?.trim()).at(yaml::line(id)))
}

/// `linux,darwin` is one key for two platforms.
fn platforms(ability: &Ability) -> Vec<String> {
    let flat = ability
        .executors
        .iter()
        .filter_map(|executor| executor.platform.get());
    let keys = ability.platforms.keys().map(String::as_str).chain(flat);
    let names: BTreeSet<&str> = keys.flat_map(|key| key.split(',')).map(str::trim).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The commands, each below its platform and executor. Clean-up is left out: it shows nothing of the technique.
fn commands(ability: &Ability) -> Option<String> {
    let nested = ability.platforms.iter().flat_map(|(platform, executors)| {
        executors.iter().flat_map(move |(executor, procedure)| {
            let variants = procedure.variants.iter().map(|variant| &variant.command);
            std::iter::once(&procedure.command)
                .chain(variants)
                .filter_map(move |command| Some(under(platform, executor, command.get()?)))
        })
    });
    // Emulation plans state the same commands in both shapes.
    let is_flat = ability.platforms.is_empty();
    let flat = ability
        .executors
        .iter()
        .filter(|_| is_flat)
        .filter_map(|executor| {
            let platform = executor.platform.get().unwrap_or_default();
            let name = executor.name.get().unwrap_or_default();
            Some(under(platform, name, executor.command.get()?))
        });
    some(nested.chain(flat).collect::<Vec<_>>().join("\n\n"))
}

fn under(platform: &str, executor: &str, command: &str) -> String {
    format!("# {platform} {executor}\n{}", command.trim_end())
}
