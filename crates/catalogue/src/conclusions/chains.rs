//! One release, ready to follow ids through it: along what replaced what, and from a newer or an older release.

use std::collections::{BTreeSet, HashMap};

use model::{MappingState, Release, Technique, TechniqueId};

use crate::conclusions::follow_result::FollowResult;

/// One release, ready to follow ids through it.
pub(crate) struct Chains<'release> {
    pub(crate) version: &'release str,
    pub(crate) by_id: HashMap<TechniqueId, &'release Technique>,
    by_stix: HashMap<&'release str, &'release Technique>,
    successors: HashMap<&'release str, &'release str>,
}

impl<'release> Chains<'release> {
    pub(crate) fn new(release: &'release Release) -> Self {
        let techniques = release.techniques.iter();
        let revoked_by = release.revoked_by.iter();
        Self {
            version: &release.version,
            by_id: techniques
                .clone()
                .map(|technique| (technique.id, technique))
                .collect(),
            by_stix: techniques
                .map(|technique| (technique.stix.as_str(), technique))
                .collect(),
            successors: revoked_by
                .map(|(old, new)| (old.as_str(), new.as_str()))
                .collect(),
        }
    }

    /// The technique at the end of the chain of replacements; none where the chain leads nowhere.
    pub(crate) fn successor(&self, technique: &'release Technique) -> Option<&'release Technique> {
        let mut at = technique;
        // A chain longer than the number of edges runs in a circle.
        for _ in 0..=self.successors.len() {
            if !at.revoked {
                return Some(at);
            }
            at = self.by_stix.get(self.successors.get(at.stix.as_str())?)?;
        }
        None
    }

    pub(crate) fn arrival(&self, written: &'release Technique) -> FollowResult {
        let id = written.id;
        let Some(technique) = self.successor(written) else {
            let reason = format!("{id} was revoked without successor");
            return FollowResult {
                state: MappingState::Deprecated,
                ..FollowResult::at(id, written.domain).after(Some(reason))
            };
        };
        let replaced = format!("{id} was replaced by {}", technique.id);
        let arrival = FollowResult::at(technique.id, technique.domain)
            .after((technique.id != id).then_some(replaced));
        if !technique.deprecated {
            return arrival;
        }
        let deprecated = format!("{} is deprecated in ATT&CK {}", technique.id, self.version);
        let mut reasons = arrival.reasons;
        reasons.push(deprecated);
        FollowResult {
            technique: arrival.technique,
            state: MappingState::Deprecated,
            reasons,
        }
    }
}

/// An id that came later: the same technique under an older id, or what it replaced.
pub(crate) fn from_newer(
    newer: &Chains<'_>,
    chains: &Chains<'_>,
    id: TechniqueId,
) -> Vec<FollowResult> {
    let technique = newer.by_id[&id];
    if let Some(same) = chains.by_stix.get(technique.stix.as_str()) {
        let reason = format!("{id} has the id {} in ATT&CK {}", same.id, chains.version);
        return vec![chains.arrival(same).after(Some(reason))];
    }
    let end = newer.successor(technique).unwrap_or(technique);
    let becomes = |old: &&Technique| {
        let in_newer = newer.by_stix.get(old.stix.as_str());
        in_newer.and_then(|old| newer.successor(old)) == Some(end)
    };
    // Sorted: the order of a hash map reaches no answer.
    let old: BTreeSet<TechniqueId> = chains
        .by_id
        .values()
        .copied()
        .filter(|technique| !technique.revoked && !technique.deprecated)
        .filter(becomes)
        .map(|technique| technique.id)
        .collect();
    let state = match old.len() {
        0 => {
            return vec![FollowResult::nowhere(format!(
                "{id} came after ATT&CK {}, which has nothing for it",
                chains.version
            ))];
        }
        1 => MappingState::Followed,
        _ => MappingState::Ambiguous,
    };
    let arrival = |old: TechniqueId| FollowResult {
        technique: Some((old, chains.by_id[&old].domain)),
        state,
        reasons: vec![format!(
            "{old} was replaced by {id} after ATT&CK {}",
            chains.version
        )],
    };
    old.into_iter().map(arrival).collect()
}

/// An id that a later release has no more: the same technique under another id.
pub(crate) fn from_older(older: &Chains<'_>, chains: &Chains<'_>, id: TechniqueId) -> FollowResult {
    match chains.by_stix.get(older.by_id[&id].stix.as_str()) {
        Some(same) => {
            let reason = format!("{id} has the id {} in ATT&CK {}", same.id, chains.version);
            chains.arrival(same).after(Some(reason))
        }
        None => FollowResult::nowhere(format!(
            "ATT&CK {} has no {id}; {} had it",
            chains.version, older.version
        )),
    }
}
