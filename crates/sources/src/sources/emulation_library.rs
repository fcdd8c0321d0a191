//! Adversary Emulation Library of the Center for Threat-Informed Defense:
//! <https://github.com/center-for-threat-informed-defense/adversary_emulation_library>. One list of steps per
//! plan, in the form of Caldera's abilities; its first item says whom the plan plays. Some plans exist only in words.

mod page;

use std::collections::BTreeSet;

use model::{Declaration, Harvest, Kind, Problem, Related, Resource, TextPolicy};

use crate::files::{holds_none, read_files};
use crate::formats::caldera::{self, Ability};
use crate::formats::markdown::Markdown;
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
    parts: &[
        Part::new(STEPS, "Steps of emulation plans", Kind::Test),
        Part::new(MICRO, "Micro emulation plans", Kind::Test),
    ],
    declares: Declaration::default,
    paths: &[LISTS, PAGES, MICRO_PAGES, page::LIST],
    read,
};

const STEPS: &str = "ctid_emulation_plans";
const MICRO: &str = "ctid_micro_emulation_plans";

/// The planners in a folder below only assign the steps to hosts.
const LISTS: &str = "*/Emulation_Plan/yaml/*.yaml";
const PAGES: &str = "*/Emulation_Plan/**/*.md";
const MICRO_PAGES: &str = "micro_emulation_plans/src/*/README*.md";

fn read(tree: &Tree, harvest: &mut Harvest) {
    let with_list: BTreeSet<&str> = tree.files(&[LISTS]).map(|list| folder(list.path)).collect();
    read_files(tree, &[LISTS], harvest, plan);
    read_files(tree, &[PAGES], harvest, |file, harvest| {
        if with_list.contains(folder(file.path)) {
            let reason = "tells of a plan whose steps the YAML beside it lists";
            holds_none(file, reason, harvest);
            return file.text().map(|_| ());
        }
        harvest.resources = page::steps(file, &adversary(file.path, tree))?;
        if harvest.resources.is_empty() {
            holds_none(file, "an overview of a plan, or its setup", harvest);
        }
        Ok(())
    });
    read_files(tree, &[MICRO_PAGES], harvest, |file, harvest| {
        harvest.resources.extend(page::micro_plan(file, tree)?);
        if harvest.resources.is_empty() {
            holds_none(file, "tells how a micro emulation plan is run", harvest);
        }
        Ok(())
    });
    read_files(tree, &[page::LIST], harvest, |file, harvest| {
        holds_none(file, "lists the micro emulation plans", harvest);
        file.text().map(|_| ())
    });
}

/// `apt29` of `apt29/Emulation_Plan/yaml/APT29.yaml`.
fn folder(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// Whom a plan in words plays: `OceanLotus` of `# OceanLotus Emulation Plans`.
fn adversary(path: &str, tree: &Tree) -> String {
    let folder = folder(path);
    let overview = tree.file(&format!("{folder}/Emulation_Plan/README.md"));
    let title = overview
        .and_then(|overview| overview.text().ok())
        .and_then(|text| Markdown::new(text).title());
    let name = title.and_then(|title| title.split_once(" Emulation Plan"));
    name.map_or_else(|| folder.replace('_', " "), |(name, _)| name.to_owned())
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
    let mut resource = caldera::resource(item, STEPS, file)?;
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
