//! What sources write comes back as they wrote it, with what follows from it and why; a resource counts once per
//! technique.

use std::fmt::Write;

use catalogue::{Catalogue, Filter};
use model::{MappingState, TechniqueId};

use crate::{harvests, snapshot};

#[test]
fn every_mapping_comes_back_as_written_and_as_followed_with_the_reason() {
    snapshot("conclusions", &check(&harvests::catalogue(harvests::all())));
}

#[test]
fn a_resource_counts_once_per_technique_and_rather_as_written() {
    let catalogue = harvests::catalogue(harvests::all());
    let all: Vec<TechniqueId> = catalogue
        .all_techniques()
        .unwrap()
        .iter()
        .map(|technique| technique.id)
        .collect();
    let mapped = catalogue.mapped_resources(&all).unwrap();
    let mut pairs: Vec<_> = mapped
        .iter()
        .map(|mapping| (mapping.technique, mapping.resource.key.clone()))
        .collect();
    let many = pairs.len();
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), many, "a resource stands there twice");
    let state = |title: &str, technique: &str| {
        let is_asked = |mapping: &&catalogue::MappedResource| {
            mapping.resource.title == title && mapping.technique.to_string() == technique
        };
        mapped.iter().find(is_asked).map(|mapping| mapping.state)
    };
    assert_eq!(state("Named Twice", "T1059"), Some(MappingState::AsWritten));
    assert_eq!(
        state("Old And New", "T1059.001"),
        Some(MappingState::AsWritten)
    );
    assert_eq!(
        state("Only Old, Twice", "T1059.001"),
        Some(MappingState::Followed)
    );
    // A parent that is written is a statement of its own.
    assert_eq!(
        state("Parent And Child", "T1059"),
        Some(MappingState::AsWritten)
    );
    assert_eq!(
        state("Parent And Child", "T1059.001"),
        Some(MappingState::AsWritten)
    );
    assert_eq!(state("As Written", "T1059"), None);
}

#[test]
fn each_part_counts_what_was_written_and_what_follows() {
    let catalogue = harvests::catalogue(harvests::all());
    let mut text = String::new();
    for source in ["attack", "car", "d3fend", "sigma"] {
        for (part, counts) in catalogue.part_counts(source).unwrap() {
            writeln!(text, "{part}: {counts:?}").unwrap();
        }
    }
    snapshot("parts", &text);
}

/// Every resource with its mappings, then what leads to PowerShell.
fn check(catalogue: &Catalogue) -> String {
    let mut text = String::new();
    let (resources, _) = catalogue
        .resources(&Filter::default(), None, 1_000)
        .unwrap();
    for resource in resources {
        let whole = catalogue.resource_details(resource).unwrap();
        writeln!(text, "{} ({})", whole.resource.title, whole.resource.key).unwrap();
        for mapping in &whole.mappings {
            let technique = mapping.conclusion.technique;
            writeln!(
                text,
                "    {} -> {} {}{}{}{}",
                mapping.written.as_deref().unwrap_or("(not written)"),
                technique.map_or("-".to_owned(), |id| id.to_string()),
                mapping.conclusion.state,
                mapping
                    .line
                    .map_or(String::new(), |line| format!(", line {line}")),
                said(", detail: ", mapping.detail.as_deref()),
                said(", for ", mapping.conclusion.reason.as_deref()),
            )
            .unwrap();
        }
    }
    text += "\nT1059.001\n";
    for mapping in catalogue
        .mapped_resources(&["T1059.001".parse().unwrap()])
        .unwrap()
    {
        let reason = said(", for ", mapping.reason.as_deref());
        writeln!(
            text,
            "    {} {}{reason}",
            mapping.resource.key, mapping.state
        )
        .unwrap();
    }
    text
}

fn said(before: &str, text: Option<&str>) -> String {
    text.map_or(String::new(), |text| format!("{before}{text}"))
}
