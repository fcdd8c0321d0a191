//! The same harvests give the same bytes: in any order, with any number of threads, each time.

use std::path::PathBuf;

use catalogue::{SourceHarvest, UnsavedCatalogue};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use sources::Bundle;

use crate::harvests;

#[test]
fn any_order_and_any_number_of_threads() {
    let expected = bytes(1, harvests::all);
    check("twice", &expected, 1, harvests::all);
    check("with four threads", &expected, 4, harvests::all);
    for shift in 1..harvests::all().len() {
        check("rotated", &expected, 2, || rotated(harvests::all(), shift));
        check("rotated and reversed", &expected, 2, || {
            reversed(rotated(harvests::all(), shift))
        });
    }
}

#[test]
fn of_two_states_of_one_source_the_newer_gives_the_resources() {
    let newer = || {
        let mut newer = harvests::sigma();
        newer.provenance.commit_date = Some("2030-02-01".to_owned());
        newer.harvest.resources.truncate(3);
        newer
    };
    let expected = bytes(1, || vec![harvests::sigma(), newer()]);
    check("the newer one first", &expected, 1, || {
        vec![newer(), harvests::sigma()]
    });
    assert_eq!(
        harvests::build_catalogue(vec![newer(), harvests::sigma()]).resources,
        3
    );
}

#[test]
fn of_two_states_of_one_release_the_newer_counts() {
    let stated = |day: &str, name: &str| {
        let mut stated = harvests::attack("2.0");
        stated.provenance.commit_date = Some(day.to_owned());
        let release = stated.harvest.release.as_mut().unwrap();
        name.clone_into(&mut release.techniques[0].name);
        stated
    };
    let both = || vec![stated("2030-02-01", "New"), stated("2030-01-01", "Old")];
    let expected = bytes(1, both);
    check("reversed", &expected, 1, || reversed(both()));
    let catalogue = harvests::catalogue(both());
    assert_eq!(catalogue.all_techniques().unwrap()[0].name, "New");
}

#[test]
fn all_real_sources_read_by_one_thread_and_by_several() {
    let Some(corpus) = std::env::var_os("RHUMB_CORPUS") else {
        eprintln!("SKIPPED: RHUMB_CORPUS is not set, so the real sources were not read");
        return;
    };
    let bundle = Bundle::open(&PathBuf::from(corpus).join("corpus-2022-05")).unwrap();
    let expected = bytes(1, || read(&bundle));
    check("by three threads, reversed", &expected, 3, || {
        reversed(read(&bundle))
    });
}

/// Reads and builds with so many threads, and compares.
fn check(
    how: &str,
    expected: &[u8],
    threads: usize,
    gather: impl FnOnce() -> Vec<SourceHarvest> + Send,
) {
    // Not assert_eq: nobody wants to read the bytes.
    assert!(bytes(threads, gather) == expected, "{how}: other bytes");
}

fn bytes(threads: usize, gather: impl FnOnce() -> Vec<SourceHarvest> + Send) -> Vec<u8> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let built = pool
        .unwrap()
        .install(|| harvests::build_catalogue(gather()));
    UnsavedCatalogue::bytes(&built).unwrap()
}

fn rotated(mut source_harvest: Vec<SourceHarvest>, shift: usize) -> Vec<SourceHarvest> {
    source_harvest.rotate_left(shift);
    source_harvest
}

/// Sources and, in each, resources and problems from the last to the first.
fn reversed(mut source_harvest: Vec<SourceHarvest>) -> Vec<SourceHarvest> {
    source_harvest.reverse();
    for source in &mut source_harvest {
        source.harvest.resources.reverse();
        source.harvest.problems.reverse();
    }
    source_harvest
}

fn read(bundle: &Bundle) -> Vec<SourceHarvest> {
    let entries: Vec<_> = bundle.entries.iter().collect();
    let read = |entry: &&sources::BundleEntry| {
        let source = sources::source(entry.source())?;
        let tree = bundle.tree(entry, source.paths).unwrap();
        Some(SourceHarvest {
            provenance: source.provenance(&entry.origin()),
            harvest: source.harvest(&tree),
            prepared: None,
        })
    };
    entries.par_iter().filter_map(read).collect()
}
