//! Mappings of one framework to ATT&CK, as CTID Mappings Explorer publishes them: one file per framework, release of
//! ATT&CK and domain. The newest release that a framework is mapped to is read.
//!
//! Rows that say that something cannot be mapped are kept: that a technique was looked at and no capability helps, or that
//! a capability was looked at and helps against none.

use std::collections::BTreeMap;

use model::{Domain, Harvest, Kind, Mapping, NotMappable, Problem, Related, Resource};
use serde::Deserialize;

use super::json::{self, Items};
use super::lenient::{OrDefault, Text, Texts};
use crate::files::{holds_none, read_files};
use crate::{File, Source, Tree};

/// What a row states that maps nothing.
const NON_MAPPABLE: &str = "non_mappable";

#[derive(Deserialize)]
struct Framework<'tree> {
    #[serde(default)]
    metadata: Metadata,
    #[serde(borrow)]
    mapping_objects: Items<'tree>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    mapping_framework: Text,
    attack_version: Text,
    technology_domain: Text,
    last_update: Text,
    capability_groups: OrDefault<BTreeMap<String, String>>,
    mapping_types: OrDefault<BTreeMap<String, MappingType>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MappingType {
    name: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    capability_id: Text,
    capability_description: Text,
    capability_group: Text,
    attack_object_id: Text,
    mapping_type: Text,
    score_category: Text,
    score_value: Text,
    comments: Text,
    references: Texts,
    status: Text,
}

/// Reads the framework that the source, which has one part, is.
pub(crate) fn of_source(source: &Source, tree: &Tree, harvest: &mut Harvest) {
    for part in source.parts {
        read(tree, source.paths, part.id, harvest);
        for resource in &mut harvest.resources {
            resource.kind = part.kind;
        }
    }
}

/// Reads one framework from the files that match one of the `patterns` into `part`.
pub(crate) fn read(tree: &Tree, patterns: &[&str], part: &str, harvest: &mut Harvest) {
    let files = || tree.files(patterns);
    let newest = files().filter_map(|file| release(file.path)).max();
    read_files(tree, patterns, harvest, |file, harvest| {
        let release = release(file.path);
        if release.is_some() && release < newest {
            let reason = "maps to an older release of ATT&CK than another file of the framework";
            holds_none(file, reason, harvest);
            return Ok(());
        }
        framework(file, part, harvest)
    });
    join_domains(harvest);
}

/// `(16, 1)` of `mappings/aws/attack-16.1/...` or `frameworks/attack_16_1/...`.
pub(crate) fn release(path: &str) -> Option<(u32, u32)> {
    let mut folders = path.split('/');
    let release =
        folders.find_map(|folder| folder.strip_prefix("attack")?.strip_prefix(['-', '_']))?;
    let (major, minor) = release.split_once(['.', '_'])?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn framework(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let Framework {
        metadata,
        mapping_objects,
    } = json::parse(file)?;
    let mut capabilities: Vec<Resource> = Vec::new();
    let mut places = BTreeMap::new();
    let rows = mapping_objects.read::<Row>(file, harvest);
    let (mappable, not_mappable): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(_, row)| row.is_mappable());
    for (line, row) in mappable {
        let Some(id) = row.capability_id.some() else {
            continue;
        };
        let at = *places.entry(id).or_insert_with_key(|id| {
            capabilities.push(metadata.capability(
                id,
                &row,
                Resource::new(part, Kind::Control, id),
                line,
            ));
            capabilities.len() - 1
        });
        let capability = &mut capabilities[at];
        add_new(&mut capability.references, &row.references.0);
        if let Some(written) = row.attack_object_id.get() {
            let words = row.words(&metadata);
            state(
                &mut capability.mappings,
                Mapping::plain(written).with(words).at(line),
            );
        } else {
            let what = format!("a mapping of `{}` names no technique", capability.title);
            harvest.problems.push(file.problem(line, what));
        }
    }
    let mappings = capabilities
        .iter_mut()
        .flat_map(|capability| &mut capability.mappings);
    mappings.for_each(|mapping| say_release(mapping, metadata.attack_version.get()));
    for (line, row) in not_mappable {
        match (row.capability_id.get(), row.attack_object_id.get()) {
            (Some(id), _) if !places.contains_key(id) => {
                places.insert(id.to_owned(), capabilities.len());
                let base = Resource::new(part, Kind::Control, id);
                let capability = metadata.capability(id, &row, base, line);
                capabilities.push(without_technique(capability, &row));
            }
            (None, Some(technique)) => harvest.not_mappable.push(NotMappable {
                written: technique.to_owned(),
                release: metadata.attack_version.some(),
                reason: row.comments.some(),
                path: file.path.to_owned(),
                line: Some(line),
            }),
            // A capability that another row maps, or a row about nothing.
            _ => {}
        }
    }
    harvest.resources.extend(capabilities);
    Ok(())
}

/// A capability that its authors could map to no technique.
fn without_technique(capability: Resource, row: &Row) -> Resource {
    let comments = row.comments.some();
    Resource {
        status_written: Some(NON_MAPPABLE.to_owned()),
        references: row.references.0.clone(),
        description: comments.or(capability.description),
        ..capability
    }
}

/// A technique that a capability names several times, with a score for each kind of effect, is one mapping.
pub(crate) fn state(mappings: &mut Vec<Mapping>, stated: Mapping) {
    let Some(mapping) = mappings
        .iter_mut()
        .find(|mapping| mapping.written == stated.written)
    else {
        mappings.push(stated);
        return;
    };
    let Some(words) = stated.detail else { return };
    match &mut mapping.detail {
        None => mapping.detail = Some(words),
        Some(detail) if detail.split(", ").any(|known| known == words) => (),
        Some(detail) => {
            detail.push_str(", ");
            detail.push_str(&words);
        }
    }
}

/// Adds to the detail of the mapping which release of ATT&CK its authors looked at.
pub(crate) fn say_release(mapping: &mut Mapping, release: Option<&str>) {
    let mapped_to = release.map(|release| format!("mapped to ATT&CK {release}"));
    let words: Vec<String> = mapping.detail.take().into_iter().chain(mapped_to).collect();
    mapping.detail = Some(words.join("; ")).filter(|words| !words.is_empty());
}

fn add_new(texts: &mut Vec<String>, more: &[String]) {
    for text in more {
        if !texts.contains(text) {
            texts.push(text.clone());
        }
    }
}

impl Metadata {
    fn capability(&self, id: &str, row: &Row, base: Resource, line: u32) -> Resource {
        let group = row.capability_group.get().map(|group| {
            self.capability_groups
                .0
                .get(group)
                .map_or(group, |name| name)
        });
        let words = row.capability_description.some();
        // VERIS says in a sentence what its ids name already; the others name their capabilities here.
        let is_sentence = self.mapping_framework.get() == Some("veris");
        let title = words.clone().filter(|_| !is_sentence);
        let mut resource = Resource {
            id: Some(id.to_owned()),
            title: title.unwrap_or_else(|| id.to_owned()),
            description: words.filter(|_| is_sentence),
            related: group
                .map(|group| Related::new("capability_group", group))
                .into_iter()
                .collect(),
            domains: self.domain().into_iter().collect(),
            changed: self.last_update.get().and_then(american_day),
            ..base
        };
        resource.place.line = Some(line);
        resource
    }

    fn domain(&self) -> Option<Domain> {
        self.technology_domain.get()?.trim().parse().ok()
    }
}

impl Row {
    fn is_mappable(&self) -> bool {
        let says_no = |text: &Text| text.get() == Some(NON_MAPPABLE);
        !says_no(&self.status) && !says_no(&self.mapping_type)
    }

    /// `protect significant`, `primary_impact`, `Win 11, PDE: protect partial`.
    fn words(&self, metadata: &Metadata) -> Option<String> {
        let name = |kind| {
            let of_kind = metadata.mapping_types.0.get(kind);
            of_kind.and_then(|known| known.name.get()).unwrap_or(kind)
        };
        let kind = self
            .mapping_type
            .get()
            .filter(|kind| !kind.starts_with("technique_score"))
            .map(name);
        let score: Vec<&str> = [&self.score_category, &self.score_value]
            .iter()
            .filter_map(|text| text.get())
            .collect();
        match (kind, score.is_empty()) {
            (None, true) => None,
            (None, false) => Some(score.join(" ")),
            (Some(kind), true) => Some(kind.to_owned()),
            (Some(kind), false) => Some(format!("{kind}: {}", score.join(" "))),
        }
    }
}

/// `12/11/2024` as `2024-12-11`.
fn american_day(date: &str) -> Option<String> {
    let mut parts = date.trim().split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    super::text::day(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// A capability that stands in the files of several domains is one resource, at its first place. Where it can be mapped in
/// one domain only, it is of that domain.
fn join_domains(harvest: &mut Harvest) {
    let mut joined: Vec<Resource> = Vec::new();
    let mut places: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for resource in std::mem::take(&mut harvest.resources) {
        let Some(&at) = places.get(&resource.id) else {
            places.insert(resource.id.clone(), joined.len());
            joined.push(resource);
            continue;
        };
        let first = &mut joined[at];
        if resource.status_written.is_some() {
            continue;
        }
        if first.status_written.take().is_some() {
            first.domains.clear();
        }
        first.domains.extend(resource.domains);
        add_new(&mut first.references, &resource.references);
        // These lines are of another file than the resource's.
        first.mappings.extend(
            resource
                .mappings
                .into_iter()
                .map(|mapping| mapping.at(None)),
        );
    }
    harvest.resources = joined;
}
