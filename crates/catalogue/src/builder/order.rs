//! The order in which pages show the resources of a source: as people read a folder.

use std::cmp::Ordering;
use std::collections::HashMap;

use model::{Ontology, Provenance, Resource};

/// How the resources of one source are sorted.
pub(crate) struct Order {
    parts: HashMap<String, usize>,
    /// The display order of the tactic of a countermeasure, by its place in the one file of the ontology.
    tactics: HashMap<u32, i32>,
}

impl Order {
    pub(crate) fn new(provenance: &Provenance, ontology: Option<&Ontology>) -> Self {
        let parts = provenance
            .parts
            .iter()
            .zip(0..)
            .map(|(part, at)| (part.id.clone(), at));
        let countermeasures = ontology
            .iter()
            .flat_map(|ontology| &ontology.countermeasures);
        let tactics = countermeasures.map(|countermeasure| {
            let tactic = countermeasure.tactic.as_ref();
            let order = tactic.map_or(i32::MAX, |(order, _)| *order);
            (
                u32::try_from(countermeasure.resource).unwrap_or(u32::MAX),
                order,
            )
        });
        Self {
            parts: parts.collect(),
            tactics: tactics.collect(),
        }
    }

    /// Part by part. Countermeasures by tactic, then by label. Others by folder: in each its files first, then its
    /// subfolders; names compared in upper case, so that `_` sorts after letters.
    pub(crate) fn compare(&self, first: &Resource, second: &Resource) -> Ordering {
        let tactic = |resource: &Resource| self.tactics.get(&resource.place.ordinal);
        let by_tactic = || match (tactic(first), tactic(second)) {
            (Some(before), Some(after)) => before
                .cmp(after)
                .then_with(|| first.title.cmp(&second.title)),
            _ => Ordering::Equal,
        };
        let part = |resource: &Resource| self.parts.get(&resource.part);
        part(first)
            .cmp(&part(second))
            .then_with(by_tactic)
            .then_with(|| paths(&first.place.path, &second.place.path))
            .then_with(|| first.place.ordinal.cmp(&second.place.ordinal))
    }
}

fn paths(first: &str, second: &str) -> Ordering {
    let (mut first_parts, mut second_parts) =
        (first.split('/').peekable(), second.split('/').peekable());
    loop {
        let (Some(left), Some(right)) = (first_parts.next(), second_parts.next()) else {
            return first.cmp(second);
        };
        // A file has nothing behind it; it comes before the folders beside it.
        let is_folder = first_parts
            .peek()
            .is_some()
            .cmp(&second_parts.peek().is_some());
        let order = is_folder
            .then_with(|| left.to_uppercase().cmp(&right.to_uppercase()))
            .then_with(|| left.cmp(right));
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_before_folders_and_underscores_after_letters() {
        let mut sorted = [
            "a/z.yml",
            "a/b/c.yml",
            "a/_x.yml",
            "a/bB.yml",
            "a/b_.yml",
            "a/b/a/a.yml",
            "b.yml",
        ];
        sorted.sort_by(|first, second| paths(first, second));
        assert_eq!(
            sorted,
            [
                "b.yml",
                "a/bB.yml",
                "a/b_.yml",
                "a/z.yml",
                "a/_x.yml",
                "a/b/c.yml",
                "a/b/a/a.yml"
            ]
        );
    }
}
