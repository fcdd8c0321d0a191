//! Fetches repositories side by side, and notes in a lock what came.

#![expect(
    clippy::disallowed_methods,
    reason = "progress shows how long a fetch took"
)]

use std::error::Error as _;
use std::time::Instant;

use jiff::civil::Date;

use crate::configuration::Configuration;
use crate::error::Error;
use crate::fetch::{FetchedState, Fetcher};
use crate::lock::Lock;
use crate::parallel;
use crate::progress::{Event, Progress};
use crate::target::{self, FetchTarget};

/// Which state of the repositories is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// The newest.
    Newest,
    /// The last one of this day.
    OfDay(Date),
    /// That of the lock.
    Locked,
}

/// Which repositories are fetched, and what the lock says whatever comes.
#[derive(Debug)]
pub struct SyncPlan {
    targets: Vec<FetchTarget>,
    /// The day whose last commits are looked up.
    day: Option<Date>,
    /// The lock as it was.
    former: Lock,
    /// What stays of it.
    base: Lock,
}

/// The result of a sync.
#[derive(Debug)]
pub struct SyncOutcome {
    /// The lock with what came.
    pub lock: Lock,
    /// How many are at another commit than before.
    pub changed: usize,
    /// How many are not.
    pub unchanged: usize,
    /// Those that could not be fetched.
    pub failures: Vec<Failure>,
}

/// A repository that could not be fetched.
#[derive(Debug)]
pub struct Failure {
    /// Which one.
    pub id: String,
    /// Why.
    pub error: Error,
    /// The day of the commit that stays in the lock.
    pub locked_day: Option<String>,
}

impl SyncPlan {
    /// The repositories of these sources, or all where none is named.
    pub fn new(
        configuration: &Configuration,
        former: &Lock,
        revision: Revision,
        only: &[String],
    ) -> Result<Self, Error> {
        let mut targets = target::all(configuration);
        if revision == Revision::Locked {
            targets = target::locked(targets, former, configuration)?;
        }
        target::only(&mut targets, only)?;
        let is_target = |id: &String| targets.iter().any(|target| target.id == *id);
        let mut base = former.clone();
        if only.is_empty() {
            base.repositories.retain(|id, _| is_target(id));
        }
        let day = match revision {
            Revision::OfDay(day) => Some(day),
            Revision::Newest | Revision::Locked => None,
        };
        if day.is_some() {
            // Where a fetch fails, the state of the lock is no state of that day.
            base.repositories.retain(|id, _| !is_target(id));
        }
        Ok(Self {
            targets,
            day,
            former: former.clone(),
            base,
        })
    }

    /// The last state of the day, of these sources or parts or of all, apart from any lock.
    pub fn of_day(configuration: &Configuration, day: Date, sources: &[String]) -> Self {
        let mut targets = target::all(configuration);
        target::for_sources(&mut targets, sources);
        Self {
            targets,
            day: Some(day),
            former: Lock::default(),
            base: Lock::default(),
        }
    }

    /// How many repositories are to be fetched.
    pub fn number(&self) -> usize {
        self.targets.len()
    }

    /// Fetches all, this many at a time.
    pub fn fetch(
        self,
        fetcher: &Fetcher,
        at_a_time: usize,
        progress: &dyn Progress,
    ) -> SyncOutcome {
        let fetch = |target: &FetchTarget| fetch(fetcher, target, self.day, progress);
        let results = parallel::map(&self.targets, at_a_time, fetch);
        let mut outcome = SyncOutcome {
            lock: self.base,
            changed: 0,
            unchanged: 0,
            failures: Vec::new(),
        };
        for (target, result) in self.targets.into_iter().zip(results) {
            outcome.note(target.id, result, &self.former);
        }
        outcome
    }
}

impl Failure {
    /// Why, with all causes.
    pub fn reason(&self) -> String {
        let mut reason = self.error.to_string();
        let mut source = self.error.source();
        while let Some(cause) = source {
            reason += &format!(": {cause}");
            source = cause.source();
        }
        reason
    }
}

impl SyncOutcome {
    fn note(&mut self, id: String, result: Result<FetchedState, Error>, former: &Lock) {
        match result {
            Err(error) => {
                let locked = self.lock.repositories.get(&id);
                let locked_day = locked.map(|locked| locked.commit_day().to_owned());
                self.failures.push(Failure {
                    id,
                    error,
                    locked_day,
                });
            }
            Ok(fetched) => {
                let before = former.repositories.get(&id);
                if before.is_some_and(|before| before.commit == fetched.locked.commit) {
                    self.unchanged += 1;
                } else {
                    self.changed += 1;
                }
                self.lock.repositories.insert(id, fetched.locked);
            }
        }
    }
}

fn fetch(
    fetcher: &Fetcher,
    target: &FetchTarget,
    day: Option<Date>,
    progress: &dyn Progress,
) -> Result<FetchedState, Error> {
    progress.report(&target.id, &Event::Started);
    let start = Instant::now();
    let on_percent = |percent: &str| progress.report(&target.id, &Event::Fetching(percent));
    let result = fetcher.fetch(target, day, &on_percent);
    let event = match &result {
        Ok(state) => Event::Fetched {
            state,
            took: start.elapsed(),
        },
        Err(_) => Event::NotFetched,
    };
    progress.report(&target.id, &event);
    result
}
