//! `rhumb build`: reads sources and builds a catalogue.

use std::num::NonZero;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::ensure;
use catalogue::{Contents, SourceHarvest, UnsavedCatalogue};
use repositories::{Configuration, Error, Job, Jobs, Lock, gather};

use crate::locations::{self, CacheFolder, ConfigurationFile};
use crate::progress::{ProgressDisplay, megabytes};

/// Arguments of `build`.
#[derive(clap::Args)]
pub(crate) struct BuildArguments {
    /// A bundle, or SOURCE=PATH for the folder or git repository of one source; PATH@REVISION reads a revision.
    /// Default: what `rhumb sync` fetched, at the commits of rhumb.lock. Sources of your own come from the configuration
    #[arg(long, value_name = "[SOURCE=]PATH")]
    from: Vec<String>,
    /// Archives of a bundle that are not read by default, such as older releases of ATT&CK: attack-11.3
    #[arg(long, value_name = "ARCHIVE", value_delimiter = ',', requires = "from")]
    also: Vec<String>,
    /// Only these of the sources that are named
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    options: BuildOptions,
}

/// How a catalogue is built.
#[derive(clap::Args)]
pub(crate) struct BuildOptions {
    /// The file of the catalogue. Default: where questions look for your own
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Leave out descriptions, queries and commands
    #[arg(long)]
    pub(crate) facts_only: bool,
    /// How many sources are fetched or read at a time. Default: 4 are fetched, and one per processor is read
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Read everything again, also what has not changed since the last build
    #[arg(long)]
    pub(crate) fresh: bool,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationFile,
    #[command(flatten)]
    pub(crate) cache: CacheFolder,
}

pub(crate) fn build(arguments: &BuildArguments) -> anyhow::Result<()> {
    let options = &arguments.options;
    let configuration = options.configuration.read()?;
    if arguments.from.is_empty() {
        let lock = Lock::read(&locations::lock(&configuration)?)?;
        return build_from_lock(&lock, &configuration, &arguments.only, options);
    }
    let mut jobs = Jobs::default();
    for from in &arguments.from {
        jobs.append(Jobs::from_argument(from, &arguments.also, &configuration)?);
    }
    build_from(jobs, &configuration, &arguments.only, options)
}

/// Builds from what was synced, at the commits of the lock.
pub(crate) fn build_from_lock(
    lock: &Lock,
    configuration: &Configuration,
    only: &[String],
    options: &BuildOptions,
) -> anyhow::Result<()> {
    let jobs = Jobs::from_lock(&options.cache.cache()?, lock, configuration)?;
    build_from(jobs, configuration, only, options)
}

/// Builds from what was synced, in memory.
pub(crate) fn build_in_memory(
    cache: &CacheFolder,
    lock: &Lock,
    configuration: &Configuration,
) -> anyhow::Result<UnsavedCatalogue> {
    let cache = cache.cache()?;
    let jobs = Jobs::from_lock(&cache, lock, configuration)?;
    let progress = ProgressDisplay::new(jobs.jobs.len(), "sources");
    let harvests = cache.harvests(locations::executable());
    let gathered = gather(&jobs.jobs, Some(&harvests), processors(), &progress);
    progress.finish();
    Ok(catalogue::build(gathered, Contents::All)?)
}

/// Reads these sources and the user's own, or of both only some, and builds.
fn build_from(
    mut jobs: Jobs,
    configuration: &Configuration,
    only: &[String],
    options: &BuildOptions,
) -> anyhow::Result<()> {
    let start = Instant::now();
    jobs.add_own(configuration);
    ensure!(!jobs.jobs.is_empty(), Error::NothingSynced);
    jobs.only(only)?;
    let out = options.out.clone().map_or_else(locations::catalogue, Ok)?;
    let progress = ProgressDisplay::new(jobs.jobs.len(), "sources");
    let gathered = read(&jobs.jobs, options, &progress)?;
    progress.message("linking and writing");
    let words = if options.facts_only {
        Contents::FactsOnly
    } else {
        Contents::All
    };
    let built = catalogue::build(gathered, words)?;
    let size = built.save(&out)?;
    progress.finish();
    print_totals(&built, &jobs, start.elapsed());
    eprintln!("{}: {:.1} MB", out.display(), megabytes(size));
    Ok(())
}

/// Reads with the harvests of earlier builds, unless everything is to be read anew.
fn read(
    jobs: &[Job],
    options: &BuildOptions,
    progress: &ProgressDisplay,
) -> anyhow::Result<Vec<SourceHarvest>> {
    let harvests = if options.fresh {
        None
    } else {
        Some(options.cache.cache()?.harvests(locations::executable()))
    };
    let at_a_time = options.jobs.unwrap_or_else(processors);
    Ok(gather(jobs, harvests.as_ref(), at_a_time, progress))
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn print_totals(built: &UnsavedCatalogue, jobs: &Jobs, took: Duration) {
    let problems = match built.problems {
        0 => "no problems".to_owned(),
        1 => "1 problem (rhumb problems)".to_owned(),
        many => format!("{many} problems (rhumb problems)"),
    };
    let (sources, resources, mappings) = (jobs.jobs.len(), built.resources, built.mappings);
    eprintln!(
        "{sources} sources, {resources} resources, {mappings} mappings, {problems}, {:.1} s",
        took.as_secs_f64()
    );
    if !jobs.unread.is_empty() {
        eprintln!(
            "not read, for no source of this version reads them: {}",
            jobs.unread.join(", ")
        );
    }
}
