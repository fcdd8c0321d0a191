//! Follows the ids that sources wrote to a release of ATT&CK: inside a release along what it says was revoked by what,
//! always by STIX id, never by name; between 18 and 19 by the crosswalk.

use std::collections::{BTreeSet, HashMap};

use model::{Conclusion, Domain, Release, State, Technique, TechniqueId};

use crate::conclusions::crosswalk::{Crosswalk, Side, Step, Way};
use crate::conclusions::recognise::{extended, is_pre_attack, what_it_is};

/// One way of writing a technique. Many mappings share it, and whatever follows from it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Written {
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
    /// A release that was read, by its place from old to new.
    Whole(usize),
    /// ATT&CK 19, known by ids, names and tactics only.
    Nineteen,
}

/// Every release that was read, from old to new, and what leads beyond them.
pub(crate) struct Releases<'release> {
    whole: Vec<Chains<'release>>,
    crosswalk: &'release Crosswalk,
}

/// Where an id leads, before it is asked for which domain.
struct Arrival {
    technique: Option<(TechniqueId, Domain)>,
    state: State,
    reasons: Vec<String>,
}

impl<'release> Releases<'release> {
    pub(crate) fn new(releases: &'release [Release], crosswalk: &'release Crosswalk) -> Self {
        Self {
            whole: releases.iter().map(Chains::new).collect(),
            crosswalk,
        }
    }

    /// The versions that ids can be followed to, from old to new. ATT&CK 19 needs 18 to start from, and is read whole
    /// one day.
    pub(crate) fn views(&self) -> Vec<View> {
        let mut views: Vec<View> = (0..self.whole.len()).map(View::Whole).collect();
        let known = |side| {
            self.whole
                .iter()
                .any(|chains| Side::of(chains.version) == Some(side))
        };
        if known(Side::Eighteen) && !known(Side::Nineteen) {
            views.push(View::Nineteen);
        }
        views
    }

    /// All that follows from these words; more than one conclusion where the way is ambiguous, never none.
    pub(crate) fn conclude(&self, view: View, written: &Written) -> Vec<Conclusion> {
        let (id, reason) = match (written.technique, extended(&written.text)) {
            (Some(id), _) => (id, None),
            (None, Some(parent)) => {
                let reason = format!(
                    "`{}` extends {parent} in a catalogue of its own; the parent is taken",
                    written.text
                );
                (parent, Some(reason))
            }
            (None, None) => return vec![unknown(what_it_is(&written.text))],
        };
        let arrivals = self.arrivals(view, id).into_iter();
        arrivals
            .map(|arrival| arrival.after(reason.clone()).for_domains(&written.domains))
            .collect()
    }

    fn arrivals(&self, view: View, id: TechniqueId) -> Vec<Arrival> {
        match view {
            View::Whole(place) => self.in_release(place, id),
            View::Nineteen => self.in_nineteen(id),
        }
    }

    fn in_release(&self, place: usize, id: TechniqueId) -> Vec<Arrival> {
        let chains = &self.whole[place];
        if let Some(written) = chains.by_id.get(&id) {
            return vec![chains.arrival(written)];
        }
        if self.crosswalk.has(Side::Nineteen, id) && !self.crosswalk.has(Side::Eighteen, id) {
            return self.back_from_nineteen(place, id);
        }
        let of = |chains: &&Chains<'_>| chains.by_id.contains_key(&id);
        if let Some(newer) = self.whole[place..].iter().rfind(of) {
            return from_newer(newer, chains, id);
        }
        if let Some(older) = self.whole[..place].iter().rfind(of) {
            return vec![from_older(older, chains, id)];
        }
        vec![Arrival::nowhere(if is_pre_attack(id) {
            format!("{id} is a technique of PRE-ATT&CK, which ATT&CK does not hold")
        } else {
            format!("ATT&CK {} has no {id}", chains.version)
        })]
    }

    fn back_from_nineteen(&self, place: usize, id: TechniqueId) -> Vec<Arrival> {
        match self.crosswalk.follow(id, Side::Nineteen, Side::Eighteen) {
            Step::Moved(Way {
                technique,
                how_known,
            }) => {
                let reason = format!("{id} of ATT&CK 19 is {technique} before it ({how_known})");
                let arrivals = self.in_release(place, technique).into_iter();
                arrivals
                    .map(|arrival| arrival.after(Some(reason.clone())))
                    .collect()
            }
            Step::Same | Step::Ambiguous(_) | Step::NoCounterpart => {
                let version = self.whole[place].version;
                vec![Arrival::nowhere(format!(
                    "{id} is new in ATT&CK 19; nothing in {version} stands for it"
                ))]
            }
        }
    }

    fn in_nineteen(&self, id: TechniqueId) -> Vec<Arrival> {
        if self.crosswalk.has(Side::Nineteen, id) {
            return vec![Arrival::at(id, Domain::Enterprise)];
        }
        let is_18 = |chains: &Chains<'_>| Side::of(chains.version) == Some(Side::Eighteen);
        let Some(place) = self.whole.iter().rposition(is_18) else {
            return vec![Arrival::nowhere(format!("ATT&CK 19 has no {id}"))];
        };
        let arrivals = self.in_release(place, id).into_iter();
        arrivals
            .flat_map(|arrival| self.forward_to_nineteen(arrival))
            .collect()
    }

    fn forward_to_nineteen(&self, arrival: Arrival) -> Vec<Arrival> {
        let Some((id, domain)) = arrival.technique.filter(|_| arrival.state.counts()) else {
            return vec![arrival];
        };
        if domain != Domain::Enterprise {
            let what = format!(
                "{id} is a technique of the {domain} matrix, of which no table of ATT&CK 19 is at hand"
            );
            return vec![Arrival::nowhere(what).after_all(arrival.reasons)];
        }
        let way = |way: &Way<'_>, state: State, word: &str| Arrival {
            technique: Some((way.technique, domain)),
            state,
            reasons: [
                arrival.reasons.clone(),
                vec![format!(
                    "{id} {word} {} in ATT&CK 19 ({})",
                    way.technique, way.how_known
                )],
            ]
            .concat(),
        };
        match self.crosswalk.follow(id, Side::Eighteen, Side::Nineteen) {
            Step::Same => vec![arrival],
            Step::Moved(to) => vec![way(&to, State::Followed, "is")],
            Step::Ambiguous(ways) => ways
                .iter()
                .map(|to| way(to, State::Ambiguous, "may be or be part of"))
                .collect(),
            Step::NoCounterpart => {
                let what = format!("nothing in ATT&CK 19 stands for {id}");
                vec![Arrival::nowhere(what).after_all(arrival.reasons)]
            }
        }
    }
}

/// One release, ready to follow ids through it.
pub(crate) struct Chains<'release> {
    version: &'release str,
    by_id: HashMap<TechniqueId, &'release Technique>,
    by_stix: HashMap<&'release str, &'release Technique>,
    successors: HashMap<&'release str, &'release str>,
}

impl<'release> Chains<'release> {
    pub(crate) fn new(release: &'release Release) -> Self {
        let techniques = release.techniques.iter();
        let revoked_by = release.revoked_by.iter();
        Self {
            version: &release.version,
            by_id: techniques.clone().map(|one| (one.id, one)).collect(),
            by_stix: techniques.map(|one| (one.stix.as_str(), one)).collect(),
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

    fn arrival(&self, written: &'release Technique) -> Arrival {
        let id = written.id;
        let Some(technique) = self.successor(written) else {
            let reason = format!("{id} was revoked without successor");
            return Arrival {
                state: State::Deprecated,
                ..Arrival::at(id, written.domain).after(Some(reason))
            };
        };
        let replaced = format!("{id} was replaced by {}", technique.id);
        let arrival = Arrival::at(technique.id, technique.domain)
            .after((technique.id != id).then_some(replaced));
        if !technique.deprecated {
            return arrival;
        }
        let deprecated = format!("{} is deprecated in ATT&CK {}", technique.id, self.version);
        let mut reasons = arrival.reasons;
        reasons.push(deprecated);
        Arrival {
            technique: arrival.technique,
            state: State::Deprecated,
            reasons,
        }
    }
}

/// An id that came later: the same technique under an older id, or what it replaced.
fn from_newer(newer: &Chains<'_>, chains: &Chains<'_>, id: TechniqueId) -> Vec<Arrival> {
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
            return vec![Arrival::nowhere(format!(
                "{id} came after ATT&CK {}, which has nothing for it",
                chains.version
            ))];
        }
        1 => State::Followed,
        _ => State::Ambiguous,
    };
    let arrival = |old: TechniqueId| Arrival {
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
fn from_older(older: &Chains<'_>, chains: &Chains<'_>, id: TechniqueId) -> Arrival {
    match chains.by_stix.get(older.by_id[&id].stix.as_str()) {
        Some(same) => {
            let reason = format!("{id} has the id {} in ATT&CK {}", same.id, chains.version);
            chains.arrival(same).after(Some(reason))
        }
        None => Arrival::nowhere(format!(
            "ATT&CK {} has no {id}; {} had it",
            chains.version, older.version
        )),
    }
}

impl Arrival {
    fn at(technique: TechniqueId, domain: Domain) -> Self {
        Self {
            technique: Some((technique, domain)),
            state: State::AsWritten,
            reasons: Vec::new(),
        }
    }

    fn nowhere(reason: String) -> Self {
        Self {
            technique: None,
            state: State::Unknown,
            reasons: vec![reason],
        }
    }

    /// The same, after a step before it.
    fn after(self, reason: Option<String>) -> Self {
        self.after_all(reason.into_iter().collect())
    }

    fn after_all(self, mut reasons: Vec<String>) -> Self {
        let state = match self.state {
            State::AsWritten if !reasons.is_empty() => State::Followed,
            state => state,
        };
        reasons.extend(self.reasons);
        Self {
            technique: self.technique,
            state,
            reasons,
        }
    }

    /// What it means for a resource that speaks of these domains (none: enterprise).
    fn for_domains(mut self, domains: &[Domain]) -> Conclusion {
        let of_domain = |domain: Domain| match domains {
            [] => domain == Domain::Enterprise,
            domains => domains.contains(&domain),
        };
        if let Some((id, domain)) = self.technique
            && self.state.counts()
            && !of_domain(domain)
        {
            self.state = State::OtherDomain;
            if self.reasons.is_empty() {
                self.reasons = vec![format!("{id} is a technique of the {domain} matrix")];
            }
        }
        Conclusion {
            technique: self.technique.map(|(id, _)| id),
            state: self.state,
            reason: (!self.reasons.is_empty()).then(|| self.reasons.join("; ")),
        }
    }
}

fn unknown(reason: String) -> Conclusion {
    Conclusion {
        technique: None,
        state: State::Unknown,
        reason: Some(reason),
    }
}

#[cfg(test)]
mod tests;
