//! Adversary Emulation Library of the Center for Threat-Informed Defense:
//! <https://github.com/center-for-threat-informed-defense/adversary_emulation_library>. One list of steps per
//! plan, in the form of Caldera's abilities; its first item says whom the plan plays.

use model::{Declaration, Harvest, Kind, Problem, Related, Resource, TextPolicy};

use crate::files::read_files;
use crate::formats::caldera::{self, Ability};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "emulation-library",
    archive: "emulation-library",
    title: "Adversary Emulation Library",
    repository: "center-for-threat-informed-defense/adversary_emulation_library",
    branch: "master",
    licence: "Apache-2.0",
    copyright: "Copyright 2020-2023 MITRE Engenuity",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "ctid_emulation_plans",
        "Steps of emulation plans",
        Kind::Test,
    )],
    declares: Declaration::default,
    // The planners in a folder below only assign the steps to hosts.
    paths: &["*/Emulation_Plan/yaml/*.yaml"],
    read,
};

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, plan);
}

fn plan(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let items: Vec<Spanned<Ability>> = yaml::parse(file)?;
    let adversary = items
        .iter()
        .filter_map(|item| item.value.emulation_plan_details.as_ref())
        .find_map(|plan| plan.adversary_name.get());
    for item in &items {
        if item.value.emulation_plan_details.is_none() {
            match step(item, adversary, file) {
                Ok(resource) => harvest.resources.push(resource),
                Err(problem) => harvest.problems.push(problem),
            }
        }
    }
    Ok(())
}

fn step(
    item: &Spanned<Ability>,
    adversary: Option<&str>,
    file: &File<'_>,
) -> Result<Resource, Problem> {
    let mut resource = caldera::resource(item, "ctid_emulation_plans", file)?;
    // Steps of the stage, not of the adversary, have `x` for all that they lack. A technique `x` is listed as odd.
    let stated = |text: &str| text != "x";
    resource.tactics.retain(|tactic| stated(tactic));
    let number = item
        .value
        .procedure_step
        .some()
        .filter(|number| stated(number));
    for mapping in &mut resource.mappings {
        mapping.detail = number.as_ref().map(|number| format!("step {number}"));
    }
    resource.references.clone_from(&item.value.cti_source.0);
    resource.related = adversary
        .map(|name| Related::new("adversary", name))
        .into_iter()
        .collect();
    Ok(resource)
}
