//! ATLAS in its format 6: objects stand in maps by their ids, and what relates them stands apart, by the id that it starts
//! from.

use std::collections::BTreeMap;

use model::{Harvest, Kind, Mapping, Problem, Related, Resource};
use serde::Deserialize;

use super::{Link, Reference, page};
use crate::File;
use crate::formats::lenient::{OrDefault, Text};
use crate::formats::text::{day, distinct};
use crate::formats::yaml::{self, Spanned};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Release {
    techniques: BTreeMap<String, Spanned<Object>>,
    #[serde(default)]
    mitigations: BTreeMap<String, Spanned<Object>>,
    #[serde(default)]
    case_studies: BTreeMap<String, Spanned<Object>>,
    #[serde(default)]
    relationships: BTreeMap<String, BTreeMap<String, Vec<Edge>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Object {
    name: String,
    #[serde(default)]
    description: Text,
    #[serde(default)]
    references: OrDefault<Vec<Link>>,
    #[serde(default)]
    modified_date: Text,
    attack_reference: Option<Spanned<Reference>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Edge {
    target: String,
    /// Of a step of a case study: `S07`.
    #[serde(default)]
    step_id: Text,
}

/// Reads the release of one file.
pub(super) fn release(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let release: Release = yaml::parse(file)?;
    let techniques = release.techniques.iter();
    let mitigations = release.mitigations.iter();
    let studies = release.case_studies.iter();
    harvest.resources = techniques
        .map(|(id, object)| release.technique(id, object))
        .chain(mitigations.map(|(id, object)| release.mitigation(id, object)))
        .chain(studies.map(|(id, object)| release.case_study(id, object)))
        .collect();
    Ok(())
}

impl Release {
    fn technique(&self, id: &str, object: &Spanned<Object>) -> Resource {
        let mapping = |reference: &Spanned<Reference>| {
            Mapping::plain(&reference.value.id).at(yaml::line(reference))
        };
        let parents = self.targets(id, "specializes");
        Resource {
            page: Some(page("techniques", id)),
            related: related("subtechnique-of", parents),
            tactics: self.targets(id, "achieves"),
            mappings: object.value.attack_reference.iter().map(mapping).collect(),
            ..resource("atlas", id, object)
        }
    }

    fn mitigation(&self, id: &str, object: &Spanned<Object>) -> Resource {
        let of_attack = object.value.attack_reference.iter();
        let of_attack = of_attack.map(|reference| reference.value.id.clone());
        let mut all = related("attack_mitigation", of_attack.collect());
        all.extend(related("mitigates", self.targets(id, "mitigates")));
        Resource {
            page: Some(page("mitigations", id)),
            related: all,
            ..resource("atlas_mitigations", id, object)
        }
    }

    fn case_study(&self, id: &str, object: &Spanned<Object>) -> Resource {
        Resource {
            page: Some(page("studies", id)),
            related: related("uses", self.targets(id, "employs")),
            ..resource("atlas_case_studies", id, object)
        }
    }

    /// Where the relations of this kind lead to, in the order of their steps.
    fn targets(&self, from: &str, kind: &str) -> Vec<String> {
        let edges = self
            .relationships
            .get(from)
            .and_then(|kinds| kinds.get(kind));
        let mut edges: Vec<&Edge> = edges.into_iter().flatten().collect();
        edges.sort_by_key(|edge| edge.step_id.get());
        distinct(edges.into_iter().map(|edge| &edge.target))
    }
}

fn resource(part: &str, id: &str, object: &Spanned<Object>) -> Resource {
    let Object {
        name,
        description,
        references,
        modified_date,
        attack_reference: _,
    } = &object.value;
    let links = references.0.iter();
    let mut resource = Resource {
        id: Some(id.to_owned()),
        references: links.filter_map(|link| link.url.some()).collect(),
        changed: modified_date.get().and_then(day),
        description: description.some(),
        ..Resource::new(part, Kind::Knowledge, name)
    };
    resource.place.line = yaml::line(object);
    resource
}

fn related(relation: &str, ids: Vec<String>) -> Vec<Related> {
    let ids = ids.into_iter();
    ids.map(|id| Related::new(relation, id)).collect()
}
