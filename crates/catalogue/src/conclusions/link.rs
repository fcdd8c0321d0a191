//! Joins what sources point to with the resources that are meant: by id, by address, or by the name of a file that has
//! moved. Only relations that name resources are joined; a country code that happens to be someone's id is not.

use foldhash::HashMap;
use model::{Kind, Meaning, Resource};
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
}

/// How a relation is to be read.
struct Reading {
    /// The word of the source.
    relation: &'static str,
    /// The only source that uses the word in this way; none where all do.
    of: Option<&'static str>,
    meaning: Meaning,
    /// The sources that it points into, before its own.
    into: &'static [&'static str],
}

const fn reading(
    of: Option<&'static str>,
    relation: &'static str,
    meaning: Meaning,
    into: &'static [&'static str],
) -> Reading {
    Reading {
        relation,
        of,
        meaning,
        into,
    }
}

use Meaning::{DetectedBy, Related, TestedBy, Tests};

const SIGMA: &[&str] = &["sigma"];
const ATTACK: &[&str] = &["attack"];
const READINGS: &[Reading] = &[
    reading(None, "simulation", TestedBy, &["art"]),
    reading(None, "atomic_guid", TestedBy, &["art"]),
    reading(None, "stratus_red_team", TestedBy, &["stratus"]),
    reading(None, "regression_tests", TestedBy, &[]),
    reading(None, "attack_data", TestedBy, &[]),
    reading(None, "dataset", TestedBy, &[]),
    reading(Some("panther"), "test", TestedBy, &[]),
    reading(
        Some("elastic-rta"),
        "rule",
        Tests,
        &["elastic", "elastic-protections"],
    ),
    reading(Some("leonidas"), "sigma", Tests, SIGMA),
    reading(Some("car"), "tests", Tests, &["car"]),
    reading(Some("lolbas"), "sigma", DetectedBy, SIGMA),
    reading(Some("lolbas"), "elastic", DetectedBy, &["elastic"]),
    reading(Some("lolbas"), "splunk", DetectedBy, &["splunk"]),
    reading(None, "sigma_uuid", Related, SIGMA),
    reading(None, "derived", Related, SIGMA),
    reading(None, "similar", Related, SIGMA),
    reading(None, "obsolete", Related, SIGMA),
    reading(None, "merged", Related, SIGMA),
    reading(None, "renamed", Related, SIGMA),
    reading(None, "correlates", Related, &[]),
    reading(None, "scores", Related, SIGMA),
    reading(None, "moved_to", Related, &[]),
    reading(None, "car", Related, &["car"]),
    reading(None, "d3fend", Related, &["d3fend"]),
    reading(None, "cve", Related, &["mapex-kev"]),
    reading(None, "group", Related, ATTACK),
    reading(None, "software", Related, ATTACK),
    reading(None, "campaign", Related, ATTACK),
    reading(None, "attack_mitigation", Related, ATTACK),
    reading(Some("attack"), "analytic", Related, ATTACK),
    reading(Some("attack"), "uses", Related, ATTACK),
    reading(Some("attack"), "attributed-to", Related, ATTACK),
    reading(Some("atlas"), "uses", Related, &["atlas"]),
    reading(Some("atlas"), "mitigates", Related, &["atlas"]),
    reading(Some("atlas"), "subtechnique-of", Related, &["atlas"]),
    reading(Some("nist-oscal"), "enhances", Related, &["nist-oscal"]),
    reading(Some("wazuh"), "if_sid", Related, &["wazuh"]),
    reading(Some("wazuh"), "if_matched_sid", Related, &["wazuh"]),
];

fn reading_of(source: &str, relation: &str) -> Option<&'static Reading> {
    let fits = |reading: &&Reading| {
        reading.relation == relation && reading.of.is_none_or(|of| of == source)
    };
    READINGS.iter().find(fits)
}

/// What the relation means, in the words of this source or of the format of the same name.
pub fn meaning(source: &str, relation: &str) -> Meaning {
    reading_of(source, relation).map_or(Related, |reading| reading.meaning)
}

/// The words that tell of tests, as a list for SQL.
pub(crate) fn words_of_tests() -> String {
    let of_tests = |reading: &&Reading| matches!(reading.meaning, TestedBy | Tests);
    let words: Vec<String> = READINGS
        .iter()
        .filter(of_tests)
        .map(|reading| format!("'{}'", reading.relation))
        .collect();
    words.join(", ")
}

/// A resource, as the other ends of links are looked for.
struct End {
    row: u32,
    source: u32,
    kind: Kind,
}

/// Something that a resource points to.
struct Pointer {
    row: u32,
    position: usize,
    source: u32,
    reading: &'static Reading,
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
pub(crate) struct Links {
    sources: HashMap<String, u32>,
    /// The sources of a repository.
    repositories: HashMap<String, Vec<u32>>,
    by_id: HashMap<String, Vec<End>>,
    by_path: HashMap<(u32, String), Vec<End>>,
    /// By the name of the file alone.
    by_name: HashMap<(u32, String), Vec<(String, u32)>>,
    pointers: Vec<Pointer>,
}

impl Links {
    pub(crate) fn source(&mut self, source: u32, id: &str, repository: &str) {
        self.sources.insert(id.to_owned(), source);
        let of_repository = self.repositories.entry(repository.to_lowercase());
        of_repository.or_default().push(source);
    }

    pub(crate) fn add(&mut self, row: u32, source: u32, id: &str, resource: &Resource) {
        let end = || End {
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
        for (position, related) in resource.related.iter().enumerate() {
            if let Some(reading) = reading_of(id, &related.relation) {
                self.pointers.push(Pointer {
                    row,
                    position,
                    source,
                    reading,
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

    fn ends(&self, pointer: &Pointer) -> (Vec<u32>, FoundBy) {
        match self.address(pointer) {
            Some((sources, path)) => self.at_path(pointer, &sources, &path),
            None => (self.with_id(pointer), FoundBy::Id),
        }
    }

    /// The sources that it may point into, its own last.
    fn into(&self, pointer: &Pointer) -> Vec<u32> {
        let named = pointer
            .reading
            .into
            .iter()
            .filter_map(|&id| self.sources.get(id).copied());
        named.chain([pointer.source]).collect()
    }

    fn with_id(&self, pointer: &Pointer) -> Vec<u32> {
        let ends = self
            .by_id
            .get(&pointer.target.to_lowercase())
            .map_or(&[][..], Vec::as_slice);
        // A test is of a rule and a rule is tested by a test, even where both have one id.
        let fits = |end: &&End| match pointer.reading.meaning {
            TestedBy => end.kind == Kind::Test,
            Tests => end.kind == Kind::Detection,
            _ => end.row != pointer.row,
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

    fn at_path(&self, pointer: &Pointer, sources: &[u32], path: &str) -> (Vec<u32>, FoundBy) {
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
    fn address(&self, pointer: &Pointer) -> Option<(Vec<u32>, String)> {
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

    #[test]
    fn a_relation_is_read_in_the_words_of_its_source() {
        assert_eq!(meaning("lolbas", "sigma"), DetectedBy);
        assert_eq!(meaning("leonidas", "sigma"), Tests);
        assert_eq!(meaning("acme", "simulation"), TestedBy);
        assert_eq!(meaning("misp-galaxy", "victim_country"), Related);
    }
}
