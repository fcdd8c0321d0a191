//! Fetches one repository in the state that is wanted. Half a state never counts: what was there before stays until
//! everything of the new one has come.

use std::path::PathBuf;

use jiff::civil::Date;
use jiff::tz::Offset;
use sources::{NeededFiles, needed_files};

use crate::address::without_secret;
use crate::cache::Cache;
use crate::clone::{BareClone, HistoryEnd, INCOMING, Network};
use crate::error::Error;
use crate::lock::LockedRepository;
use crate::target::FetchTarget;

/// Fetches repositories into the cache.
#[derive(Debug)]
pub struct Fetcher {
    /// Where clones are kept.
    pub cache: Cache,
    /// How clones are fetched.
    pub network: Network,
    /// The day that the lock names as that of reading, `YYYY-MM-DD`.
    pub today: String,
}

/// A repository of which everything is there.
#[derive(Debug)]
pub struct FetchedState {
    /// In which state.
    pub locked: LockedRepository,
    /// How many files are read from it.
    pub files: usize,
    /// How many of them came from the network.
    pub new_files: usize,
}

impl Fetcher {
    /// Fetches the repository; with a day, in its last state of that day.
    pub(crate) fn fetch(
        &self,
        target: &FetchTarget,
        day: Option<Date>,
        on_percent: &dyn Fn(&str),
    ) -> Result<FetchedState, Error> {
        let dated = match day {
            // A repository that stays at a commit does so on every day.
            Some(day) if target.pinned().is_none() => Some(self.at_day(target, day, on_percent)?),
            _ => None,
        };
        let target = dated.as_ref().unwrap_or(target);
        let clone = self.open(self.cache.repository(&target.id), target, on_percent)?;
        let (needed_files, new_files) = fetch_needed(&clone, target)?;
        clone.mark_complete(&needed_files.commit)?;
        Ok(FetchedState {
            locked: LockedRepository {
                repository: without_secret(&target.repository),
                branch: target.branch.clone(),
                commit: needed_files.commit,
                commit_date: needed_files.commit_date,
                read: self.today.clone(),
            },
            files: needed_files.files,
            new_files,
        })
    }

    /// The same repository at the last commit of the day.
    fn at_day(
        &self,
        target: &FetchTarget,
        day: Date,
        on_percent: &dyn Fn(&str),
    ) -> Result<FetchTarget, Error> {
        let end = Offset::UTC.to_timestamp(day.at(23, 59, 59, 0))?.as_second();
        let history = self.open(self.cache.history(&target.id), target, on_percent)?;
        let mut commit = history.commit_at(end, HistoryEnd::MayGoOn);
        if commit.is_none() {
            history.fetch_history(target.revision())?;
            commit = history.commit_at(end, HistoryEnd::Known);
        }
        if commit.is_none() {
            return Err(Error::NoCommit(day));
        }
        Ok(FetchTarget {
            commit,
            ..target.clone()
        })
    }

    fn open<'a>(
        &'a self,
        folder: PathBuf,
        target: &FetchTarget,
        on_percent: &'a dyn Fn(&str),
    ) -> Result<BareClone<'a>, Error> {
        BareClone::open(folder, target.address(), &self.network, on_percent)
    }
}

/// Fetches what is read at the wanted revision and is not there yet; and how many files that were.
fn fetch_needed(
    clone: &BareClone<'_>,
    target: &FetchTarget,
) -> Result<(NeededFiles, usize), Error> {
    let paths: Vec<&str> = target.paths.iter().map(String::as_str).collect();
    let known = target
        .pinned()
        .and_then(|commit| needed_files(clone.folder(), commit, &paths).ok());
    let before = if let Some(known) = known {
        // A commit never changes: the network is not asked.
        known
    } else {
        clone.fetch(target.revision())?;
        needed_files(clone.folder(), INCOMING, &paths)?
    };
    if before.missing.is_empty() {
        return Ok((before, 0));
    }
    clone.fetch_blobs(&before.missing)?;
    let after = needed_files(clone.folder(), &before.commit, &paths)?;
    if !after.missing.is_empty() {
        return Err(Error::Incomplete(after.missing.len()));
    }
    Ok((after, before.missing.len()))
}
