//! Copies: the same rule or test in several repositories, or twice in one. Two resources are copies where they are of
//! one kind and have the same globally unique id, or the same logic over the same logs, and agree in more than that. A
//! copy that is missed costs less than two rules that are taken for one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use borsh::{BorshDeserialize, BorshSerialize};
use foldhash::HashMap;
use model::{Kind, Resource, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// Shorter logic says too little: `eventName = DeleteTrail` is written twice without being copied.
const SHORTEST: usize = 80;

/// Why a resource is a copy of another.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CopiedBy {
    /// Both have the same globally unique id.
    Id,
    /// Both have the same logic over the same logs, but for case and white space.
    Logic,
}

type Key = (Kind, CopiedBy, u64);

/// A resource that may have copies.
struct CopyCandidate {
    row: u32,
    source: u32,
    path: String,
    title: String,
    techniques: Vec<TechniqueId>,
}

/// What a resource shares with its copies, hashed; none where it has no such thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct CopyKeys {
    id: Option<u64>,
    logic: Option<u64>,
}

impl CopyKeys {
    pub(crate) fn of(resource: &Resource) -> Self {
        if resource.kind == Kind::Knowledge {
            return Self::default();
        }
        let id = resource.id.as_deref().and_then(unique_id);
        Self {
            id: id.map(|id| hash(id.as_bytes())),
            logic: logic(resource).map(|logic| hash(&logic)),
        }
    }
}

/// With keys that never change: in every build the same.
fn hash(text: &[u8]) -> u64 {
    let mut hash = DefaultHasher::new();
    text.hash(&mut hash);
    hash.finish()
}

/// A resource that is a copy, and the one that stands for its cluster.
pub(crate) struct CopiedResource {
    pub(crate) resource: u32,
    pub(crate) original: u32,
    pub(crate) reason: CopiedBy,
}

/// The clusters found so far: each resource leads to an earlier one of its cluster, the first to itself.
#[derive(Default)]
pub(crate) struct Clusters {
    same: HashMap<Key, Vec<CopyCandidate>>,
    earlier: HashMap<u32, (u32, CopiedBy)>,
    /// How many resources each source has.
    sizes: HashMap<u32, u32>,
    /// What decides which of a cluster is shown: whether it counts, and its source.
    facts: HashMap<u32, (bool, u32)>,
}

impl Clusters {
    pub(crate) fn add(&mut self, row: u32, source: u32, resource: &Resource, keys: CopyKeys) {
        if resource.kind == Kind::Knowledge {
            return;
        }
        *self.sizes.entry(source).or_default() += 1;
        self.facts.insert(row, (resource.status.counts(), source));
        let keys = [(CopiedBy::Id, keys.id), (CopiedBy::Logic, keys.logic)];
        for (by, key) in keys {
            let Some(key) = key else { continue };
            let new = CopyCandidate {
                row,
                source,
                path: resource.place.path.clone(),
                title: resource.title.clone(),
                techniques: resource
                    .mappings
                    .iter()
                    .filter_map(|mapping| mapping.technique)
                    .collect(),
            };
            let same = self.same.entry((resource.kind, by, key)).or_default();
            let copied = same
                .iter()
                .find(|original| original.is_copied_by(&new, by))
                .map(|original| original.row);
            same.push(new);
            if let Some(original) = copied {
                self.join(original, row, by);
            }
        }
    }

    fn join(&mut self, first: u32, second: u32, by: CopiedBy) {
        let roots = (self.root(first), self.root(second));
        if roots.0 != roots.1 {
            let (earlier, later) = (roots.0.min(roots.1), roots.0.max(roots.1));
            self.earlier.insert(later, (earlier, by));
        }
    }

    fn root(&self, mut row: u32) -> u32 {
        while let Some(&(earlier, _)) = self.earlier.get(&row) {
            row = earlier;
        }
        row
    }

    /// Each resource of a cluster but the one that stands for all.
    pub(crate) fn copies(&self) -> Vec<CopiedResource> {
        let mut members: BTreeMap<u32, BTreeMap<u32, CopiedBy>> = BTreeMap::new();
        for (&row, &(_, by)) in &self.earlier {
            let root = self.root(row);
            let cluster = members
                .entry(root)
                .or_insert_with(|| BTreeMap::from([(root, by)]));
            cluster.insert(row, by);
        }
        let mut copies = Vec::new();
        for cluster in members.values() {
            let rank = |row: &&u32| self.rank(**row);
            let Some(&original) = cluster.keys().min_by_key(rank) else {
                continue;
            };
            let others = cluster.iter().filter(|&(&row, _)| row != original);
            copies.extend(others.map(|(&resource, &reason)| CopiedResource {
                resource,
                original,
                reason,
            }));
        }
        copies
    }

    /// The larger source goes before the smaller, and there what is in use before what is withdrawn.
    fn rank(&self, row: u32) -> (Reverse<u32>, bool, u32) {
        let (counts, source) = self.facts.get(&row).copied().unwrap_or_default();
        let size = self.sizes.get(&source).copied().unwrap_or_default();
        (Reverse(size), !counts, row)
    }
}

impl CopyCandidate {
    fn shares_a_technique(&self, other: &Self) -> bool {
        let mut own = self.techniques.iter();
        own.any(|technique| other.techniques.contains(technique))
    }

    /// Authors start a rule from another and forget to change its id, or write several over one query: more than that
    /// must agree. Across repositories, where titles change with time, a technique is enough.
    fn is_copied_by(&self, other: &Self, by: CopiedBy) -> bool {
        let titles = likeness(&words(&self.title), &words(&other.title));
        match by {
            CopiedBy::Id if self.source == other.source => titles >= 0.7,
            CopiedBy::Id => titles >= 0.5 || self.shares_a_technique(other),
            // What stands in one file beside each other is meant to be two.
            CopiedBy::Logic => {
                titles >= 0.8 && (self.source, &self.path) != (other.source, &other.path)
            }
        }
    }
}

/// The words of a title.
fn words(title: &str) -> BTreeSet<String> {
    title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The share of the words of two titles that both have.
#[expect(clippy::cast_precision_loss, reason = "titles have few words")]
fn likeness(first: &BTreeSet<String>, second: &BTreeSet<String>) -> f64 {
    let both = first.intersection(second).count();
    let either = first.union(second).count();
    both as f64 / either.max(1) as f64
}

/// A UUID in lower case, if it is one and not all zeros.
pub(crate) fn unique_id(id: &str) -> Option<String> {
    let id = id.trim().to_lowercase();
    let groups: Vec<&str> = id.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let digits = || groups.iter().flat_map(|group| group.bytes());
    let is_one = lengths == [8, 4, 4, 4, 12]
        && digits().all(|digit| digit.is_ascii_hexdigit())
        && digits().any(|digit| digit != b'0');
    is_one.then_some(id)
}

/// What two copies of a detection share whatever else differs: its query without case and white space, and its logs.
fn logic(resource: &Resource) -> Option<Vec<u8>> {
    let query = resource
        .query
        .as_deref()
        .filter(|_| resource.kind == Kind::Detection)?;
    let letters = query.bytes().filter(|letter| !letter.is_ascii_whitespace());
    let mut logic: Vec<u8> = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    if logic.len() < SHORTEST {
        return None;
    }
    let mut logs: Vec<String> = resource
        .log_sources
        .iter()
        .map(|log| format!("{log:?}"))
        .collect();
    logs.sort();
    logic.extend(logs.join("\n").bytes());
    Some(logic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_globally_unique_is_an_id_of_copies() {
        assert!(unique_id("5F1A9C2E-0000-4000-8000-000000000001").is_some());
        for id in [
            "CAR-2013-01-002",
            "1002",
            "00000000-0000-0000-0000-000000000000",
            "",
        ] {
            assert_eq!(unique_id(id), None, "{id}");
        }
    }

    #[test]
    fn titles_agree_where_most_words_do() {
        let alike = |first, second| likeness(&words(first), &words(second));
        assert!(alike("NRT Role Assigned Outside PIM", "Role Assigned Outside PIM") >= 0.8);
        assert!(alike("Excessive S3 Encryption", "Unusual S3 Encryption") < 0.8);
        assert!(alike("", "") < 0.5);
    }

    #[test]
    fn a_chain_of_copies_is_one_cluster() {
        let mut clusters = Clusters::default();
        clusters.join(1, 2, CopiedBy::Id);
        clusters.join(3, 4, CopiedBy::Logic);
        clusters.join(2, 4, CopiedBy::Logic);
        assert_eq!([1, 2, 3, 4].map(|row| clusters.root(row)), [1, 1, 1, 1]);
        assert_eq!(clusters.root(5), 5);
    }
}
