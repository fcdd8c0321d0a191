//! What pages show under a resource: related tests, and copies in other places.

use std::collections::{HashMap, HashSet};

use model::RelationMeaning;
use questions::LinkedResource;
use questions::page::{Row, Section};

/// One thing that tests or is tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedTest<'a> {
    /// What it is called.
    pub words: String,
    /// Where it is.
    pub url: Option<&'a str>,
}

/// What tests the resource, and what it tests.
pub fn tests(row: &Row) -> [(&'static str, Vec<RelatedTest<'_>>); 2] {
    [
        (
            "tested by",
            tests_of_meaning(row, RelationMeaning::TestedBy),
        ),
        ("tests", tests_of_meaning(row, RelationMeaning::Tests)),
    ]
}

fn tests_of_meaning(row: &Row, meaning: RelationMeaning) -> Vec<RelatedTest<'_>> {
    let of_meaning = || {
        row.tests
            .iter()
            .filter(|linked| linked.related.meaning == meaning)
    };
    let mut tests: Vec<RelatedTest<'_>> = of_meaning()
        .filter(|linked| !is_inline(linked))
        .map(test)
        .collect();
    let mut seen = HashSet::new();
    tests.retain(|test| seen.insert((test.words.clone(), test.url)));
    match of_meaning().filter(|linked| is_inline(linked)).count() {
        0 => {}
        1 => tests.push(RelatedTest::words("a test of its own")),
        many => tests.push(RelatedTest::words(&format!("{many} tests of its own"))),
    }
    tests
}

/// A test in the rule itself, with a name and nothing else.
fn is_inline(linked: &LinkedResource) -> bool {
    linked.related.relation == "test" && linked.url.is_none()
}

fn test(linked: &LinkedResource) -> RelatedTest<'_> {
    let related = &linked.related;
    let words = match (&related.title, related.relation.as_str()) {
        (Some(title), _) => title.clone(),
        (None, "attack_data" | "dataset") => "a recording".to_owned(),
        (None, "regression_tests") => "a regression test".to_owned(),
        (None, _) => related.id.clone(),
    };
    RelatedTest {
        words,
        url: linked.url.as_deref(),
    }
}

impl RelatedTest<'_> {
    fn words(words: &str) -> Self {
        Self {
            words: words.to_owned(),
            url: None,
        }
    }
}

/// The copies on a page, by the key of their original.
pub fn copies(sections: &[Section]) -> HashMap<&str, Vec<(&Section, &Row)>> {
    let mut copies: HashMap<&str, Vec<(&Section, &Row)>> = HashMap::new();
    for section in sections {
        for row in &section.resources {
            if let Some(original) = &row.copy_of {
                copies.entry(original).or_default().push((section, row));
            }
        }
    }
    copies
}

/// `27 of these are copies of rules that are shown elsewhere on the page`; nothing where there are none.
pub fn copies_note(section: &Section) -> Option<String> {
    let copies = section.resources.iter().filter(|row| row.copy_of.is_some());
    match copies.count() {
        0 => None,
        1 => Some("1 of these is a copy and shown with its original".to_owned()),
        many => Some(format!(
            "{many} of these are copies and shown with their originals"
        )),
    }
}
