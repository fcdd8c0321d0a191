//! Names and paths of resources, for search and for lists of them.

use std::collections::{BTreeMap, HashSet};

use catalogue::{Catalogue, Filter, ResourceSummary};
use model::{CountingData, Kind, Role};
use serde::Serialize;

use super::{Interner, number};
use crate::Error;

/// Names of resources, column by column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ResourceNames {
    /// Kinds (0 control, 1 detection, 2 test, 3 knowledge), sources and parts that resources have in common.
    pub shapes: Vec<(u8, String, String)>,
    /// Parts whose resources have pages as adversaries: 0 group, 1 software, 2 campaign.
    pub adversaries: BTreeMap<String, u8>,
    /// The place of the shape of each.
    pub shape: Vec<u32>,
    /// Titles.
    pub title: Vec<String>,
    /// The stable key of each, without its source: a letter for how much it shares with the one before (`0` nothing), and
    /// the rest.
    pub place: Vec<String>,
    /// Ids that people write, by the place of the resource.
    pub id: BTreeMap<u32, String>,
    /// Other names of adversaries and the like, by the place of the resource.
    pub aliases: BTreeMap<u32, Vec<String>>,
}

/// Longer ids are numbers for machines; no user types them.
const LONGEST_ID: usize = 24;

/// As much of a place as one letter can say.
const MOST_SHARED: usize = 70;

impl ResourceNames {
    pub(super) fn of(catalogue: &Catalogue, data: &CountingData) -> Result<Self, Error> {
        let counted: Vec<i64> = data.resources.iter().map(|resource| resource.row).collect();
        let known: HashSet<i64> = counted.iter().copied().collect();
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for resource in all(catalogue)? {
            if known.contains(&resource.row) {
                first.push(resource);
            } else {
                rest.push(resource);
            }
        }
        first.sort_by_key(|resource| resource.row);
        let rows: Vec<i64> = rest.iter().map(|resource| resource.row).collect();
        let mut aliases = catalogue.aliases(&rows)?;
        let mut names = Self {
            adversaries: adversaries(catalogue)?,
            ..Self::default()
        };
        let mut shapes = Interner::of(&[]);
        let mut before = String::new();
        for resource in first.into_iter().chain(rest) {
            let place = number(names.title.len());
            names.shape.push(shapes.place((
                kind(resource.kind),
                resource.source.clone(),
                resource.part,
            )));
            let key = resource
                .key
                .strip_prefix(&format!("{}:", resource.source))
                .unwrap_or(&resource.key)
                .to_owned();
            names.place.push(shared(&before, &key));
            before = key;
            if let Some(id) = resource.id.filter(|id| id.len() <= LONGEST_ID) {
                names.id.insert(place, id);
            }
            if let Some(others) = aliases
                .remove(&resource.row)
                .filter(|others| !others.is_empty())
            {
                names.aliases.insert(place, others);
            }
            names.title.push(resource.title);
        }
        names.shapes = shapes.1;
        Ok(names)
    }
}

fn adversaries(catalogue: &Catalogue) -> Result<BTreeMap<String, u8>, Error> {
    let kinds = [(Role::Groups, 0), (Role::Software, 1), (Role::Campaigns, 2)];
    let mut adversaries = BTreeMap::new();
    for (role, kind) in kinds {
        let parts = catalogue.parts_with(&[role])?.into_iter();
        adversaries.extend(parts.map(|(part, _)| (part, kind)));
    }
    Ok(adversaries)
}

/// Every resource, in the order of the catalogue.
pub(crate) fn all(catalogue: &Catalogue) -> Result<Vec<ResourceSummary>, Error> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (found, _) = catalogue.resources(&Filter::default(), after, 10_000)?;
        let Some(last) = found.last() else {
            return Ok(all);
        };
        after = Some(last.row);
        all.extend(found);
    }
}

fn kind(kind: Kind) -> u8 {
    match kind {
        Kind::Control => 0,
        Kind::Detection => 1,
        Kind::Test => 2,
        Kind::Knowledge => 3,
    }
}

/// How many letters two texts begin with alike, as a letter, and the rest of the second.
fn shared(first: &str, second: &str) -> String {
    let alike = first
        .char_indices()
        .zip(second.chars())
        .take_while(|((_, first), second)| first == second && first.is_ascii())
        .take(MOST_SHARED)
        .count();
    let sign = char::from(b'0' + u8::try_from(alike).unwrap_or_default());
    format!("{sign}{}", &second[alike..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_share_what_they_begin_with() {
        assert_eq!(shared("", "rules/a.yml"), "0rules/a.yml");
        assert_eq!(shared("rules/a.yml", "rules/b.yml"), "6b.yml");
        assert_eq!(shared("rü", "rüa"), "1üa");
    }
}
