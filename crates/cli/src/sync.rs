//! Keeping the data current: repositories are fetched side by side, the lock notes what came, and the catalogue is
//! built from that.

mod told;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use repositories::clone::Network;
use repositories::configuration::Configuration;
use repositories::fetch::{Fetched, Fetcher};
use repositories::lock::Lock;
use repositories::target::{self, Target};

use crate::build::BuildOptions;
use crate::locations::CacheFolder;
use crate::progress::Progress;
use crate::{build, locations};

/// How many repositories are fetched at a time: more would not please their hosts.
const FETCHES: usize = 4;

/// For how long nothing may come, where nobody says.
const PATIENCE: Duration = Duration::from_mins(1);

/// Arguments of `sync`.
#[derive(clap::Args)]
pub(crate) struct SyncArguments {
    /// Only the repositories of these sources; the others stay as they are
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    only: Vec<String>,
    /// The last state of this day, YYYY-MM-DD, instead of the newest
    #[arg(long, value_name = "DATE")]
    as_of: Option<jiff::civil::Date>,
    /// Exactly the commits of rhumb.lock, all of them or none
    #[arg(long, conflicts_with = "as_of")]
    locked: bool,
    /// Fetch only; the catalogue stays as it is
    #[arg(long)]
    no_build: bool,
    /// For how long nothing may come before a fetch is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    #[command(flatten)]
    build: BuildOptions,
}

/// A repository that could not be synced.
struct Failure {
    id: String,
    reason: String,
    /// The date of the commit that stays.
    kept: Option<String>,
}

/// What became of the repositories.
#[derive(Default)]
struct Outcome {
    changed: usize,
    unchanged: usize,
    failures: Vec<Failure>,
}

pub(crate) fn sync(arguments: &SyncArguments) -> anyhow::Result<()> {
    let clock = Instant::now();
    let configuration = arguments.build.configuration.read()?;
    let path = locations::lock(&configuration)?;
    let former = Lock::read(&path)?;
    let wanted = wanted(arguments, &former, &configuration)?;
    let patience = Duration::from_secs(arguments.timeout.max(1));
    let bringing = bringing(&arguments.build.cache, patience, arguments.as_of, today())?;
    let results = all(&bringing, &wanted, arguments.build.jobs.unwrap_or(FETCHES));
    let mut lock = base(arguments, &former, &wanted);
    let outcome = note(&wanted, results, &former, &mut lock);
    told::print(&outcome.failures);
    let (changed, unchanged) = (outcome.changed, outcome.unchanged);
    eprintln!(
        "{changed} repositories changed, {unchanged} did not, {} could not be synced, {:.1} s",
        outcome.failures.len(),
        clock.elapsed().as_secs_f64()
    );
    ensure!(changed + unchanged > 0, "nothing could be synced");
    if arguments.locked {
        let whole = "not all that the lock names could be synced: the catalogue stays as it is";
        ensure!(outcome.failures.is_empty(), whole);
        lock = former;
    } else {
        lock.save(&path)?;
    }
    if arguments.no_build {
        return Ok(());
    }
    // Whoever builds may take long; the cache is others' again.
    drop(bringing);
    build::of_lock(&lock, &configuration, &[], &arguments.build)
}

/// The states of a day, of these sources or of all. The user's own lock stays as it is.
pub(crate) fn of_day(
    day: jiff::civil::Date,
    configuration: &Configuration,
    cache: &CacheFolder,
    sources: &[String],
) -> anyhow::Result<Lock> {
    let mut wanted = target::all(configuration);
    target::for_sources(&mut wanted, sources);
    let bringing = bringing(cache, PATIENCE, Some(day), day.to_string())?;
    let results = all(&bringing, &wanted, FETCHES);
    let mut lock = Lock::default();
    let outcome = note(&wanted, results, &Lock::default(), &mut lock);
    told::print(&outcome.failures);
    ensure!(outcome.changed > 0, "nothing is known of {day}");
    Ok(lock)
}

/// The repositories to bring.
fn wanted(
    arguments: &SyncArguments,
    former: &Lock,
    configuration: &Configuration,
) -> anyhow::Result<Vec<Target>> {
    let mut wanted = target::all(configuration);
    if arguments.locked {
        wanted = target::locked(wanted, former, configuration)?;
    }
    target::only(&mut wanted, &arguments.only)?;
    Ok(wanted)
}

fn bringing(
    cache: &CacheFolder,
    patience: Duration,
    as_of: Option<jiff::civil::Date>,
    today: String,
) -> anyhow::Result<Fetcher> {
    let cache = cache.cache()?;
    let network = Network {
        turn: cache.turn()?,
        patience,
        names_ssh: locations::names_ssh(),
    };
    Ok(Fetcher {
        cache,
        network,
        as_of,
        today,
    })
}

/// The day, everywhere the same.
fn today() -> String {
    let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now());
    now.date().to_string()
}

/// Brings all, so many at a time; the results come in the order of what is wanted.
fn all(bringing: &Fetcher, wanted: &[Target], at_a_time: usize) -> Vec<anyhow::Result<Fetched>> {
    let progress = Progress::new(wanted.len(), "repositories");
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..at_a_time.max(1) {
            scope.spawn(|| {
                while let Some((at, one)) = next_of(wanted, &next) {
                    progress.started(&one.id);
                    let clock = Instant::now();
                    let told = |percent: &str| progress.is_at(&one.id, percent);
                    let result = bringing.fetch(one, &told);
                    let said = result.as_ref().map_or_else(
                        |_| "could not be synced".to_owned(),
                        |brought| line(brought, clock.elapsed()),
                    );
                    progress.ended(&one.id, &said);
                    let mut results = results.lock().expect("no thread panics with the list");
                    results.push((at, result));
                }
            });
        }
    });
    progress.finish();
    let mut results = results.into_inner().expect("all threads are done");
    results.sort_by_key(|&(at, _)| at);
    results.into_iter().map(|(_, result)| result).collect()
}

fn next_of<'a>(wanted: &'a [Target], next: &AtomicUsize) -> Option<(usize, &'a Target)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((at, wanted.get(at)?))
}

fn line(brought: &Fetched, took: Duration) -> String {
    let Fetched {
        locked,
        files,
        fetched,
    } = brought;
    let (commit, date) = (&locked.commit[..10], day(&locked.commit_date));
    let seconds = took.as_secs_f64();
    format!("{commit} of {date}, {files} files, {fetched} fetched, {seconds:.2} s")
}

/// What stays in the lock, whatever comes: what was not asked for, and, as long as the day stays today, what fails.
fn base(arguments: &SyncArguments, former: &Lock, wanted: &[Target]) -> Lock {
    let mut lock = former.clone();
    let is_wanted = |id: &String| wanted.iter().any(|one| one.id == *id);
    if arguments.as_of.is_some() {
        lock.repositories.retain(|id, _| !is_wanted(id));
    }
    if arguments.only.is_empty() {
        lock.repositories.retain(|id, _| is_wanted(id));
    }
    lock
}

/// Notes what came in the lock.
fn note(
    wanted: &[Target],
    results: Vec<anyhow::Result<Fetched>>,
    former: &Lock,
    lock: &mut Lock,
) -> Outcome {
    let mut outcome = Outcome::default();
    for (one, result) in wanted.iter().zip(results) {
        let kept = lock.repositories.get(&one.id);
        match result {
            Err(error) => outcome.failures.push(Failure {
                id: one.id.clone(),
                reason: format!("{error:#}"),
                kept: kept.map(|kept| day(&kept.commit_date)),
            }),
            Ok(Fetched { locked, .. }) => {
                let before = former.repositories.get(&one.id);
                if before.is_some_and(|before| before.commit == locked.commit) {
                    outcome.unchanged += 1;
                } else {
                    outcome.changed += 1;
                }
                lock.repositories.insert(one.id.clone(), locked);
            }
        }
    }
    outcome
}

fn day(date: &str) -> String {
    date.chars().take(10).collect()
}
