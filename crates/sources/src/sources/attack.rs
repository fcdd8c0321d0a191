//! MITRE ATT&CK: <https://attack.mitre.org>, as STIX 2.0 from <https://github.com/mitre/cti> or as STIX 2.1 from
//! <https://github.com/mitre-attack/attack-stix-data>. The only source that states a release.

mod files;
mod release;
mod resources;
mod union;

use std::collections::BTreeSet;

use model::{
    Declaration, FileOutcome, Harvest, Kind, Problem, RelationKind, RelationMeaning, Role,
    TextPolicy,
};
use rayon::prelude::*;

use crate::formats::stix::{self, Bundle, Object, Relationship};
use crate::{Part, Source, Tree};
use files::ReleaseFile;
use union::Union;

pub(crate) const SOURCE: Source = Source {
    id: "attack",
    archive: "attack",
    title: "MITRE ATT&CK",
    repository: "mitre/cti",
    branch: "master",
    licence: "ATT&CK Terms of Use",
    copyright: "© {year} The MITRE Corporation",
    attribution: Some(
        "© {year} The MITRE Corporation. This work is reproduced and distributed with the permission of The \
         MITRE Corporation.",
    ),
    licence_text: Some(include_str!("attack-licence.txt")),
    text: TextPolicy::Free,
    parts: &[
        Part::new("attack_mitigations", "Mitigations", Kind::Control),
        Part::knowledge(
            "attack_detection_strategies",
            "Detection strategies",
            Role::DetectionStrategies,
        ),
        Part::knowledge("attack_analytics", "Analytics", Role::Analytics),
        Part::knowledge("attack_groups", "Groups", Role::Groups),
        Part::knowledge("attack_software", "Software", Role::Software),
        Part::knowledge("attack_campaigns", "Campaigns", Role::Campaigns),
        Part::new("attack_data_sources", "Data sources", Kind::Knowledge),
        Part::knowledge(
            "attack_data_components",
            "Data components",
            Role::DataComponents,
        ),
    ],
    declares,
    paths: files::PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: ["analytic", "uses", "attributed-to"]
            .map(|word| RelationKind::new(word, RelationMeaning::Related, &[]))
            .into(),
        whole_knowledge_bases: true,
        ..Declaration::default()
    }
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    let chosen = files::choose(tree, harvest);
    let read: Vec<(ReleaseFile<'_>, Bundle<'_>)> = chosen
        .into_par_iter()
        .map(|chosen| {
            let bundle = stix::read(&chosen.file).unwrap_or_else(Bundle::from);
            (chosen, bundle)
        })
        .collect();
    let union = Union::of(&read);
    let mut problems = union.dangling();
    problems.extend(read.iter().flat_map(|(_, bundle)| bundle.problems.clone()));
    harvest.release = release::release(&union, &mut problems);
    harvest.resources = resources::resources(&union);
    problems.sort();
    account(&read, &problems, harvest);
    harvest.problems.extend(problems);
}

/// Says of each file what became of it.
fn account(read: &[(ReleaseFile<'_>, Bundle<'_>)], problems: &[Problem], harvest: &mut Harvest) {
    let damaged: BTreeSet<&str> = problems.iter().map(|problem| &*problem.path).collect();
    for (chosen, bundle) in read {
        let path = chosen.file.path;
        let outcome = if damaged.contains(path) {
            FileOutcome::Problem
        } else if says_something(bundle) {
            FileOutcome::Stated
        } else {
            let reason = "withdrawn, or neither tactic, technique, resource nor mapping";
            FileOutcome::HoldsNone(reason.to_owned())
        };
        harvest.files.insert(path.to_owned(), outcome);
    }
}

fn says_something(bundle: &Bundle<'_>) -> bool {
    let object = |object: &Object<'_>| match &*object.kind {
        "attack-pattern" | "x-mitre-collection" => true,
        "x-mitre-tactic" | "x-mitre-matrix" => object.is_live(),
        other => object.is_live() && resources::part_of(other).is_some(),
    };
    let relationship = |stated: &Relationship<'_>| {
        stated.is_live() && (resources::is_mapping(&stated.relation) || is_link(&stated.relation))
    };
    bundle.objects.iter().any(object) || bundle.relationships.iter().any(relationship)
}

fn is_link(relation: &str) -> bool {
    matches!(relation, "revoked-by" | "attributed-to")
}
