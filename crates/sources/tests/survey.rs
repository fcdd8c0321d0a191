//! Reads the real repositories at pinned commits and compares the counts with `survey.snap`, so that a change
//! shows what it does to real data. Needs `RHUMB_CORPUS`, a folder that holds bundles; says so when it skips.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use model::{Domain, Harvest, Resource};
use sources::{Bundle, Source, source};

#[test]
fn survey_of_the_current_repositories() {
    survey("corpus", "survey");
}

#[test]
fn survey_of_the_repositories_of_may_2022() {
    survey("corpus-2022-05", "survey-2022-05");
}

fn survey(bundle: &str, snapshot: &str) {
    let Some(corpus) = std::env::var_os("RHUMB_CORPUS") else {
        eprintln!("SKIPPED: RHUMB_CORPUS is not set, so the real repositories were not read");
        return;
    };
    let bundle = Bundle::open(&PathBuf::from(corpus).join(bundle)).unwrap();
    let mut table = String::from(
        "part                               resources mapped tactic  pairs lowest techniques\n",
    );
    let mut files =
        String::from("\narchive              read stated problems hold-none  problems by file\n");
    for entry in &bundle.entries {
        let Some(source) = source(entry.source()) else {
            continue;
        };
        let harvest = source.harvest(&bundle.tree(entry, source.paths).unwrap());
        if entry.default {
            parts(source, &harvest, &mut table);
        }
        account(&entry.id, &harvest, &mut files);
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(snapshot, format!("{table}{files}")));
}

fn parts(source: &Source, harvest: &Harvest, table: &mut String) {
    for (part, ..) in source.parts {
        let of_part: Vec<&Resource> = harvest
            .resources
            .iter()
            .filter(|resource| resource.part == *part)
            .collect();
        row(part, &of_part, table);
        for domain in [Domain::Enterprise, Domain::Mobile, Domain::Ics] {
            let of_domain: Vec<&Resource> = of_part
                .iter()
                .copied()
                .filter(|resource| resource.domains.contains(&domain))
                .collect();
            if !of_domain.is_empty() {
                row(&format!("  {domain}"), &of_domain, table);
            }
        }
    }
}

fn row(name: &str, resources: &[&Resource], table: &mut String) {
    let ids: Vec<BTreeSet<_>> = resources
        .iter()
        .map(|resource| {
            resource
                .mappings
                .iter()
                .filter_map(|mapping| mapping.technique)
                .collect()
        })
        .collect();
    let mapped = ids.iter().filter(|ids| !ids.is_empty()).count();
    let tactic_only = resources
        .iter()
        .zip(&ids)
        .filter(|(resource, ids)| ids.is_empty() && !resource.tactics.is_empty())
        .count();
    let pairs: usize = ids.iter().map(BTreeSet::len).sum();
    let lowest: usize = ids
        .iter()
        .map(|ids| {
            ids.iter()
                .filter(|id| !ids.iter().any(|other| other.parent() == Some(**id)))
                .count()
        })
        .sum();
    let techniques: BTreeSet<_> = ids.iter().flatten().collect();
    writeln!(
        table,
        "{name:<35}{:>9}{mapped:>7}{tactic_only:>7}{pairs:>7}{lowest:>7}{:>11}",
        resources.len(),
        techniques.len()
    )
    .unwrap();
}

fn account(archive: &str, harvest: &Harvest, files: &mut String) {
    let account = harvest.account();
    let none: u32 = account.hold_none.values().sum();
    assert_eq!(
        account.read,
        account.stated + account.problems + none,
        "{archive}: a file was lost"
    );
    writeln!(
        files,
        "{archive:<20}{:>5}{:>7}{:>9}{none:>10}",
        account.read, account.stated, account.problems
    )
    .unwrap();
    for (reason, count) in &account.hold_none {
        writeln!(files, "    {count} hold none: {reason}").unwrap();
    }
    for problem in &harvest.problems {
        writeln!(
            files,
            "    {}:{} {}",
            problem.path,
            problem.line.unwrap_or(0),
            problem.what
        )
        .unwrap();
    }
}
