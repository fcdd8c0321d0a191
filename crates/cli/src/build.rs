//! Building a catalogue.

use std::num::NonZero;
use std::time::Instant;

use anyhow::ensure;
use catalogue::{Words, build as build_catalogue};

use crate::arguments::Build;
use crate::configuration::Configuration;
use crate::gather::{Job, gather, jobs, own};
use crate::place;
use crate::progress::{Progress, megabytes};

pub(crate) fn build(arguments: &Build) -> anyhow::Result<()> {
    let clock = Instant::now();
    let (all, unread) = wanted(arguments)?;
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

/// What is to be read, and what of it no source reads.
fn wanted(arguments: &Build) -> anyhow::Result<(Vec<Job>, Vec<String>)> {
    let configuration = Configuration::find(arguments.configuration.config.as_deref())?;
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    for from in &arguments.from {
        let (jobs, not_read) = jobs(from, &configuration)?;
        all.extend(jobs);
        unread.extend(not_read);
    }
    // What --from names is not read a second time from elsewhere.
    let named = |id: &str| all.iter().any(|job: &Job| job.source.id() == id);
    let configured = configuration.sources.iter();
    let configured = configured.filter(|one| !named(&one.source.id));
    let own: Vec<Job> = configured.filter_map(own).collect();
    all.extend(own);
    ensure!(!all.is_empty(), NOTHING);
    if !arguments.only.is_empty() {
        only(&mut all, &arguments.only)?;
        unread.clear();
    }
    Ok((all, unread))
}

const NOTHING: &str =
    "there is nothing to build from: say --from BUNDLE, or name sources in `rhumb.toml`";

fn only(jobs: &mut Vec<Job>, sources: &[String]) -> anyhow::Result<()> {
    for id in sources {
        ensure!(
            jobs.iter().any(|job| job.source.id() == id),
            "there is no source `{id}` in what is to be read"
        );
    }
    jobs.retain(|job| sources.iter().any(|id| id == job.source.id()));
    Ok(())
}
