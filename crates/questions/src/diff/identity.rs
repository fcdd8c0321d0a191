//! Which resource of one catalogue is which of the other.

use std::collections::HashMap;

use catalogue::ResourceSummary;

/// What a resource is recognised by, within its source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// The id that its authors gave it, where it is the only one of this id in both catalogues.
    Id(String),
    /// The path and the place in the file.
    Place(String, u32),
}

/// What each resource of both lists is recognised by.
pub(super) fn identities(
    old: &[ResourceSummary],
    new: &[ResourceSummary],
) -> (Vec<Identity>, Vec<Identity>) {
    let (in_old, in_new) = (count(old), count(new));
    let identity = |resource: &ResourceSummary| {
        let place = || Identity::Place(resource.place.path.clone(), resource.place.ordinal);
        let Some(id) = &resource.id else {
            return place();
        };
        let key = (resource.source.as_str(), id.as_str());
        let is_only = |counts: &IdCounts<'_>| counts.get(&key).is_none_or(|&count| count == 1);
        if is_only(&in_old) && is_only(&in_new) {
            Identity::Id(id.clone())
        } else {
            place()
        }
    };
    let of = |list: &[ResourceSummary]| list.iter().map(identity).collect();
    (of(old), of(new))
}

type IdCounts<'a> = HashMap<(&'a str, &'a str), u32>;

/// How often each id is given in each source.
fn count(resources: &[ResourceSummary]) -> IdCounts<'_> {
    let mut counts = IdCounts::new();
    for resource in resources {
        if let Some(id) = &resource.id {
            *counts.entry((&resource.source, id)).or_default() += 1;
        }
    }
    counts
}
