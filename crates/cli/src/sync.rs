//! `rhumb sync`: repositories are fetched side by side, the lock notes what came, and the catalogue is built from that.

mod report;

use std::time::{Duration, Instant};

use anyhow::ensure;
use jiff::civil::Date;
use repositories::{Configuration, Fetcher, Lock, Network, Revision, SyncOutcome, SyncPlan};

use crate::build::{self, BuildOptions};
use crate::locations::{self, CacheFolder};
use crate::progress::ProgressDisplay;

/// How many repositories are fetched at a time: more would be a burden for their hosts.
const FETCHES: usize = 4;

/// How long a fetch may receive nothing. Default of `--timeout`.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Arguments of `sync`.
#[derive(clap::Args)]
pub(crate) struct SyncArguments {
    /// Only the repositories of these sources; the others stay as they are
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    only: Vec<String>,
    /// The last state of this day, YYYY-MM-DD, instead of the newest
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Exactly the commits of rhumb.lock, all of them or none
    #[arg(long, conflicts_with = "as_of")]
    locked: bool,
    /// Fetch only; the catalogue stays as it is
    #[arg(long)]
    no_build: bool,
    /// How long a fetch may receive nothing before it is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    #[command(flatten)]
    build: BuildOptions,
}

impl SyncArguments {
    fn revision(&self) -> Revision {
        match self.as_of {
            _ if self.locked => Revision::Locked,
            Some(day) => Revision::OfDay(day),
            None => Revision::Newest,
        }
    }
}

pub(crate) fn sync(arguments: &SyncArguments) -> anyhow::Result<()> {
    let start = Instant::now();
    let configuration = arguments.build.configuration.read()?;
    let lock_file = locations::lock(&configuration)?;
    let former = Lock::read(&lock_file)?;
    let revision = arguments.revision();
    let plan = SyncPlan::new(&configuration, &former, revision, &arguments.only)?;
    let timeout = Duration::from_secs(arguments.timeout.max(1));
    let fetcher = fetcher(&arguments.build.cache, timeout, today())?;
    let outcome = fetch(plan, &fetcher, arguments.build.jobs.unwrap_or(FETCHES));
    let (changed, unchanged) = (outcome.changed, outcome.unchanged);
    eprintln!(
        "{changed} repositories changed, {unchanged} did not, {} could not be synced, {:.1} s",
        outcome.failures.len(),
        start.elapsed().as_secs_f64()
    );
    ensure!(changed + unchanged > 0, "nothing could be synced");
    let lock = if revision == Revision::Locked {
        let incomplete =
            "not all that the lock names could be synced: the catalogue stays as it is";
        ensure!(outcome.failures.is_empty(), incomplete);
        former
    } else {
        outcome.lock.save(&lock_file)?;
        outcome.lock
    };
    // The cache is locked until rhumb.lock is written. A build may take long, and other processes need not wait for it.
    drop(fetcher);
    if arguments.no_build {
        return Ok(());
    }
    build::build_from_lock(&lock, &configuration, &[], &arguments.build)
}

/// The states of a day, of these sources or of all. The user's own lock stays as it is.
pub(crate) fn lock_of_day(
    day: Date,
    configuration: &Configuration,
    cache: &CacheFolder,
    sources: &[String],
) -> anyhow::Result<Lock> {
    let plan = SyncPlan::of_day(configuration, day, sources);
    let fetcher = fetcher(cache, TIMEOUT, day.to_string())?;
    let outcome = fetch(plan, &fetcher, FETCHES);
    ensure!(outcome.changed > 0, "nothing is known of {day}");
    Ok(outcome.lock)
}

/// Takes the cache for this process, as long as the fetcher lives.
fn fetcher(cache: &CacheFolder, timeout: Duration, today: String) -> anyhow::Result<Fetcher> {
    let cache = cache.cache()?;
    let network = Network {
        cache_lock: cache.acquire()?,
        timeout,
        environment_names_ssh: locations::names_ssh(),
    };
    Ok(Fetcher {
        cache,
        network,
        today,
    })
}

fn fetch(plan: SyncPlan, fetcher: &Fetcher, at_a_time: usize) -> SyncOutcome {
    let progress = ProgressDisplay::new(plan.number(), "repositories");
    let outcome = plan.fetch(fetcher, at_a_time, &progress);
    progress.finish();
    report::print(&outcome.failures);
    outcome
}

/// The day in UTC, everywhere the same.
fn today() -> String {
    let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now());
    now.date().to_string()
}
