//! Which repositories are fetched, from where, and which of their files.

use sources::{RELEASES, SOURCES, sources_of};

use crate::address;
use crate::configuration::{Configuration, ConfiguredSource, RepositoryOverride};
use crate::error::Error;
use crate::lock::{Lock, LockedRepository, is_commit};

/// One repository to fetch.
#[derive(Clone, Debug)]
pub(crate) struct FetchTarget {
    /// What the sources of one repository share: the id of their archive.
    pub(crate) id: String,
    /// `owner/name` on GitHub, an address or a path.
    pub(crate) repository: String,
    /// The branch, tag or commit that people read; none for the repository's own main branch.
    pub(crate) branch: Option<String>,
    /// The commit to stay at.
    pub(crate) commit: Option<String>,
    /// The files that are read from it.
    pub(crate) paths: Vec<String>,
}

impl FetchTarget {
    /// Where git fetches it.
    pub(crate) fn address(&self) -> String {
        address::resolve(&self.repository)
    }

    /// The commit that it is to stay at, whatever happens to its branch.
    pub(crate) fn pinned(&self) -> Option<&str> {
        let branch = self.branch.as_deref().filter(|branch| is_commit(branch));
        self.commit.as_deref().or(branch)
    }

    /// The revision that git fetches.
    pub(crate) fn revision(&self) -> &str {
        self.pinned().or(self.branch.as_deref()).unwrap_or("HEAD")
    }

    /// Takes over what the user configured for it.
    fn configure(&mut self, configured: &RepositoryOverride) {
        if let Some(repository) = &configured.repository {
            self.repository.clone_from(repository);
        }
        // A branch of their own replaces the commit that the source is read at, too.
        self.branch = configured.branch.clone().or(self.branch.take());
        self.commit.clone_from(&configured.commit);
    }

    /// The same at the commit of the lock. Where it is fetched from is up to the configuration, if that says so.
    fn at(self, locked: &LockedRepository, configuration: &Configuration) -> Self {
        let configured = configuration.repositories.get(&self.id);
        let keeps_repository = configuration.source(&self.id).is_some()
            || configured.is_some_and(|configured| configured.repository.is_some());
        Self {
            repository: if keeps_repository {
                self.repository
            } else {
                locked.repository.clone()
            },
            branch: locked.branch.clone(),
            commit: Some(locked.commit.clone()),
            ..self
        }
    }
}

/// All repositories of the sources that are known, in their order, then those of the user's own.
pub(crate) fn all(configuration: &Configuration) -> Vec<FetchTarget> {
    let mut targets: Vec<FetchTarget> = Vec::new();
    for source in SOURCES {
        let paths = source.paths.iter().map(|&path| path.to_owned());
        match targets
            .iter_mut()
            .find(|target| target.id == source.archive)
        {
            Some(target) => target.paths.extend(paths),
            None => targets.push(FetchTarget {
                id: source.archive.to_owned(),
                repository: source.repository.to_owned(),
                branch: Some(source.branch.to_owned()),
                commit: None,
                paths: paths.collect(),
            }),
        }
    }
    targets.retain(|target| !configuration.skips(&target.id));
    for target in &mut targets {
        if let Some(configured) = configuration.repositories.get(&target.id) {
            target.configure(configured);
        }
    }
    targets.extend(configuration.sources.iter().filter_map(own));
    targets
}

/// A source of the user's own that is to be fetched.
fn own(configured: &ConfiguredSource) -> Option<FetchTarget> {
    if configured.path.is_some() {
        return None;
    }
    let source = &configured.source;
    Some(FetchTarget {
        id: source.id.clone(),
        repository: source.repository.clone()?,
        branch: source.branch.clone(),
        commit: None,
        paths: source.paths.clone(),
    })
}

/// Exactly what the lock names, at its commits.
pub(crate) fn locked(
    targets: Vec<FetchTarget>,
    lock: &Lock,
    configuration: &Configuration,
) -> Result<Vec<FetchTarget>, Error> {
    if lock.repositories.is_empty() {
        return Err(Error::NoLock);
    }
    let is_known = |id: &str| targets.iter().any(|target| target.id == id);
    let mut ids = lock.repositories.keys();
    if let Some(id) = ids.find(|id| !is_known(id) && !configuration.skips(id)) {
        return Err(Error::UnknownInLock(id.clone()));
    }
    let at_its_commit = |target: FetchTarget| {
        let locked = lock.repositories.get(&target.id)?;
        Some(target.at(locked, configuration))
    };
    Ok(targets.into_iter().filter_map(at_its_commit).collect())
}

/// Only the repositories that these sources or parts are read from, and ATT&CK, to whose release all is followed.
pub(crate) fn for_sources(targets: &mut Vec<FetchTarget>, named: &[String]) {
    let is_named = |id: &str| named.iter().any(|name| name.eq_ignore_ascii_case(id));
    let reads = |target: &FetchTarget| {
        sources_of(&target.id)
            .any(|source| is_named(source.id) || source.parts.iter().any(|part| is_named(part.id)))
    };
    if !named.is_empty() {
        targets.retain(|target| {
            target.id == RELEASES.archive || is_named(&target.id) || reads(target)
        });
    }
}

/// Only the repositories that these sources are read from; all where none is named.
pub(crate) fn only(targets: &mut Vec<FetchTarget>, ids: &[String]) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let archive = |id: &String| match sources::source(id) {
        Some(source) => source.archive.to_owned(),
        None => id.clone(),
    };
    let archives: Vec<String> = ids.iter().map(archive).collect();
    for (id, archive) in ids.iter().zip(&archives) {
        if !targets.iter().any(|target| target.id == *archive) {
            return Err(Error::unknown_source(id));
        }
    }
    targets.retain(|target| archives.contains(&target.id));
    Ok(())
}
