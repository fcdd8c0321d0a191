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

/// What makes the resource fire, and what it makes fire.
pub fn tests(row: &Row) -> [(&'static str, Vec<RelatedTest<'_>>); 2] {
    let tested_by = tests_of(row, RelationMeaning::makes_it_fire);
    let tests = tests_of(row, |meaning| meaning == RelationMeaning::Tests);
    [("tested by", tested_by), ("tests", tests)]
}

/// `3 unit tests of its own`: examples in the rule itself, which show no attack; nothing where there are none.
pub fn unit_tests(row: &Row) -> Option<String> {
    let meanings = row.tests.iter().map(|linked| linked.related.meaning);
    let own = meanings.filter(|&meaning| meaning == RelationMeaning::UnitTest);
    match own.count() {
        0 => None,
        1 => Some("a unit test of its own".to_owned()),
        many => Some(format!("{many} unit tests of its own")),
    }
}

fn tests_of(row: &Row, belongs: impl Fn(RelationMeaning) -> bool) -> Vec<RelatedTest<'_>> {
    let linked = row.tests.iter();
    let of_meaning = linked.filter(|linked| belongs(linked.related.meaning));
    let mut tests: Vec<RelatedTest<'_>> = of_meaning.map(test).collect();
    let mut seen = HashSet::new();
    tests.retain(|test| seen.insert((test.words.clone(), test.url)));
    tests
}

fn test(linked: &LinkedResource) -> RelatedTest<'_> {
    let related = &linked.related;
    let words = match (&related.title, related.meaning) {
        (Some(title), _) => title.clone(),
        (None, RelationMeaning::Recording) => "a recording".to_owned(),
        (None, _) => related.id.clone(),
    };
    RelatedTest {
        words,
        url: linked.url.as_deref(),
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
