//! Anvilogic Forge armory: <https://github.com/anvilogic-forge/armory>. Detections, one file for each language in which
//! the detection is written.

use model::{
    Declaration, Harvest, Kind, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    TechniqueId, TextPolicy,
};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::formats::text::distinct;
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "armory",
    archive: "armory",
    title: "Anvilogic Forge armory",
    repository: "anvilogic-forge/armory",
    branch: "main",
    licence: "GPL-3.0-only",
    copyright: "Copyright Anvilogic",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new("armory", "Detections", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(
            ATOMIC,
            RelationMeaning::TestedBy,
            &["art"],
        )],
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["detections/**/*.{yml,yaml}"];

/// A test of Atomic Red Team, as its runner calls it: `T1490-2`.
const ATOMIC: &str = "atomic_test";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detection {
    id: Text,
    title: Text,
    description: Text,
    logic: Text,
    techniques: Texts,
    technique_id: Option<Spanned<OrDefault<Ids>>>,
    data_category: Texts,
    references: Texts,
}

/// An id, or a list whose items are ids or, now and then, lists of ids.
#[derive(Deserialize)]
#[serde(untagged)]
enum Ids {
    One(String),
    Many(Vec<Texts>),
}

impl Default for Ids {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, detection);
}

fn detection(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let detection: Detection = yaml::parse(file)?;
    let title = detection
        .title
        .get()
        .ok_or_else(|| file.problem(None, "the detection has no title"))?;
    harvest.resources.push(Resource {
        id: detection.id.some(),
        data_sources: detection.data_category.0.clone(),
        references: detection.references.0.clone(),
        related: detection
            .description
            .get()
            .map_or_else(Vec::new, atomic_tests),
        description: detection.description.some(),
        query: detection.logic.some(),
        tactics: distinct(
            detection
                .techniques
                .0
                .iter()
                .filter_map(|name| tactic(name)),
        ),
        mappings: detection.technique_id.iter().flat_map(mappings).collect(),
        ..Resource::new("armory", Kind::Detection, title)
    });
    Ok(())
}

/// The tests that a description names, in any of the ways in which people did: `Atomics T1490 Test #1 Atomics T1490 Test#2`,
/// `Atomic Test T1040 - Test #1`, `Atomics T1489 #Test1`, `Atomics T1037.004 - Tests #1, #2`.
fn atomic_tests(description: &str) -> Vec<Related> {
    let mut names: Vec<String> = Vec::new();
    let mut technique: Option<TechniqueId> = None;
    let mut in_numbers = false;
    let words = description.split_whitespace();
    for word in words.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric())) {
        if let Ok(id) = word.parse() {
            (technique, in_numbers) = (Some(id), false);
            continue;
        }
        let (number, is_test) = numbered(word);
        in_numbers |= is_test;
        match (technique, number) {
            (Some(id), Some(number)) if in_numbers => names.push(format!("{id}-{number}")),
            // A dash stands between a technique and its tests.
            _ if is_test || word.is_empty() || word == "and" => {}
            _ => technique = None,
        }
    }
    let names = distinct(names).into_iter();
    names.map(|name| Related::new(ATOMIC, name)).collect()
}

/// The number of `8`, `Test1` or `Test#2`, and whether the word says that it is one of a test.
fn numbered(word: &str) -> (Option<u32>, bool) {
    let is_test = word
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("test"));
    let number = if is_test {
        word[4..].trim_start_matches(['s', '#'])
    } else {
        word
    };
    (number.parse().ok(), is_test)
}

/// `persistence:account manipulation`.
fn tactic(technique: &str) -> Option<&str> {
    technique.split_once(':').map(|(tactic, _)| tactic)
}

fn mappings(ids: &Spanned<OrDefault<Ids>>) -> Vec<Mapping> {
    let written: Vec<&String> = match &ids.value.0 {
        Ids::One(id) => vec![id],
        Ids::Many(lists) => lists.iter().flat_map(|list| &list.0).collect(),
    };
    let ids_of = written.into_iter().flat_map(|text| listed(text));
    ids_of
        .map(|id| Mapping::plain(id).at(yaml::line(ids)))
        .collect()
}

/// The ids of a list that became one text, `['T1185', 'T1539']`; any other text stays as it is.
fn listed(written: &str) -> impl Iterator<Item = &str> {
    let inside = written
        .trim()
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let items = inside.map(|items| {
        items
            .split(',')
            .map(|id| id.trim().trim_matches(['\'', '"']))
    });
    let alone = inside.is_none().then_some(written);
    items.into_iter().flatten().chain(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_named_in_many_ways() {
        let names = |description: &str| -> Vec<String> {
            let tests = atomic_tests(description).into_iter();
            tests.map(|related| related.id).collect()
        };
        assert_eq!(
            names(
                "Lamps, T1005 and 3 more. -- Atomics T1490 Test #1 Atomics T1490 Test#2\nAtomics T1490 #Test1"
            ),
            ["T1490-1", "T1490-2"]
        );
        assert_eq!(
            names("Atomic Test T1040 - Test #1. Atomics T1037.004 - Tests #1, #2 and #3'"),
            ["T1040-1", "T1037.004-1", "T1037.004-2", "T1037.004-3"]
        );
        assert_eq!(names("Test 3 lamps by T1040 in 2030; testé"), [""; 0]);
    }
}
