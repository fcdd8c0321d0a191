//! Joins what sources point to with the resources that are meant: by id, by address, or by the name of a file that has
//! moved. Only relations that a source declares are joined; a country code that happens to be someone's id is not.

use std::sync::Arc;

use foldhash::HashMap;
use model::{Kind, Provenance, RelationKind, RelationMeaning, Resource};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// How the other end of a link was found.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FoundBy {
    /// It has this id.
    Id,
    /// It stands at this path.
    Path,
    /// Nothing stands at this path any more; one file of that repository has the same name.
    FileName,
    /// It is the test of this number in the file of this name: `T1490-2`.
    Number,
}

/// A resource, as the other ends of links are looked for.
struct LinkTarget {
    row: u32,
    source: u32,
    kind: Kind,
}

/// Something that a resource points to.
struct UnresolvedLink {
    row: u32,
    position: usize,
    source: u32,
    relation: Arc<RelationKind>,
    target: String,
}

/// What a resource points to, joined with the resource that is meant.
pub(crate) struct Link {
    pub(crate) resource: u32,
    /// The place of the pointer among all that the resource points to.
    pub(crate) position: usize,
    pub(crate) target: u32,
    pub(crate) found_by: FoundBy,
}

/// All resources by id and by path, and all that points to one.
#[derive(Default)]
pub(crate) struct LinkResolver {
    sources: HashMap<String, u32>,
    /// How each source relates its resources to others, by its words.
    relations: HashMap<u32, HashMap<String, Arc<RelationKind>>>,
    /// The sources of a repository.
    repositories: HashMap<String, Vec<u32>>,
    by_id: HashMap<String, Vec<LinkTarget>>,
    by_path: HashMap<(u32, String), Vec<LinkTarget>>,
    /// By the name of the file alone.
    by_name: HashMap<(u32, String), Vec<(String, u32)>>,
    /// Tests by the name of their file and their number in it, from 1; nothing where two files have that name.
    by_number: HashMap<(u32, String), Option<u32>>,
    pointers: Vec<UnresolvedLink>,
}

impl LinkResolver {
    pub(crate) fn source(&mut self, source: u32, provenance: &Provenance) {
        self.sources.insert(provenance.source.clone(), source);
        let of_repository = self
            .repositories
            .entry(provenance.repository.to_lowercase());
        of_repository.or_default().push(source);
        let relations = provenance.declaration.relations.iter();
        let by_word = relations.map(|kind| (kind.word.clone(), Arc::new(kind.clone())));
        self.relations.insert(source, by_word.collect());
    }

    pub(crate) fn add(&mut self, row: u32, source: u32, resource: &Resource) {
        let end = || LinkTarget {
            row,
            source,
            kind: resource.kind,
        };
        if let Some(id) = &resource.id {
            self.by_id.entry(id.to_lowercase()).or_default().push(end());
        }
        let path = resource.place.path.as_str();
        let at_path = self.by_path.entry((source, path.to_owned())).or_default();
        at_path.push(end());
        if at_path.len() == 1 {
            let name = (source, file_name(path).to_owned());
            let named = self.by_name.entry(name).or_default();
            named.push((path.to_owned(), row));
        }
        if resource.kind == Kind::Test {
            let number = resource.place.ordinal + 1;
            let name = (source, format!("{}-{number}", stem(path)).to_lowercase());
            let numbered = self.by_number.entry(name);
            numbered.and_modify(|row| *row = None).or_insert(Some(row));
        }
        let relations = self.relations.get(&source);
        for (position, related) in resource.related.iter().enumerate() {
            let relation = relations.and_then(|known| known.get(&related.relation));
            if let Some(relation) = relation.filter(|known| known.meaning.leads_to_resources()) {
                self.pointers.push(UnresolvedLink {
                    row,
                    position,
                    source,
                    relation: relation.clone(),
                    target: related.id.clone(),
                });
            }
        }
    }

    /// Every link that could be joined; one pointer may mean several resources.
    pub(crate) fn joined(&self) -> impl Iterator<Item = Link> {
        self.pointers.iter().flat_map(|pointer| {
            let (rows, found_by) = self.ends(pointer);
            let others = rows.into_iter().filter(|&row| row != pointer.row);
            others.map(move |target| Link {
                resource: pointer.row,
                position: pointer.position,
                target,
                found_by,
            })
        })
    }

    fn ends(&self, pointer: &UnresolvedLink) -> (Vec<u32>, FoundBy) {
        match self.address(pointer) {
            Some((sources, path)) => self.at_path(pointer, &sources, &path),
            None => match self.with_id(pointer) {
                rows if rows.is_empty() => (self.with_number(pointer), FoundBy::Number),
                rows => (rows, FoundBy::Id),
            },
        }
    }

    /// People name a test by its place among those of a technique. Only one that should be a test is looked for so.
    fn with_number(&self, pointer: &UnresolvedLink) -> Vec<u32> {
        if pointer.relation.meaning != RelationMeaning::TestedBy {
            return Vec::new();
        }
        let name = pointer.target.to_lowercase();
        let sources = self.into(pointer).into_iter();
        let mut found = sources.filter_map(|source| self.by_number.get(&(source, name.clone())));
        found.next().copied().flatten().into_iter().collect()
    }

    /// The sources that it may point into, its own last.
    fn into(&self, pointer: &UnresolvedLink) -> Vec<u32> {
        let named = pointer
            .relation
            .into
            .iter()
            .filter_map(|id| self.sources.get(id).copied());
        named.chain([pointer.source]).collect()
    }

    fn with_id(&self, pointer: &UnresolvedLink) -> Vec<u32> {
        let ends = self
            .by_id
            .get(&pointer.target.to_lowercase())
            .map_or(&[][..], Vec::as_slice);
        // A test is of a rule and a rule is tested by a test, even where both have one id.
        let fits = |end: &&LinkTarget| match pointer.relation.meaning {
            RelationMeaning::TestedBy => end.kind == Kind::Test,
            RelationMeaning::Tests => end.kind == Kind::Detection,
            RelationMeaning::DetectedBy | RelationMeaning::Detects | RelationMeaning::Related => {
                end.row != pointer.row
            }
            RelationMeaning::Recording | RelationMeaning::UnitTest => false,
        };
        for source in self.into(pointer) {
            let of_source = ends.iter().filter(|end| end.source == source).filter(fits);
            let rows: Vec<u32> = of_source.map(|end| end.row).collect();
            if !rows.is_empty() {
                return rows;
            }
        }
        Vec::new()
    }

    fn at_path(
        &self,
        pointer: &UnresolvedLink,
        sources: &[u32],
        path: &str,
    ) -> (Vec<u32>, FoundBy) {
        for &source in sources {
            if let Some(ends) = self.by_path.get(&(source, path.to_owned())) {
                return (ends.iter().map(|end| end.row).collect(), FoundBy::Path);
            }
        }
        // A rule that moved leaves a file of the same name that points to where it is now.
        for &source in sources {
            let named = self.by_name.get(&(source, file_name(path).to_owned()));
            let mut others = named
                .into_iter()
                .flatten()
                .filter(|(_, row)| *row != pointer.row);
            if let (Some((_, row)), None) = (others.next(), others.next()) {
                return (vec![*row], FoundBy::FileName);
            }
        }
        (Vec::new(), FoundBy::Path)
    }

    /// The sources and the path, where the target is an address on GitHub, `owner/repository/path`, or a path of its
    /// own repository.
    fn address(&self, pointer: &UnresolvedLink) -> Option<(Vec<u32>, String)> {
        let target = pointer.target.trim();
        let (address, github) = match target.strip_prefix("https://github.com/") {
            Some(rest) => (rest, true),
            None if target.contains("://") => return Some((Vec::new(), String::new())),
            None if target.contains('/') => (target, false),
            None => return None,
        };
        let mut parts = address.splitn(3, '/');
        let (owner, name) = (parts.next()?, parts.next()?);
        let of_repository = self
            .repositories
            .get(&format!("{owner}/{name}").to_lowercase());
        let rest = parts.next().unwrap_or_default();
        match (of_repository, github) {
            (Some(sources), true) => {
                // `blob/<branch, tag or commit>/<path>`
                let path = rest.splitn(3, '/').nth(2).unwrap_or_default();
                Some((sources.clone(), unescaped(path)))
            }
            (Some(sources), false) => Some((sources.clone(), rest.to_owned())),
            (None, true) => Some((Vec::new(), String::new())),
            (None, false) => Some((vec![pointer.source], target.to_owned())),
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The name of the file without its ending.
fn stem(path: &str) -> &str {
    let name = file_name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// `%20` as a space; what follows a `#` or `?` is no part of the path.
fn unescaped(path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = &tail[if code.is_some() { 2 } else { 0 }..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_a_path() {
        assert_eq!(
            unescaped("Solutions/A%20B/x.yaml#L3"),
            "Solutions/A B/x.yaml"
        );
        assert_eq!(unescaped("100%"), "100%");
        assert_eq!(unescaped("é%zz"), "é%zz");
    }
}
