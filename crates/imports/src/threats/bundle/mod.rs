//! STIX 2.0 and 2.1: bundles, also those that `OpenCTI` exports, and lists of objects as `TAXII` servers answer with.

mod object;

use std::collections::{BTreeMap, BTreeSet};

use model::Threat;
use serde::Deserialize;

use super::uses::TechniqueUses;
use crate::Error;
use crate::input::Input;
use crate::json::{self, Items, TopLevel};
use crate::lenient::Text;
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped, counted};
use object::{Object, USERS};

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(default)]
    spec_version: Text,
    #[serde(borrow, default)]
    objects: Items<'a>,
}

/// Whether it is STIX.
pub(super) fn is_meant(top: &TopLevel<'_>) -> bool {
    match top {
        TopLevel::Object(_) => top.has("objects"),
        TopLevel::List(items) => items.first_has("type") && items.first_has("id"),
    }
}

/// Reads it.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Threat, Error> {
    let bundle: Bundle<'_> = if input.text.trim_start().starts_with('[') {
        Bundle {
            spec_version: Text::default(),
            objects: json::parse(input)?,
        }
    } else {
        json::parse(input)?
    };
    let objects = current(&bundle.objects, notes);
    let techniques = techniques(&objects, notes);
    let uses = uses(&objects, &techniques);
    if uses.len() > MOST_ENTRIES {
        return Err(super::too_many(input));
    }
    let adversaries = u32::try_from(uses.users())
        .ok()
        .filter(|&number| number > 0);
    let version = version(&bundle, &objects);
    let patterns = counted(uses.len(), "technique");
    Ok(Threat {
        origins: vec![format!(
            "STIX{version} bundle with {patterns} ({})",
            input.shown()
        )],
        attack: release(&objects),
        domain: domain(&objects, &techniques),
        adversaries,
        techniques: uses.scored(),
        ..Threat::named(name(&objects, notes).unwrap_or_else(|| input.stem()))
    })
}

/// The objects that hold today.
fn current(items: &Items<'_>, notes: &mut Notes) -> Vec<Object> {
    let read = items.read::<Object>("objects", notes).into_iter();
    let (gone, current): (Vec<Object>, Vec<Object>) =
        read.map(|(_, object)| object).partition(Object::is_gone);
    let techniques = gone
        .iter()
        .filter(|object| object.kind == "attack-pattern")
        .count();
    notes.count(
        techniques,
        "attack pattern",
        "left out: revoked or deprecated",
    );
    notes.count(
        gone.len() - techniques,
        "other object",
        "left out: revoked or deprecated",
    );
    current
}

/// The ids of the attack patterns, by the ids of their objects, in the order of the file.
fn techniques<'o>(objects: &'o [Object], notes: &mut Notes) -> Vec<(&'o Object, String)> {
    let mut techniques = Vec::new();
    for object in objects
        .iter()
        .filter(|object| object.kind == "attack-pattern")
    {
        match object.technique() {
            Some(id) => techniques.push((object, id)),
            None => notes.at(
                clipped(&object.id),
                format_args!(
                    "attack pattern `{}` has no ATT&CK id",
                    clipped(&object.called())
                ),
            ),
        }
    }
    techniques
}

fn uses(objects: &[Object], techniques: &[(&Object, String)]) -> TechniqueUses {
    let names: BTreeMap<&str, String> = objects
        .iter()
        .map(|object| (&*object.id, object.called()))
        .collect();
    let ids: BTreeMap<&str, &str> = techniques
        .iter()
        .map(|(object, id)| (&*object.id, &**id))
        .collect();
    let mut uses = TechniqueUses::default();
    for (_, id) in techniques {
        uses.add(id);
    }
    for object in objects.iter().filter(|object| object.is_use()) {
        if let Some(id) = ids.get(&*object.target_ref) {
            let name = names
                .get(&*object.source_ref)
                .filter(|name| !name.is_empty());
            uses.by(id, &object.source_ref, name.map(String::as_str));
        }
    }
    uses
}

/// The report's name; without report, that of the only adversary.
fn name(objects: &[Object], notes: &mut Notes) -> Option<String> {
    let named = |kinds: &[&str]| -> Vec<String> {
        let of_kind = objects
            .iter()
            .filter(|object| kinds.contains(&&*object.kind));
        of_kind.filter_map(|object| object.name.trimmed()).collect()
    };
    let reports = named(&["report", "grouping"]);
    if reports.len() > 1 {
        notes.say(format!(
            "{} reports and groupings; named after the first",
            reports.len()
        ));
    }
    let adversaries = named(&USERS);
    let only = (adversaries.len() == 1).then(|| adversaries.into_iter().next());
    reports.into_iter().next().or(only.flatten())
}

fn version(bundle: &Bundle<'_>, objects: &[Object]) -> String {
    let stated = bundle.spec_version.trimmed();
    let version = stated.or_else(|| {
        objects
            .iter()
            .find_map(|object| object.spec_version.trimmed())
    });
    version.map_or(String::new(), |version| format!(" {}", clipped(&version)))
}

/// MITRE's own bundles say which release they are.
fn release(objects: &[Object]) -> Option<String> {
    let collection = objects
        .iter()
        .find(|object| object.kind == "x-mitre-collection")?;
    collection.x_mitre_version.trimmed()
}

/// The domain, where all techniques are of one.
fn domain(objects: &[Object], techniques: &[(&Object, String)]) -> Option<String> {
    let collected = objects
        .iter()
        .find(|object| object.kind == "x-mitre-collection");
    let stated = techniques
        .iter()
        .map(|(object, _)| *object)
        .chain(collected);
    let domains: BTreeSet<String> = stated
        .flat_map(|object| object.x_mitre_domains.texts())
        .collect();
    let only = domains.len() == 1;
    domains.into_iter().next().filter(|_| only)
}
