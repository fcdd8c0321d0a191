//! What ATT&CK says of mitigations, detection, adversaries and their tools: one resource per object that it has not
//! withdrawn, with the techniques to which it relates.

use std::collections::{BTreeMap, BTreeSet};

use model::{LogSource, Mapping, Related, Resource};

use super::SOURCE;
use super::union::{Union, UnionObject};
use crate::Part;
use crate::formats::stix;
use crate::formats::text::{day, some};

/// Types of STIX objects that are resources, and their parts.
const PARTS: [(&str, &str); 9] = [
    ("course-of-action", "attack_mitigations"),
    ("x-mitre-detection-strategy", "attack_detection_strategies"),
    ("x-mitre-analytic", "attack_analytics"),
    ("intrusion-set", "attack_groups"),
    ("malware", "attack_software"),
    ("tool", "attack_software"),
    ("campaign", "attack_campaigns"),
    ("x-mitre-data-source", "attack_data_sources"),
    ("x-mitre-data-component", "attack_data_components"),
];

/// The part to which objects of this type belong, if they are resources.
pub(super) fn part_of(kind: &str) -> Option<&'static str> {
    let found = PARTS.iter().find(|(of, _)| *of == kind);
    found.map(|(_, part)| *part)
}

/// All resources, by part and id.
pub(super) fn resources(union: &Union<'_>) -> Vec<Resource> {
    let mut resources = Vec::new();
    let mut next: BTreeMap<&str, u32> = BTreeMap::new();
    for &Part { id: part, kind, .. } in SOURCE.parts {
        let mut of_part: Vec<&UnionObject<'_>> = union
            .objects
            .values()
            .filter(|known| known.object.is_live() && part_of(&known.object.kind) == Some(part))
            .collect();
        of_part.sort_by_key(|known| (known.id(), known.object.name.as_deref(), &*known.object.id));
        for known in of_part {
            let title = known
                .object
                .name
                .as_deref()
                .or(known.id())
                .unwrap_or_default();
            let mut resource = stated(union, known, Resource::new(part, kind, title));
            let ordinal = next.entry(known.path).or_default();
            known.path.clone_into(&mut resource.place.path);
            resource.place.ordinal = *ordinal;
            *ordinal += 1;
            resources.push(resource);
        }
    }
    resources
}

fn stated(union: &Union<'_>, known: &UnionObject<'_>, base: Resource) -> Resource {
    let object = known.object;
    Resource {
        id: known.id().map(str::to_owned),
        page: known.page().map(str::to_owned),
        platforms: object
            .platforms
            .iter()
            .map(|platform| platform.to_string())
            .collect(),
        domains: known.domains.clone(),
        log_sources: object
            .log_sources()
            .map(|log| log_source(union, known, log))
            .collect(),
        authors: object
            .contributors
            .iter()
            .map(|it| it.to_string())
            .collect(),
        references: distinct(known.references()),
        related: related(union, known),
        changed: object.modified.as_deref().and_then(day),
        description: some(object.description.as_deref().map(str::to_owned)),
        aliases: distinct(object.aliases().filter(|alias| *alias != base.title)),
        mappings: mappings(union, known),
        ..base
    }
}

/// In the order of the relationships' targets; a technique that is named twice with the same words counts once.
fn mappings(union: &Union<'_>, known: &UnionObject<'_>) -> Vec<Mapping> {
    let mut stated: Vec<(&str, Option<&str>)> = union
        .from(&known.object.id)
        .filter(|(relationship, target)| is_mapping(&relationship.relation) && is_technique(target))
        .filter_map(|(relationship, target)| {
            Some((target.id()?, relationship.description.as_deref()))
        })
        .collect();
    stated.sort_unstable();
    stated.dedup();
    let mapping = |(id, detail): (&str, Option<&str>)| {
        Mapping::plain(id).with(some(detail.map(str::to_owned)))
    };
    stated.into_iter().map(mapping).collect()
}

/// Whether a relationship of this type says that its source has to do with a technique.
pub(super) fn is_mapping(relation: &str) -> bool {
    matches!(relation, "mitigates" | "uses" | "detects")
}

fn is_technique(known: &UnionObject<'_>) -> bool {
    &*known.object.kind == "attack-pattern"
}

fn related(union: &Union<'_>, known: &UnionObject<'_>) -> Vec<Related> {
    let object = known.object;
    let to = |relation: &str, stix: &str| {
        let id = union.objects.get(stix)?.id()?;
        Some(Related::new(relation, id))
    };
    let relationships = union
        .from(&object.id)
        .filter(|(_, target)| !is_technique(target))
        .filter_map(|(relationship, target)| {
            Some(Related::new(&*relationship.relation, target.id()?))
        });
    let analytics = object
        .analytic_refs
        .iter()
        .filter_map(|stix| to("analytic", stix));
    let data_source = object
        .data_source_ref
        .iter()
        .filter_map(|stix| to("data_source", stix));
    let all: BTreeSet<Related> = relationships.chain(analytics).chain(data_source).collect();
    all.into_iter().collect()
}

/// An analytic names the data component of each log; a data component is its own.
fn log_source(union: &Union<'_>, known: &UnionObject<'_>, log: &stix::LogSource<'_>) -> LogSource {
    let component = match &log.data_component_ref {
        Some(stix) => union.objects.get(&**stix).and_then(UnionObject::id),
        None => known.id(),
    };
    LogSource {
        product: some(log.name.as_deref().map(str::to_owned)),
        category: None,
        service: some(log.channel.as_deref().map(str::to_owned)),
        component: component.map(str::to_owned),
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts
        .filter(|text| seen.insert(*text))
        .map(str::to_owned)
        .collect()
}
