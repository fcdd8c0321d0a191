//! What was read of the sources, before anything is written: in one order, whichever was read first.

use model::{Harvest, Provenance, Release};

use crate::builder::prepared::{Prepared, sort as sort_harvest};

/// One source, read.
#[derive(Debug)]
pub struct Gathered {
    /// Where it comes from.
    pub provenance: Provenance,
    /// What it says.
    pub harvest: Harvest,
    /// What [`prepare`](crate::prepare) made of it; where it is none, it is made now.
    pub prepared: Option<Prepared>,
}

/// Of several states of one source, all releases are read, but only the newest state gives resources.
pub(crate) fn newest_states(gathered: Vec<Gathered>) -> Vec<Gathered> {
    let mut newest: Vec<Gathered> = Vec::with_capacity(gathered.len());
    for one in gathered {
        newest.pop_if(|before| before.provenance.source == one.provenance.source);
        newest.push(one);
    }
    newest
}

/// By source; its states, such as the releases of ATT&CK, from old to new.
pub(crate) fn sort(gathered: &mut [Gathered]) {
    let key = |one: &Gathered| {
        (
            one.provenance.source.clone(),
            version(one),
            one.provenance.commit_date.clone(),
            one.provenance.read.clone(),
            one.provenance.commit.clone(),
        )
    };
    gathered.sort_by_cached_key(key);
    for one in gathered.iter_mut().filter(|one| one.prepared.is_none()) {
        sort_harvest(&one.provenance, &mut one.harvest);
    }
}

fn version(one: &Gathered) -> Vec<u32> {
    let stated = one.provenance.release.as_deref().or(one
        .harvest
        .release
        .as_ref()
        .map(|release| release.version.as_str()));
    stated
        .unwrap_or("")
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// From old to new; of several states of one release the newest.
pub(crate) fn releases(gathered: &mut [Gathered]) -> Vec<Release> {
    let mut releases: Vec<Release> = Vec::new();
    for release in gathered.iter_mut().filter_map(release) {
        releases.pop_if(|before| before.version == release.version);
        releases.push(release);
    }
    releases
}

fn release(one: &mut Gathered) -> Option<Release> {
    let mut release = one.harvest.release.take()?;
    if let Some(version) = &one.provenance.release {
        release.version.clone_from(version);
    }
    one.provenance.release = Some(release.version.clone());
    Some(release)
}
