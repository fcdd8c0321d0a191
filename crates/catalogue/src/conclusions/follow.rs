//! Follows the ids that sources wrote to a release of ATT&CK: inside a release along what it says was revoked by what,
//! always by STIX id, never by name; between 18 and 19 by the crosswalk: first along what ATT&CK says was replaced by what.

use model::{Conclusion, Domain, MappingState, Release, TechniqueId};

use crate::conclusions::chains::{Chains, from_newer, from_older};
use crate::conclusions::crosswalk::{Counterpart, Crosswalk, CrosswalkRelease, CrosswalkTarget};
use crate::conclusions::follow_result::FollowResult;
use crate::conclusions::recognise::{absent, extended, what_it_is};

/// One way of writing a technique. Many mappings share it, and whatever follows from it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Spelling {
    /// The words.
    pub(crate) text: String,
    /// The plain id in them.
    pub(crate) technique: Option<TechniqueId>,
    /// The domains of the resource (none: enterprise).
    pub(crate) domains: Vec<Domain>,
}

/// A version that ids can be followed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// A release that was read whole, by its place from old to new.
    Release(usize),
    /// ATT&CK 19, known by ids, names and tactics only.
    Nineteen,
}

/// Every release that was read, from old to new, and what leads beyond them.
pub(crate) struct Releases<'release> {
    releases: Vec<Chains<'release>>,
    crosswalk: &'release Crosswalk,
}

impl<'release> Releases<'release> {
    pub(crate) fn new(releases: &'release [Release], crosswalk: &'release Crosswalk) -> Self {
        Self {
            releases: releases.iter().map(Chains::new).collect(),
            crosswalk,
        }
    }

    /// The versions that ids can be followed to, from old to new. ATT&CK 19 needs 18 to start from, and is read whole
    /// one day.
    pub(crate) fn views(&self) -> Vec<View> {
        let mut views: Vec<View> = (0..self.releases.len()).map(View::Release).collect();
        let known = |side| {
            self.releases
                .iter()
                .any(|chains| CrosswalkRelease::of(chains.version) == Some(side))
        };
        if known(CrosswalkRelease::Eighteen) && !known(CrosswalkRelease::Nineteen) {
            views.push(View::Nineteen);
        }
        views
    }

    /// All that follows from these words; more than one conclusion where that is ambiguous, never none.
    pub(crate) fn conclude(&self, view: View, spelling: &Spelling) -> Vec<Conclusion> {
        let (id, reason) = match (spelling.technique, extended(&spelling.text)) {
            (Some(id), _) => (id, None),
            (None, Some(parent)) => {
                let reason = format!(
                    "`{}` extends {parent} in a catalogue of its own; the parent is taken",
                    spelling.text
                );
                (parent, Some(reason))
            }
            (None, None) => return vec![unknown(what_it_is(&spelling.text))],
        };
        let arrivals = self.arrivals(view, id).into_iter();
        arrivals
            .map(|arrival| arrival.after(reason.clone()).for_domains(&spelling.domains))
            .collect()
    }

    fn arrivals(&self, view: View, id: TechniqueId) -> Vec<FollowResult> {
        match view {
            View::Release(place) => self.in_release(place, id),
            View::Nineteen => self.in_nineteen(id),
        }
    }

    fn in_release(&self, place: usize, id: TechniqueId) -> Vec<FollowResult> {
        let chains = &self.releases[place];
        if let Some(written) = chains.by_id.get(&id) {
            let mut arrival = chains.arrival(written);
            if CrosswalkRelease::of(chains.version) == Some(CrosswalkRelease::Nineteen) {
                arrival.reasons.extend(self.advice(id));
            }
            return vec![arrival];
        }
        if self.crosswalk.has(CrosswalkRelease::Nineteen, id)
            && !self.crosswalk.has(CrosswalkRelease::Eighteen, id)
        {
            return self.back_from_nineteen(place, id);
        }
        let of = |chains: &&Chains<'_>| chains.by_id.contains_key(&id);
        if let Some(newer) = self.releases[place..].iter().rfind(of) {
            return from_newer(newer, chains, id);
        }
        if let Some(older) = self.releases[..place].iter().rfind(of) {
            return vec![from_older(older, chains, id)];
        }
        vec![FollowResult::nowhere(absent(id, chains.version))]
    }

    /// What those who retagged chose instead of the successor, as a sentence.
    fn advice(&self, id: TechniqueId) -> Vec<String> {
        let advice = self.crosswalk.advice(id);
        let named = advice
            .iter()
            .map(|other| format!("{} ({})", other.technique, other.how_known));
        let named: Vec<String> = named.collect();
        if named.is_empty() {
            return Vec::new();
        }
        vec![format!(
            "rules may mean more exactly {}",
            named.join(" or ")
        )]
    }

    fn back_from_nineteen(&self, place: usize, id: TechniqueId) -> Vec<FollowResult> {
        match self
            .crosswalk
            .follow(id, CrosswalkRelease::Nineteen, CrosswalkRelease::Eighteen)
        {
            CrosswalkTarget::Moved(Counterpart {
                technique,
                how_known,
            }) => {
                let reason = format!("{id} of ATT&CK 19 is {technique} before it ({how_known})");
                let arrivals = self.in_release(place, technique).into_iter();
                arrivals
                    .map(|arrival| arrival.after(Some(reason.clone())))
                    .collect()
            }
            CrosswalkTarget::Replaced(technique) => {
                let reason = format!("{technique} was replaced by {id} in ATT&CK 19");
                let arrivals = self.in_release(place, technique).into_iter();
                arrivals
                    .map(|arrival| arrival.after(Some(reason.clone())))
                    .collect()
            }
            CrosswalkTarget::Same
            | CrosswalkTarget::Ambiguous(_)
            | CrosswalkTarget::NoCounterpart => {
                let version = self.releases[place].version;
                vec![FollowResult::nowhere(format!(
                    "{id} is new in ATT&CK 19; nothing in {version} stands for it"
                ))]
            }
        }
    }

    fn in_nineteen(&self, id: TechniqueId) -> Vec<FollowResult> {
        if let Some(domain) = self.crosswalk.domain(id) {
            return vec![FollowResult::at(id, domain)];
        }
        let is_known = self.crosswalk.has(CrosswalkRelease::Eighteen, id)
            || self
                .releases
                .iter()
                .any(|chains| chains.by_id.contains_key(&id));
        if !is_known {
            return vec![FollowResult::nowhere(absent(id, "19"))];
        }
        let is_18 = |chains: &Chains<'_>| {
            CrosswalkRelease::of(chains.version) == Some(CrosswalkRelease::Eighteen)
        };
        let Some(place) = self.releases.iter().rposition(is_18) else {
            return vec![FollowResult::nowhere(absent(id, "19"))];
        };
        let arrivals = self.in_release(place, id).into_iter();
        arrivals
            .flat_map(|arrival| self.forward_to_nineteen(arrival))
            .collect()
    }

    fn forward_to_nineteen(&self, arrival: FollowResult) -> Vec<FollowResult> {
        let Some((id, domain)) = arrival.technique.filter(|_| arrival.state.counts()) else {
            return vec![arrival];
        };
        let further =
            |counterpart: &Counterpart<'_>, state: MappingState, word: &str| FollowResult {
                technique: Some((counterpart.technique, domain)),
                state,
                reasons: [
                    arrival.reasons.clone(),
                    vec![format!(
                        "{id} {word} {} in ATT&CK 19 ({})",
                        counterpart.technique, counterpart.how_known
                    )],
                ]
                .concat(),
            };
        match self
            .crosswalk
            .follow(id, CrosswalkRelease::Eighteen, CrosswalkRelease::Nineteen)
        {
            CrosswalkTarget::Same => vec![arrival],
            CrosswalkTarget::Replaced(successor) => {
                let reason = format!("{id} was replaced by {successor} in ATT&CK 19");
                let advice = self.advice(id);
                let reasons = [arrival.reasons.clone(), vec![reason], advice].concat();
                let domain = self.crosswalk.domain(successor).unwrap_or(domain);
                vec![FollowResult::at(successor, domain).after_all(reasons)]
            }
            CrosswalkTarget::Moved(counterpart) => {
                vec![further(&counterpart, MappingState::Followed, "is")]
            }
            CrosswalkTarget::Ambiguous(counterparts) => counterparts
                .iter()
                .map(|counterpart| {
                    further(counterpart, MappingState::Ambiguous, "may be or be part of")
                })
                .collect(),
            CrosswalkTarget::NoCounterpart => {
                let what = format!("nothing in ATT&CK 19 stands for {id}");
                vec![FollowResult::nowhere(what).after_all(arrival.reasons)]
            }
        }
    }
}

fn unknown(reason: String) -> Conclusion {
    Conclusion {
        technique: None,
        state: MappingState::Unknown,
        reason: Some(reason),
    }
}

#[cfg(test)]
mod tests;
