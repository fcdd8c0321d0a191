//! What sources say of themselves fits together: whoever asks for a role, a relation or a product finds it.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, Product, RelationMeaning, Role};
use sources::{FORMATS, SOURCES};
use strum::VariantArray;

#[test]
fn every_role_is_of_knowledge_and_some_part_has_it() {
    let parts = SOURCES.iter().flat_map(|source| source.parts);
    let with_role = parts.filter_map(|part| Some((part, part.role?)));
    let mut found = BTreeSet::new();
    for (part, role) in with_role {
        assert_eq!(part.kind, Kind::Knowledge, "{}", part.id);
        found.insert(role);
    }
    assert_eq!(found, Role::VARIANTS.iter().copied().collect());
}

#[test]
fn relations_lead_to_sources_and_are_stated_once() {
    let of_sources = SOURCES.iter().map(|source| source.declaration().relations);
    let of_formats = FORMATS.iter().map(|format| (format.relations)());
    for relations in of_sources.chain(of_formats) {
        let words: BTreeSet<&str> = relations.iter().map(|kind| kind.word.as_str()).collect();
        assert_eq!(words.len(), relations.len(), "{relations:?}");
        for into in relations.iter().flat_map(|kind| &kind.into) {
            assert!(sources::source(into).is_some(), "{into}");
        }
    }
}

#[test]
fn one_word_means_what_its_source_means_by_it() {
    let meaning = |id: &str, word: &str| sources::source(id).unwrap().declaration().meaning(word);
    assert_eq!(meaning("lolbas", "sigma"), RelationMeaning::DetectedBy);
    assert_eq!(meaning("leonidas", "sigma"), RelationMeaning::Tests);
    assert_eq!(meaning("sigma", "simulation"), RelationMeaning::TestedBy);
    assert_eq!(meaning("splunk", "attack_data"), RelationMeaning::Recording);
    assert_eq!(meaning("panther", "test"), RelationMeaning::UnitTest);
    assert_eq!(
        meaning("misp-galaxy", "victim_country"),
        RelationMeaning::Related
    );
}

#[test]
fn sources_of_one_product_say_the_same_of_it() {
    let mut products: BTreeMap<String, Product> = BTreeMap::new();
    for product in SOURCES
        .iter()
        .filter_map(|source| source.declaration().product)
    {
        let known = products.entry(product.id.clone());
        assert_eq!(*known.or_insert_with(|| product.clone()), product);
    }
    assert_eq!(products.len(), 13);
}

#[test]
fn sections_of_old_pages_are_of_parts_of_their_kind() {
    for source in SOURCES {
        for section in source.declaration().classic {
            assert!(!section.parts.is_empty(), "{}", source.id);
            for id in &section.parts {
                let part = source.parts.iter().find(|part| part.id == id);
                assert_eq!(part.map(|part| part.kind), Some(section.kind), "{id}");
            }
        }
    }
}
