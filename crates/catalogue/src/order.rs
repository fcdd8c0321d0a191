//! The order in which pages show the resources of a source: as people read a folder.

use std::cmp::Ordering;

use model::{Provenance, Resource};

/// Part by part; in each folder its files first, then its subfolders; names compared in upper case, so that `_`
/// sorts after letters.
pub(crate) fn resources(provenance: &Provenance, first: &Resource, second: &Resource) -> Ordering {
    let part = |resource: &Resource| {
        provenance
            .parts
            .iter()
            .position(|part| part.id == resource.part)
    };
    part(first)
        .cmp(&part(second))
        .then_with(|| paths(&first.place.path, &second.place.path))
        .then_with(|| first.place.ordinal.cmp(&second.place.ordinal))
}

fn paths(first: &str, second: &str) -> Ordering {
    let (mut first_parts, mut second_parts) =
        (first.split('/').peekable(), second.split('/').peekable());
    loop {
        let (Some(one), Some(other)) = (first_parts.next(), second_parts.next()) else {
            return first.cmp(second);
        };
        // A file has nothing behind it; it comes before the folders beside it.
        let is_folder = first_parts
            .peek()
            .is_some()
            .cmp(&second_parts.peek().is_some());
        let order = is_folder
            .then_with(|| one.to_uppercase().cmp(&other.to_uppercase()))
            .then_with(|| one.cmp(other));
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
