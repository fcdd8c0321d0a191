//! Counts what each part of a source gave, as written and in every view.

use std::collections::{BTreeMap, BTreeSet};

use model::{Resource, TechniqueId};

use crate::conclusions::spellings::Spellings;

/// The parts of one source.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    parts: BTreeMap<&'a str, PartCounter<'a>>,
}

/// What a part gave, seen in one view.
pub(crate) struct PartViewCounts<'a> {
    pub(crate) part: &'a str,
    pub(crate) view: usize,
    pub(crate) resources: u32,
    pub(crate) mapped: u32,
    pub(crate) pairs: u32,
    pub(crate) pairs_followed: u32,
    pub(crate) file_pairs: u32,
}

#[derive(Default)]
struct PartCounter<'a> {
    resources: u32,
    mapped: u32,
    pairs: u32,
    views: Vec<ViewCounter<'a>>,
}

#[derive(Clone, Default)]
struct ViewCounter<'a> {
    pairs: u32,
    /// A file with five tests for one technique counts once.
    file_pairs: u32,
    /// The file that resources come from now, and its techniques.
    file: (&'a str, BTreeSet<TechniqueId>),
}

impl<'a> Parts<'a> {
    /// Counts a resource whose mappings have these ids as written, and these numbers. Resources of one part and file come
    /// one after the other.
    pub(crate) fn add(
        &mut self,
        resource: &'a Resource,
        stated: &BTreeSet<TechniqueId>,
        numbers: &[u32],
        spellings: &Spellings<'_>,
    ) {
        let part = self.parts.entry(&resource.part).or_default();
        part.views.resize(spellings.views(), ViewCounter::default());
        part.resources += 1;
        part.mapped += u32::from(!stated.is_empty());
        part.pairs += count(stated.len());
        for (view, counting) in part.views.iter_mut().enumerate() {
            let techniques: BTreeSet<TechniqueId> = numbers
                .iter()
                .flat_map(|&number| spellings.techniques(number, view))
                .collect();
            counting.pairs += count(techniques.len());
            let path = resource.place.path.as_str();
            if counting.file.0 != path {
                counting.file = (path, BTreeSet::new());
            }
            let before = counting.file.1.len();
            counting.file.1.extend(techniques);
            counting.file_pairs += count(counting.file.1.len() - before);
        }
    }

    /// The counts of each part in each view.
    pub(crate) fn counts(self) -> impl Iterator<Item = PartViewCounts<'a>> {
        self.parts.into_iter().flat_map(|(part, counting)| {
            let (resources, mapped, pairs) = (counting.resources, counting.mapped, counting.pairs);
            let views = counting.views.into_iter().enumerate();
            views.map(move |(view, in_view)| PartViewCounts {
                part,
                view,
                resources,
                mapped,
                pairs,
                pairs_followed: in_view.pairs,
                file_pairs: in_view.file_pairs,
            })
        })
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
