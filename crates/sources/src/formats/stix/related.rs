//! Bundles of STIX in which adversaries, software, courses of action or reports refer to techniques of ATT&CK: by a
//! relationship, or by holding them.

use std::collections::BTreeMap;

use model::{Harvest, Kind, Mapping, Problem, Resource};

use super::{Bundle, Object, read};
use crate::files::{holds_none, read_files};
use crate::formats::ctid::state;
use crate::formats::text::{day, distinct};
use crate::{File, Tree};

/// The names under which ATT&CK gives ids to its objects.
const ATTACK: [&str; 3] = ["mitre-attack", "mitre-mobile-attack", "mitre-ics-attack"];

/// The ids of techniques by the STIX ids of their objects.
type Techniques = BTreeMap<String, String>;

/// Reads what refers to techniques among the files that match one of the `patterns` into `part`.
pub(crate) fn objects(tree: &Tree, patterns: &[&str], part: &str, harvest: &mut Harvest) {
    let mut techniques = Techniques::new();
    for file in tree.files(patterns) {
        let bundle = read(&file).unwrap_or_default();
        let named = bundle
            .objects
            .iter()
            .filter(|object| &*object.kind == "attack-pattern");
        techniques
            .extend(named.filter_map(|object| Some((object.id.to_string(), attack_id(object)?))));
    }
    read_files(tree, patterns, harvest, |file, harvest| {
        bundle(file, &techniques, part, harvest)
    });
}

fn bundle(
    file: &File<'_>,
    techniques: &Techniques,
    part: &str,
    harvest: &mut Harvest,
) -> Result<(), Problem> {
    let mut bundle = read(file)?;
    harvest.problems.append(&mut bundle.problems);
    for object in bundle.objects.iter().filter(|object| is_resource(object)) {
        let mappings = mappings(object, &bundle, techniques);
        if !mappings.is_empty() {
            harvest.resources.push(resource(object, mappings, part));
        }
    }
    if harvest.resources.is_empty() && harvest.problems.is_empty() {
        holds_none(file, "nothing in it refers to a technique", harvest);
    }
    Ok(())
}

fn is_resource(object: &Object<'_>) -> bool {
    object.is_live() && &*object.kind != "attack-pattern"
}

/// Techniques at the other end of its relationships, and those that it holds.
fn mappings(object: &Object<'_>, bundle: &Bundle<'_>, techniques: &Techniques) -> Vec<Mapping> {
    let own = bundle
        .relationships
        .iter()
        .filter(|relation| relation.is_live() && *relation.source == *object.id);
    let related = own.map(|relation| (&*relation.target, Some(relation.relation.to_string())));
    let held = object.held.iter().map(|id| (&**id, None));
    let mut mappings = Vec::new();
    for (id, words) in related
        .chain(held)
        .filter(|(id, _)| id.starts_with("attack-pattern--"))
    {
        // A technique whose object is not at hand keeps the id that is written.
        let written = techniques.get(id).map_or(id, String::as_str);
        state(&mut mappings, Mapping::plain(written).with(words));
    }
    mappings
}

fn resource(object: &Object<'_>, mappings: Vec<Mapping>, part: &str) -> Resource {
    let name = object.name.as_deref().unwrap_or(&object.id);
    let references = object.external_references.iter();
    Resource {
        id: Some(attack_id(object).unwrap_or_else(|| object.id.to_string())),
        description: object.description.as_deref().map(str::to_owned),
        aliases: distinct(object.aliases().filter(|alias| *alias != name)),
        references: distinct(references.filter_map(|reference| reference.url.as_deref())),
        changed: object.modified.as_deref().and_then(day),
        mappings,
        ..Resource::new(part, Kind::Knowledge, name)
    }
}

fn attack_id(object: &Object<'_>) -> Option<String> {
    let references = object.external_references.iter();
    let mut of_attack = references.filter(|reference| {
        let name = reference.source_name.as_deref();
        name.is_some_and(|name| ATTACK.contains(&name))
    });
    of_attack.find_map(|reference| Some(reference.external_id.as_deref()?.to_owned()))
}
