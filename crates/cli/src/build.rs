//! Building a catalogue.

use std::num::NonZero;
use std::time::Instant;

use anyhow::ensure;
use catalogue::{Words, build as build_catalogue};

use crate::arguments::{Build, BuildOptions, CacheFolder};
use crate::cache::Cache;
use crate::gather::{self, Job, gather, jobs};
use crate::lock::Lock;
use crate::place;
use crate::progress::{Progress, megabytes};

pub(crate) fn build(arguments: &Build) -> anyhow::Result<()> {
    if arguments.from.is_empty() {
        let lock = Lock::read(&place::lock()?)?;
        return of_lock(&arguments.cache, &lock, &arguments.only, &arguments.options);
    }
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    for from in &arguments.from {
        let (jobs, not_read) = jobs(from)?;
        all.extend(jobs);
        unread.extend(not_read);
    }
    only(&mut all, &arguments.only)?;
    if !arguments.only.is_empty() {
        unread.clear();
    }
    finish(all, &unread, &arguments.options)
}

/// Builds from what was synced, at the commits of the lock.
pub(crate) fn of_lock(
    cache: &CacheFolder,
    lock: &Lock,
    sources: &[String],
    options: &BuildOptions,
) -> anyhow::Result<()> {
    let cache = Cache::find(cache.cache.as_deref())?;
    let mut all = gather::of_lock(&cache, lock)?;
    only(&mut all, sources)?;
    finish(all, &[], options)
}

fn finish(all: Vec<Job>, unread: &[String], options: &BuildOptions) -> anyhow::Result<()> {
    let clock = Instant::now();
    let out = options.out.clone().map_or_else(place::own, Ok)?;
    let progress = Progress::new(all.len(), "sources");
    let gathered = gather(
        all,
        threads(options),
        &|name| progress.started(name),
        &|done| {
            progress.done(done);
        },
    );
    let sources = gathered.len();
    progress.now("linking and writing");
    let words = if options.facts_only {
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

fn threads(options: &BuildOptions) -> usize {
    let processors = || std::thread::available_parallelism().ok().map(NonZero::get);
    options.jobs.or_else(processors).unwrap_or(1)
}

fn only(jobs: &mut Vec<Job>, sources: &[String]) -> anyhow::Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    for id in sources {
        ensure!(
            jobs.iter().any(|job| job.source.id == id),
            "there is no source `{id}` in what is to be read"
        );
    }
    jobs.retain(|job| sources.iter().any(|id| id == job.source.id));
    Ok(())
}
