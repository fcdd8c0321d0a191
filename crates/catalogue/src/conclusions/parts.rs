//! Counts what each part of a source gave, as written and in every view.

use std::collections::{BTreeMap, BTreeSet};

use model::{Resource, TechniqueId};
use rusqlite::{Connection, params};

use crate::conclusions::followed::Followed;
use crate::error::Error;

/// The parts of one source.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    parts: BTreeMap<&'a str, Counting<'a>>,
}

#[derive(Default)]
struct Counting<'a> {
    resources: u32,
    mapped: u32,
    pairs: u32,
    views: Vec<InView<'a>>,
}

#[derive(Clone, Default)]
struct InView<'a> {
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
        followed: &Followed<'_>,
    ) {
        let part = self.parts.entry(&resource.part).or_default();
        part.views.resize(followed.views(), InView::default());
        part.resources += 1;
        part.mapped += u32::from(!stated.is_empty());
        part.pairs += count(stated.len());
        for (view, counting) in part.views.iter_mut().enumerate() {
            let techniques: BTreeSet<TechniqueId> = numbers
                .iter()
                .flat_map(|&number| followed.techniques(number, view))
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

    pub(crate) fn write(self, database: &Connection, source: u32) -> Result<(), Error> {
        let mut insert =
            database.prepare_cached("INSERT INTO part VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for (id, part) in self.parts {
            for (view, counting) in part.views.into_iter().enumerate() {
                insert.execute(params![
                    view,
                    source,
                    id,
                    part.resources,
                    part.mapped,
                    part.pairs,
                    counting.pairs,
                    counting.file_pairs,
                ])?;
            }
        }
        Ok(())
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
