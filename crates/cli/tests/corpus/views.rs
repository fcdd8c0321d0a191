//! The same mappings in the views of ATT&CK 18.1 and 19: followed or listed, none lost.

use std::collections::BTreeSet;
use std::path::Path;

use catalogue::{Catalogue, DriftSubject, Filter};
use model::{MappingState, TechniqueId};

pub(crate) fn check(path: &Path) {
    let eighteen = at(path, "18.1");
    let nineteen = at(path, "19");
    disable_or_modify_tools(&eighteen, &nineteen);
    no_counterpart(&eighteen);
    fifteen_tactics(&nineteen);
    for view in [&eighteen, &nineteen] {
        all_drift_is_listed(view);
    }
    nothing_of_18_is_lost_or_ambiguous(&eighteen, &nineteen);
    assert_eq!(drifting(&eighteen, "sigma"), 244);
    assert_eq!(drifting(&eighteen, "art"), 167);
}

fn at(path: &Path, version: &str) -> Catalogue {
    let mut catalogue = Catalogue::open(path).unwrap();
    catalogue.choose(version).unwrap();
    catalogue
}

fn id(text: &str) -> TechniqueId {
    text.parse().unwrap()
}

/// The keys of what leads to a technique for certain.
fn certain(catalogue: &Catalogue, technique: &str) -> BTreeSet<String> {
    let mapped = catalogue.mapped_resources(&[id(technique)]).unwrap();
    let certain = mapped
        .into_iter()
        .filter(|row| row.state != MappingState::Ambiguous);
    certain.map(|row| row.resource.key).collect()
}

/// T1562.001 of 18.1 is T1685 of 19, and so are T1562 and T1562.006, by what ATT&CK says was replaced by what.
fn disable_or_modify_tools(eighteen: &Catalogue, nineteen: &Catalogue) {
    let old = certain(eighteen, "T1562.001");
    assert!(old.len() > 500, "{}", old.len());
    let also = ["T1562", "T1562.006"].map(|technique| certain(eighteen, technique));
    let all: BTreeSet<String> = also.into_iter().chain([old.clone()]).flatten().collect();
    assert_eq!(all, certain(nineteen, "T1685"));
    // Every rule that writes one of the two ids is among them, in both views.
    for resource in self::all(eighteen) {
        let writes = eighteen
            .mappings(&resource)
            .unwrap()
            .into_iter()
            .any(|mapping| {
                let written = mapping
                    .technique_written
                    .filter(|_| mapping.written.is_some());
                written == Some(id("T1562.001")) || written == Some(id("T1685"))
            });
        assert!(!writes || old.contains(&resource.key), "{}", resource.key);
    }
}

fn no_counterpart(eighteen: &Catalogue) {
    for new in ["T1027.018", "T1682", "T1683", "T1684", "T1687"] {
        assert!(eighteen.technique(id(new)).unwrap().is_none());
        let elsewhere = eighteen.in_other_release(id(new)).unwrap().unwrap();
        assert_eq!(elsewhere.attack, "19");
        assert!(
            elsewhere
                .here
                .iter()
                .all(|lead| lead.state == MappingState::Unknown),
            "{new}"
        );
    }
}

fn fifteen_tactics(nineteen: &Catalogue) {
    let tactics = nineteen.tactics(model::Domain::Enterprise).unwrap();
    let names: Vec<&str> = tactics.iter().map(|tactic| tactic.name.as_str()).collect();
    assert_eq!(names.len(), 15);
    let stealth = names.iter().position(|name| *name == "Stealth").unwrap();
    assert_eq!(names[stealth + 1], "Defense Impairment");
    assert!(nineteen.about().names_only);
}

/// Whatever is written and is no technique in use of the view is in the list, once, with a reason.
fn all_drift_is_listed(catalogue: &Catalogue) {
    let listed: BTreeSet<(String, String)> = catalogue
        .drift(None)
        .unwrap()
        .into_iter()
        .inspect(|row| assert!(!row.reason.is_empty(), "{row:?}"))
        .filter(|row| row.subject == DriftSubject::Technique)
        .map(|row| (row.key, row.written))
        .collect();
    let mut drifting = BTreeSet::new();
    for resource in all(catalogue) {
        for mapping in catalogue.mappings(&resource).unwrap() {
            let Some(written) = mapping.written else {
                continue;
            };
            let in_use = mapping
                .technique_written
                .and_then(|id| catalogue.technique(id).unwrap())
                .is_some_and(|technique| !technique.revoked && !technique.deprecated);
            if !in_use {
                drifting.insert((resource.key.clone(), written));
            }
        }
    }
    assert_eq!(listed, drifting);
}

/// What is a technique in use of 18.1 is one of 19: ATT&CK names a successor of each that is gone.
fn nothing_of_18_is_lost_or_ambiguous(eighteen: &Catalogue, nineteen: &Catalogue) {
    for row in nineteen.drift(None).unwrap() {
        let ambiguous = row.state == MappingState::Ambiguous;
        let leads_nowhere = row.state == MappingState::Unknown;
        let Some(written) = row.technique_written.filter(|_| ambiguous || leads_nowhere) else {
            continue;
        };
        let before = eighteen.technique(written).unwrap();
        assert!(
            before.is_none_or(|technique| technique.revoked || technique.deprecated),
            "{row:?}"
        );
    }
}

/// How many pairs of a source are written with ids that the view does not have.
fn drifting(catalogue: &Catalogue, source: &str) -> usize {
    let rows = catalogue.drift(Some(source)).unwrap();
    let absent = |id: &TechniqueId| catalogue.technique(*id).unwrap().is_none();
    let pairs: BTreeSet<(String, TechniqueId)> = rows
        .into_iter()
        .filter_map(|row| Some((row.key, row.technique_written.filter(absent)?)))
        .collect();
    pairs.len()
}

fn all(catalogue: &Catalogue) -> Vec<catalogue::ResourceSummary> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let (page, _) = catalogue
            .resources(&Filter::default(), after, 1_000)
            .unwrap();
        let Some(last) = page.last() else { return all };
        after = Some(last.row);
        all.extend(page);
    }
}
