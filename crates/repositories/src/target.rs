//! Which repositories are to be fetched, from where, and which of their files.

use anyhow::{bail, ensure};
use sources::{SOURCES, sources_of};

use crate::address::address;
use crate::configuration::{Configuration, ConfiguredSource, Repository};
use crate::gather::is_skipped;
use crate::lock::{Lock, is_commit};

/// One repository to fetch.
#[derive(Clone, Debug)]
pub struct Target {
    /// What the sources of one repository share: the id of their archive.
    pub id: String,
    /// `owner/name` on GitHub, an address or a path.
    pub repository: String,
    /// The branch, tag or commit that people read; none for the repository's own main branch.
    pub branch: Option<String>,
    /// The commit to stay at.
    pub commit: Option<String>,
    /// The files that are read from it.
    pub paths: Vec<String>,
}

impl Target {
    /// Where git fetches it.
    pub fn address(&self) -> String {
        address(&self.repository)
    }

    /// The commit that it is to stay at, whatever happens to its branch.
    pub fn pinned(&self) -> Option<&str> {
        let branch = self.branch.as_deref().filter(|branch| is_commit(branch));
        self.commit.as_deref().or(branch)
    }

    /// What git is asked for.
    pub fn revision(&self) -> &str {
        self.pinned().or(self.branch.as_deref()).unwrap_or("HEAD")
    }

    /// What the user says of it.
    fn configure(&mut self, said: &Repository) {
        if let Some(repository) = &said.repository {
            self.repository.clone_from(repository);
        }
        // A branch of their own stands for the commit that the source is read at, too.
        self.branch = said.branch.clone().or(self.branch.take());
        self.commit.clone_from(&said.commit);
    }
}

/// All repositories of the sources that are known, in their order, then those of the user's own.
pub fn all(configuration: &Configuration) -> Vec<Target> {
    let mut all: Vec<Target> = Vec::new();
    for source in SOURCES {
        let paths = source.paths.iter().map(|&path| path.to_owned());
        match all.iter_mut().find(|wanted| wanted.id == source.archive) {
            Some(wanted) => wanted.paths.extend(paths),
            None => all.push(Target {
                id: source.archive.to_owned(),
                repository: source.repository.to_owned(),
                branch: Some(source.branch.to_owned()),
                commit: None,
                paths: paths.collect(),
            }),
        }
    }
    for (id, said) in &configuration.repositories {
        all.retain(|wanted| !(said.skip && wanted.id == *id));
        if let Some(wanted) = all.iter_mut().find(|wanted| wanted.id == *id) {
            wanted.configure(said);
        }
    }
    all.extend(configuration.sources.iter().filter_map(own));
    all
}

/// A source of the user's own that is to be fetched.
fn own(configured: &ConfiguredSource) -> Option<Target> {
    let source = &configured.source;
    let repository = source.repository.clone();
    let repository = repository.filter(|_| configured.path.is_none())?;
    Some(Target {
        id: source.id.clone(),
        repository,
        branch: source.branch.clone(),
        commit: None,
        paths: source.paths.clone(),
    })
}

/// Exactly what the lock names, at its commits.
pub fn locked(
    all: Vec<Target>,
    lock: &Lock,
    configuration: &Configuration,
) -> anyhow::Result<Vec<Target>> {
    ensure!(
        !lock.repositories.is_empty(),
        "there is no rhumb.lock yet: `rhumb sync` writes it"
    );
    let is_known = |id: &str| all.iter().any(|one| one.id == id);
    let mut ids = lock.repositories.keys();
    if let Some(id) = ids.find(|id| !is_known(id) && !is_skipped(id, configuration)) {
        bail!("rhumb.lock names `{id}`, which neither this version nor rhumb.toml knows");
    }
    let at = |one: Target| {
        let locked = lock.repositories.get(&one.id)?;
        let said = configuration.repositories.get(&one.id);
        let is_own = configuration.source(&one.id).is_some();
        let elsewhere = is_own || said.is_some_and(|said| said.repository.is_some());
        Some(Target {
            repository: if elsewhere {
                one.repository
            } else {
                locked.repository.clone()
            },
            branch: locked.branch.clone(),
            commit: Some(locked.commit.clone()),
            ..one
        })
    };
    Ok(all.into_iter().filter_map(at).collect())
}

/// Only the repositories that these sources or parts are read from, and ATT&CK, to whose release all is followed.
pub fn for_sources(all: &mut Vec<Target>, named: &[String]) {
    let is_named = |id: &str| named.iter().any(|name| name.eq_ignore_ascii_case(id));
    let reads = |wanted: &Target| {
        sources_of(&wanted.id).any(|source| {
            is_named(source.id) || source.parts.iter().any(|&(part, ..)| is_named(part))
        })
    };
    if !named.is_empty() {
        all.retain(|wanted| wanted.id == "attack" || is_named(&wanted.id) || reads(wanted));
    }
}

/// Only the repositories that these sources are read from.
pub fn only(all: &mut Vec<Target>, ids: &[String]) -> anyhow::Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let archive = |id: &String| {
        let source = sources::source(id);
        source.map_or_else(|| id.clone(), |source| source.archive.to_owned())
    };
    let archives: Vec<String> = ids.iter().map(archive).collect();
    for (id, archive) in ids.iter().zip(&archives) {
        ensure!(
            all.iter().any(|wanted| wanted.id == *archive),
            crate::gather::unknown_source(id)
        );
    }
    all.retain(|wanted| archives.contains(&wanted.id));
    Ok(())
}
