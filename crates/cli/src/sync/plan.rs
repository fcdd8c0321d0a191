//! Which repositories are to be fetched, from where, and which of their files.

use anyhow::{bail, ensure};
use sources::SOURCES;

use crate::clone::address;
use crate::lock::{Lock, Locked, is_commit};

/// One repository to fetch.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
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

impl Wanted {
    /// Where git fetches it.
    pub(crate) fn address(&self) -> String {
        address(&self.repository)
    }

    /// The commit that it is to stay at, whatever happens to its branch.
    pub(crate) fn pinned(&self) -> Option<&str> {
        let branch = self.branch.as_deref().filter(|branch| is_commit(branch));
        self.commit.as_deref().or(branch)
    }

    /// What git is asked for.
    pub(crate) fn revision(&self) -> &str {
        self.pinned().or(self.branch.as_deref()).unwrap_or("HEAD")
    }

    /// The same, at the commit of a lock.
    pub(crate) fn at(self, locked: &Locked) -> Self {
        Self {
            commit: Some(locked.commit.clone()),
            branch: locked.branch.clone(),
            ..self
        }
    }
}

/// All repositories of the sources that are known, in their order.
pub(crate) fn all() -> Vec<Wanted> {
    let mut all: Vec<Wanted> = Vec::new();
    for source in SOURCES {
        let paths = source.paths.iter().map(|&path| path.to_owned());
        match all.iter_mut().find(|wanted| wanted.id == source.archive) {
            Some(wanted) => wanted.paths.extend(paths),
            None => all.push(Wanted {
                id: source.archive.to_owned(),
                repository: source.repository.to_owned(),
                branch: Some(source.branch.to_owned()),
                commit: None,
                paths: paths.collect(),
            }),
        }
    }
    all
}

/// Exactly what the lock names, at its commits.
pub(crate) fn locked(all: Vec<Wanted>, lock: &Lock) -> anyhow::Result<Vec<Wanted>> {
    ensure!(
        !lock.repositories.is_empty(),
        "there is no rhumb.lock yet: `rhumb sync` writes it"
    );
    let stranger = lock
        .repositories
        .keys()
        .find(|&id| all.iter().all(|one| one.id != *id));
    if let Some(id) = stranger {
        bail!("rhumb.lock names `{id}`, which neither this version nor rhumb.toml knows");
    }
    let at = |one: Wanted| Some(one.clone().at(lock.repositories.get(&one.id)?));
    Ok(all.into_iter().filter_map(at).collect())
}

/// Only the repositories that these sources are read from.
pub(crate) fn only(all: &mut Vec<Wanted>, ids: &[String]) -> anyhow::Result<()> {
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
