//! Brings one repository to the state that is wanted. Half a state is never called one: what was there before stays until
//! everything of the new one has come.

use anyhow::ensure;
use sources::{Needed, needed};

use crate::address::without_secret;
use crate::cache::Cache;
use crate::clone::{BareClone, HistoryEnd, INCOMING, Network};
use crate::lock::LockedRepository;
use crate::target::Target;

/// What all repositories are brought with.
pub struct Fetcher {
    pub cache: Cache,
    pub network: Network,
    /// The day that commits are looked up for, instead of the newest.
    pub as_of: Option<jiff::civil::Date>,
    /// The day that is noted as that of reading.
    pub today: String,
}

/// A state that is whole.
pub struct Fetched {
    pub locked: LockedRepository,
    /// How many files are read from it.
    pub files: usize,
    /// How many of them came from the network.
    pub fetched: usize,
}

impl Fetcher {
    /// Brings the repository.
    pub fn fetch(&self, wanted: &Target, told: &dyn Fn(&str)) -> anyhow::Result<Fetched> {
        let dated = self.dated(wanted, told)?;
        let wanted = dated.as_ref().unwrap_or(wanted);
        let clone = self.open(self.cache.repository(&wanted.id), wanted, told)?;
        let (needed, fetched) = whole(&clone, wanted)?;
        clone.keep(&needed.commit)?;
        Ok(Fetched {
            locked: LockedRepository {
                repository: without_secret(&wanted.repository),
                branch: wanted.branch.clone(),
                commit: needed.commit,
                commit_date: needed.commit_date,
                read: self.today.clone(),
            },
            files: needed.files,
            fetched,
        })
    }

    /// The same repository at the last commit of the day; none where it stays at a commit anyway.
    fn dated(&self, wanted: &Target, told: &dyn Fn(&str)) -> anyhow::Result<Option<Target>> {
        let Some(day) = self.as_of.filter(|_| wanted.pinned().is_none()) else {
            return Ok(None);
        };
        let end = jiff::tz::Offset::UTC.to_timestamp(day.at(23, 59, 59, 0))?;
        let end = end.as_second();
        let history = self.open(self.cache.history(&wanted.id), wanted, told)?;
        let mut commit = history.commit_at(end, HistoryEnd::MayGoOn);
        if commit.is_none() {
            history.fetch_history(wanted.revision())?;
            commit = history.commit_at(end, HistoryEnd::Known);
        }
        ensure!(commit.is_some(), "it has no commit of {day} or before");
        Ok(Some(Target {
            commit,
            ..wanted.clone()
        }))
    }

    fn open<'a>(
        &'a self,
        folder: std::path::PathBuf,
        wanted: &Target,
        told: &'a dyn Fn(&str),
    ) -> anyhow::Result<BareClone<'a>> {
        BareClone::open(folder, wanted.address(), &self.network, told)
    }
}

/// Everything that is read at the wanted revision, fetched as far as it is not there; and how many files were.
fn whole(clone: &BareClone<'_>, wanted: &Target) -> anyhow::Result<(Needed, usize)> {
    let paths: Vec<&str> = wanted.paths.iter().map(String::as_str).collect();
    let there = wanted
        .pinned()
        .and_then(|commit| needed(clone.folder(), commit, &paths).ok());
    let before = if let Some(there) = there {
        // A commit never changes: the network is not asked.
        there
    } else {
        clone.fetch(wanted.revision())?;
        needed(clone.folder(), INCOMING, &paths)?
    };
    if before.missing.is_empty() {
        return Ok((before, 0));
    }
    clone.fetch_blobs(&before.missing)?;
    let after = needed(clone.folder(), &before.commit, &paths)?;
    ensure!(
        after.missing.is_empty(),
        "{} files did not come",
        after.missing.len()
    );
    Ok((after, before.missing.len()))
}
