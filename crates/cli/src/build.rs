//! Building a catalogue.

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::ensure;
use catalogue::{Built, Gathered, Words, build as build_catalogue};
use repositories::cache::Cache;
use repositories::configuration::Configuration;
use repositories::gather::{self, Job, NotSynced, gather, jobs, own};
use repositories::harvest_cache::HarvestCache;
use repositories::lock::Lock;

use crate::locations::{self, CacheFolder, ConfigurationFile};
use crate::progress::{Progress, megabytes};

/// Arguments of `build`.
#[derive(clap::Args)]
pub(crate) struct Build {
    /// A bundle, or SOURCE=PATH for the folder or git repository of one source; PATH@REVISION reads a revision. Unless
    /// said, what `rhumb sync` fetched, at the commits of rhumb.lock. Sources of your own come from the configuration
    #[arg(long, value_name = "[SOURCE=]PATH")]
    from: Vec<String>,
    /// Archives of a bundle that it does not give by default, such as older releases of ATT&CK: attack-11.3
    #[arg(long, value_name = "ARCHIVE", value_delimiter = ',', requires = "from")]
    also: Vec<String>,
    /// Only these sources of what is named
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    options: BuildOptions,
}

/// How a catalogue is built.
#[derive(clap::Args)]
pub(crate) struct BuildOptions {
    /// Where the catalogue goes; unless said, where questions look for your own
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Leave out descriptions, queries and commands
    #[arg(long)]
    pub(crate) facts_only: bool,
    /// How many sources are fetched or read at a time; unless said, four are fetched, and one per processor is read
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Read everything anew, also what has not changed since the last build
    #[arg(long)]
    pub(crate) fresh: bool,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationFile,
    #[command(flatten)]
    pub(crate) cache: CacheFolder,
}

pub(crate) fn build(arguments: &Build) -> anyhow::Result<()> {
    let options = &arguments.options;
    let configuration = options.configuration.read()?;
    if arguments.from.is_empty() {
        let lock = Lock::read(&locations::lock(&configuration)?)?;
        return of_lock(&lock, &configuration, &arguments.only, options);
    }
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    for from in &arguments.from {
        let (jobs, not_read) = jobs(from, &arguments.also, &configuration)?;
        all.extend(jobs);
        unread.extend(not_read);
    }
    finish(all, unread, &configuration, &arguments.only, options)
}

/// Builds from what was synced, at the commits of the lock.
pub(crate) fn of_lock(
    lock: &Lock,
    configuration: &Configuration,
    sources: &[String],
    options: &BuildOptions,
) -> anyhow::Result<()> {
    let cache = options.cache.cache()?;
    let (all, unread) = gather::of_lock(&cache, lock, configuration)?;
    finish(all, unread, configuration, sources, options)
}

/// The same, written nowhere.
pub(crate) fn in_memory(
    cache: &CacheFolder,
    lock: &Lock,
    configuration: &Configuration,
) -> anyhow::Result<Built> {
    let cache = cache.cache()?;
    let (all, _) = gather::of_lock(&cache, lock, configuration)?;
    let progress = Progress::new(all.len(), "sources");
    let kept = harvests(&cache);
    let gathered = read(all, Some(&kept), None, &progress);
    progress.finish();
    Ok(build_catalogue(gathered, Words::All)?)
}

/// Reads what was named and the sources of the user's own, and builds.
fn finish(
    mut all: Vec<Job>,
    mut unread: Vec<String>,
    configuration: &Configuration,
    sources: &[String],
    options: &BuildOptions,
) -> anyhow::Result<()> {
    with_own(&mut all, configuration);
    ensure!(!all.is_empty(), NotSynced::Nothing);
    if !sources.is_empty() {
        only(&mut all, sources)?;
        unread.clear();
    }
    write(all, &unread, options)
}

/// What is named is not read a second time from elsewhere.
fn with_own(all: &mut Vec<Job>, configuration: &Configuration) {
    let named = |id: &str| all.iter().any(|job: &Job| job.source.id() == id);
    let configured = configuration.sources.iter();
    let configured = configured.filter(|one| !named(&one.source.id));
    let jobs: Vec<Job> = configured.filter_map(own).collect();
    all.extend(jobs);
}

fn write(all: Vec<Job>, unread: &[String], options: &BuildOptions) -> anyhow::Result<()> {
    let clock = Instant::now();
    let out = options.out.clone().map_or_else(locations::catalogue, Ok)?;
    let progress = Progress::new(all.len(), "sources");
    let kept = kept(options)?;
    let gathered = read(all, kept.as_ref(), options.jobs, &progress);
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

/// The harvests of this program.
fn harvests(cache: &Cache) -> HarvestCache {
    HarvestCache::new(cache.harvests(), std::env::current_exe().ok())
}

/// Where harvests are kept, unless everything is to be read anew.
fn kept(options: &BuildOptions) -> anyhow::Result<Option<HarvestCache>> {
    if options.fresh {
        return Ok(None);
    }
    let cache = options.cache.cache()?;
    Ok(Some(harvests(&cache)))
}

fn read(
    all: Vec<Job>,
    kept: Option<&HarvestCache>,
    at_a_time: Option<usize>,
    progress: &Progress,
) -> Vec<Gathered> {
    let processors = || std::thread::available_parallelism().ok().map(NonZero::get);
    let threads = at_a_time.or_else(processors).unwrap_or(1);
    let started = |name: &str| progress.started(name);
    gather(all, kept, threads, &started, &|done| progress.done(done))
}

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
