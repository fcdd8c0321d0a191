//! The objects of all files, each once: domains share groups, software and mitigations.

use std::collections::{BTreeMap, HashMap};

use model::{Domain, Problem};

use super::files::ReleaseFile;
use crate::formats::stix::{Bundle, ExternalReference, Object, Relationship};

/// What the references of an object call its place in ATT&CK.
const ATTACK: [&str; 5] = [
    "mitre-attack",
    "mitre-mobile-attack",
    "mitre-ics-attack",
    "mobile-attack",
    "ics-attack",
];

/// An object, and where it was found.
#[derive(Debug)]
pub(super) struct UnionObject<'a> {
    pub(super) object: &'a Object<'a>,
    /// The file with the copy that was changed last.
    pub(super) path: &'a str,
    /// The domains in which it is, in order.
    pub(super) domains: Vec<Domain>,
}

/// All objects and all live relationships.
#[derive(Debug, Default)]
pub(super) struct Union<'a> {
    /// By STIX id.
    pub(super) objects: BTreeMap<&'a str, UnionObject<'a>>,
    /// By STIX id, with the file that states it.
    pub(super) relationships: BTreeMap<&'a str, (&'a str, &'a Relationship<'a>)>,
    /// The same by their source, in the same order.
    by_source: HashMap<&'a str, Vec<&'a Relationship<'a>>>,
    /// The release that each file states, in its text or else in its name.
    pub(super) versions: Vec<&'a str>,
}

impl<'a> Union<'a> {
    /// All that these files state.
    pub(super) fn of(read: &'a [(ReleaseFile<'a>, Bundle<'a>)]) -> Self {
        let mut union = Self::default();
        for (chosen, bundle) in read {
            for object in &bundle.objects {
                union.add(chosen, object);
            }
            let live = bundle
                .relationships
                .iter()
                .filter(|relation| relation.is_live());
            for relationship in live {
                let stated = (chosen.file.path, relationship);
                union
                    .relationships
                    .entry(&relationship.id)
                    .or_insert(stated);
            }
            let mut collections = bundle
                .objects
                .iter()
                .filter(|object| &*object.kind == "x-mitre-collection");
            let stated = collections.find_map(|collection| collection.version.as_deref());
            union.versions.extend(stated.or(chosen.version));
        }
        for (_, relationship) in union.relationships.values() {
            let of_source = union.by_source.entry(&relationship.source).or_default();
            of_source.push(relationship);
        }
        union
    }

    fn add(&mut self, chosen: &ReleaseFile<'a>, object: &'a Object<'a>) {
        let path = chosen.file.path;
        let known = self
            .objects
            .entry(&object.id)
            .or_insert_with(|| UnionObject {
                object,
                path,
                domains: Vec::new(),
            });
        // ISO times in one form: their order is the order of their letters.
        if object.modified.as_deref() > known.object.modified.as_deref() {
            known.object = object;
            known.path = path;
        }
        if !known.domains.contains(&chosen.domain) {
            known.domains.push(chosen.domain);
        }
    }

    /// The objects of this type, by STIX id.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &UnionObject<'a>> {
        self.objects
            .values()
            .filter(move |known| &*known.object.kind == kind)
    }

    /// What the object with this STIX id states about others: the relationships, each with its target.
    pub(super) fn from(
        &self,
        id: &str,
    ) -> impl Iterator<Item = (&'a Relationship<'a>, &UnionObject<'a>)> {
        let of_source = self.by_source.get(id).into_iter().flatten();
        of_source.filter_map(|relationship| {
            Some((*relationship, self.objects.get(&*relationship.target)?))
        })
    }

    /// Relationships whose ends are in no file, file by file.
    pub(super) fn dangling(&self) -> Vec<Problem> {
        let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, relationship) in self.relationships.values() {
            let ends = [&*relationship.source, &*relationship.target];
            let lost = ends.into_iter().find(|end| !self.objects.contains_key(end));
            missing.entry(path).or_default().extend(lost);
        }
        missing.retain(|_, lost| !lost.is_empty());
        let problem = |(path, lost): (&str, Vec<&str>)| Problem {
            path: path.to_owned(),
            line: None,
            what: format!(
                "has relationships with objects that no file holds: {}, first `{}`",
                lost.len(),
                lost[0].escape_debug()
            ),
        };
        missing.into_iter().map(problem).collect()
    }
}

impl UnionObject<'_> {
    /// Its id in ATT&CK: `T1021.002`, `G0016`. Data components had none before release 18.
    pub(super) fn id(&self) -> Option<&str> {
        self.in_attack()?.external_id.as_deref()
    }

    /// Its page on attack.mitre.org.
    pub(super) fn page(&self) -> Option<&str> {
        self.in_attack()?.url.as_deref()
    }

    /// The addresses of all else that describes it.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        let all = self.object.external_references.iter();
        all.filter(|reference| !is_attack(reference))
            .filter_map(|reference| reference.url.as_deref())
    }

    fn in_attack(&self) -> Option<&ExternalReference<'_>> {
        self.object
            .external_references
            .iter()
            .find(|reference| is_attack(reference))
    }
}

fn is_attack(reference: &ExternalReference<'_>) -> bool {
    let name = reference.source_name.as_deref();
    reference.external_id.is_some() && name.is_some_and(|name| ATTACK.contains(&name))
}
