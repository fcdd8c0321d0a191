//! Building a catalogue.

use std::num::NonZero;
use std::time::Instant;

use anyhow::ensure;
use catalogue::{Words, build as build_catalogue};

use crate::arguments::Build;
use crate::gather::{Job, gather, jobs};
use crate::place;
use crate::progress::{Progress, megabytes};

pub(crate) fn build(arguments: &Build) -> anyhow::Result<()> {
    let clock = Instant::now();
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    for from in &arguments.from {
        let (jobs, not_read) = jobs(from)?;
        all.extend(jobs);
        unread.extend(not_read);
    }
    if !arguments.only.is_empty() {
        only(&mut all, &arguments.only)?;
        unread.clear();
    }
    let out = arguments.out.clone().map_or_else(place::own, Ok)?;
    let progress = Progress::new(all.len());
    let threads = arguments
        .jobs
        .or_else(|| std::thread::available_parallelism().ok().map(NonZero::get))
        .unwrap_or(1);
    let gathered = gather(all, threads, &|name| progress.started(name), &|done| {
        progress.done(done);
    });
    let sources = gathered.len();
    progress.now("linking and writing");
    let words = if arguments.facts_only {
        Words::FactsOnly
    } else {
        Words::All
    };
    let built = build_catalogue(gathered, words)?;
    let size = built.save(&out)?;
    progress.finish();
    let problems = match built.problems {
        0 => "no problems".to_owned(),
        1 => "1 problem (rhumb problems)".to_owned(),
        many => format!("{many} problems (rhumb problems)"),
    };
    let (resources, mappings) = (built.resources, built.mappings);
    eprintln!(
        "{sources} sources, {resources} resources, {mappings} mappings, {problems}, {:.1} s",
        clock.elapsed().as_secs_f64()
    );
    if !unread.is_empty() {
        eprintln!(
            "not read, for no source of this version reads them: {}",
            unread.join(", ")
        );
    }
    eprintln!("{}: {:.1} MB", out.display(), megabytes(size));
    Ok(())
}

fn only(jobs: &mut Vec<Job>, sources: &[String]) -> anyhow::Result<()> {
    for id in sources {
        ensure!(
            jobs.iter().any(|job| job.source.id == id),
            "there is no source `{id}` in what --from names"
        );
    }
    jobs.retain(|job| sources.iter().any(|id| id == job.source.id));
    Ok(())
}
