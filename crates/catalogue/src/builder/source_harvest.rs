//! What was read of the sources, before anything is written: in one order, whichever was read first.

use model::{Harvest, Provenance, Release};

use crate::builder::packed_harvest::{PackedHarvest, sort as sort_harvest};

/// One source, read.
#[derive(Debug)]
pub struct SourceHarvest {
    /// Where it comes from.
    pub provenance: Provenance,
    /// What it says.
    pub harvest: Harvest,
    /// What [`prepare`](crate::prepare) made of it; where it is none, it is made now.
    pub prepared: Option<PackedHarvest>,
}

/// Of several states of one source, all releases are read, but only the newest state gives resources.
pub(crate) fn newest_states(gathered: Vec<SourceHarvest>) -> Vec<SourceHarvest> {
    let mut newest: Vec<SourceHarvest> = Vec::with_capacity(gathered.len());
    for state in gathered {
        newest.pop_if(|before| before.provenance.source == state.provenance.source);
        newest.push(state);
    }
    newest
}

/// By source; its states, such as the releases of ATT&CK, from old to new.
pub(crate) fn sort(gathered: &mut [SourceHarvest]) {
    let key = |state: &SourceHarvest| {
        let provenance = &state.provenance;
        (
            provenance.source.clone(),
            version(state),
            provenance.commit_date.clone(),
            provenance.read.clone(),
            provenance.commit.clone(),
        )
    };
    gathered.sort_by_cached_key(key);
    // What was prepared was sorted before.
    for state in gathered.iter_mut().filter(|state| state.prepared.is_none()) {
        sort_harvest(&state.provenance, &mut state.harvest);
    }
}

/// The release as numbers, so that 9.0 comes before 18.1.
fn version(state: &SourceHarvest) -> Vec<u32> {
    let read = state.harvest.release.as_ref();
    state
        .provenance
        .release
        .as_deref()
        .or(read.map(|release| release.version.as_str()))
        .unwrap_or("")
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// The id of the source that states releases; empty where none does.
pub(crate) fn techniques_of(gathered: &[SourceHarvest]) -> String {
    let stating = gathered
        .iter()
        .find(|state| state.harvest.release.is_some());
    stating.map_or_else(String::new, |state| state.provenance.source.clone())
}

/// From old to new; of several states of one release the newest.
pub(crate) fn releases(gathered: &mut [SourceHarvest]) -> Vec<Release> {
    let mut releases: Vec<Release> = Vec::new();
    for release in gathered.iter_mut().filter_map(release) {
        releases.pop_if(|before| before.version == release.version);
        releases.push(release);
    }
    releases
}

fn release(state: &mut SourceHarvest) -> Option<Release> {
    let mut release = state.harvest.release.take()?;
    if let Some(version) = &state.provenance.release {
        release.version.clone_from(version);
    }
    state.provenance.release = Some(release.version.clone());
    Some(release)
}
