//! ATT&CK 18 and 19 side by side: which technique of one is which of the other, and how that is known.
//!
//! `data/attack-19.json` holds ids, names, tactics and edges, and nothing of the text of ATT&CK. An edge leads from a
//! technique of 19 to the one of 18 that it comes from, as detection repositories and tests retagged it. What ATT&CK itself
//! says was replaced by what outranks them: the way forward is ambiguous only where it says nothing. Where repositories
//! chose another technique than the successor, that is advice.
//!
//! Techniques of mobile and ICS are those that both 18.1 and 20.0 have, for ATT&CK does not use an id twice; to them
//! come those of ICS that replaced others in 19.

use std::collections::BTreeSet;

use model::{Domain, TechniqueId};
use serde::Deserialize;

const DATA: &str = include_str!("../../data/attack-19.json");

/// A release of ATT&CK that the crosswalk knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CrosswalkRelease {
    /// 18.0 and 18.1.
    Eighteen,
    /// 19.
    Nineteen,
}

/// Where an id leads in another release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CrosswalkTarget<'data> {
    /// The same id means it there, too.
    Same,
    /// It has another id there.
    Moved(Counterpart<'data>),
    /// ATT&CK replaced it by this one.
    Replaced(TechniqueId),
    /// It may be one of these there, or only in part: cannot be decided without reading the rule.
    Ambiguous(Vec<Counterpart<'data>>),
    /// Nothing there stands for it, or the release that it is said to be of does not have it.
    NoCounterpart,
}

/// A technique of the other release that stands for one of this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counterpart<'data> {
    /// Its id there.
    pub(crate) technique: TechniqueId,
    /// Who says so.
    pub(crate) how_known: &'data str,
}

/// Both releases, and what leads from one to the other.
#[derive(Debug, Deserialize)]
pub(crate) struct Crosswalk {
    /// `19`.
    pub(crate) version: String,
    /// The tactics of 19, matrix by matrix. The order in that of enterprise is ours: that of 18.1, with Stealth in the
    /// place of Defense Evasion, whose id it has, and Defense Impairment after it.
    pub(crate) tactics: Vec<TacticName>,
    /// The techniques and sub-techniques of 19.
    pub(crate) techniques: Vec<TechniqueName>,
    only_in_18: Vec<OldName>,
    only_in_19: BTreeSet<TechniqueId>,
    successors: Vec<Successor>,
    edges: Vec<Edge>,
}

/// A tactic, by name only.
#[derive(Debug, Deserialize)]
pub(crate) struct TacticName {
    /// `TA0005`.
    pub(crate) id: String,
    /// `Stealth`.
    pub(crate) name: String,
    /// `stealth`.
    pub(crate) shortname: String,
    /// Its matrix.
    #[serde(default = "enterprise")]
    pub(crate) domain: Domain,
}

/// A technique, by name and tactics only.
#[derive(Debug, Deserialize)]
pub(crate) struct TechniqueName {
    /// `T1685`.
    pub(crate) id: TechniqueId,
    /// `Disable or Modify Tools`.
    pub(crate) name: String,
    /// The short names of its tactics.
    pub(crate) tactics: Vec<String>,
    /// Its matrix.
    #[serde(default = "enterprise")]
    pub(crate) domain: Domain,
}

fn enterprise() -> Domain {
    Domain::Enterprise
}

#[derive(Debug, Deserialize)]
struct OldName {
    id: TechniqueId,
}

/// What ATT&CK says was replaced by what in 19.
#[derive(Debug, Deserialize)]
struct Successor {
    old: TechniqueId,
    new: TechniqueId,
}

#[derive(Debug, Deserialize)]
struct Edge {
    new: TechniqueId,
    old: Option<TechniqueId>,
    /// Techniques of 18 of which some, but not all, is in the new one.
    also_from: Vec<TechniqueId>,
    how_known: String,
}

impl CrosswalkRelease {
    /// The side of a version as releases write it: `18.1`, `19`.
    pub(crate) fn of(version: &str) -> Option<Self> {
        match version.split('.').next() {
            Some("18") => Some(Self::Eighteen),
            Some("19") => Some(Self::Nineteen),
            _ => None,
        }
    }
}

impl Crosswalk {
    /// The one between 18 and 19.
    pub(crate) fn new() -> Self {
        serde_json::from_str(DATA).expect("a test reads the data file")
    }

    /// Whether this release has the technique.
    pub(crate) fn has(&self, side: CrosswalkRelease, id: TechniqueId) -> bool {
        let of_19 = || self.domain(id).is_some();
        match side {
            CrosswalkRelease::Eighteen => {
                self.only_in_18.iter().any(|old| old.id == id)
                    || of_19() && !self.only_in_19.contains(&id)
            }
            CrosswalkRelease::Nineteen => of_19(),
        }
    }

    /// The matrix of a technique of 19; none where 19 does not have it.
    pub(crate) fn domain(&self, id: TechniqueId) -> Option<Domain> {
        let mut techniques = self.techniques.iter();
        Some(techniques.find(|technique| technique.id == id)?.domain)
    }

    /// What repositories wrote in 19 instead of the successor of this technique of 18: the most of them first, and then
    /// what took over some of it.
    pub(crate) fn advice(&self, id: TechniqueId) -> Vec<Counterpart<'_>> {
        let Some(successor) = self.successor(id) else {
            return Vec::new();
        };
        let counterparts = self.counterparts(id).into_iter();
        counterparts
            .filter(|counterpart| counterpart.technique != successor)
            .collect()
    }

    fn successor(&self, id: TechniqueId) -> Option<TechniqueId> {
        let mut successors = self.successors.iter();
        Some(successors.find(|successor| successor.old == id)?.new)
    }

    /// Where the id of one release leads in another.
    pub(crate) fn follow(
        &self,
        id: TechniqueId,
        from: CrosswalkRelease,
        to: CrosswalkRelease,
    ) -> CrosswalkTarget<'_> {
        if !self.has(from, id) {
            return CrosswalkTarget::NoCounterpart;
        }
        if self.has(to, id) {
            return CrosswalkTarget::Same;
        }
        match to {
            CrosswalkRelease::Eighteen => self.back(id),
            CrosswalkRelease::Nineteen => self.forward(id),
        }
    }

    /// A technique of 19 comes from one of 18 in the main, or from none. Where it replaced several, those who retagged say
    /// which one it is.
    fn back(&self, id: TechniqueId) -> CrosswalkTarget<'_> {
        let of_18 = |old: &TechniqueId| self.has(CrosswalkRelease::Eighteen, *old);
        let successors = self
            .successors
            .iter()
            .filter(|successor| successor.new == id);
        let mut replaced = successors.map(|successor| successor.old).filter(of_18);
        if let (Some(only), None) = (replaced.next(), replaced.next()) {
            return CrosswalkTarget::Replaced(only);
        }
        self.edges
            .iter()
            .filter(|edge| edge.new == id)
            .find_map(|edge| Some(CrosswalkTarget::Moved(edge.counterpart(edge.old?))))
            .unwrap_or(CrosswalkTarget::NoCounterpart)
    }

    /// A technique of 18 has one successor. Without, it may have become several, or a part of one.
    fn forward(&self, id: TechniqueId) -> CrosswalkTarget<'_> {
        if let Some(successor) = self.successor(id) {
            return CrosswalkTarget::Replaced(successor);
        }
        let mut counterparts = self.counterparts(id);
        let only_whole = !self.edges.iter().any(|edge| edge.also_from.contains(&id));
        match counterparts.len() {
            0 => CrosswalkTarget::NoCounterpart,
            1 if only_whole => CrosswalkTarget::Moved(counterparts.remove(0)),
            _ => CrosswalkTarget::Ambiguous(counterparts),
        }
    }

    /// What came from a technique of 18: from it in the main first, then from it in part.
    fn counterparts(&self, id: TechniqueId) -> Vec<Counterpart<'_>> {
        let whole = self.edges.iter().filter(|edge| edge.old == Some(id));
        let in_part = self
            .edges
            .iter()
            .filter(|edge| edge.also_from.contains(&id));
        whole
            .chain(in_part)
            .map(|edge| edge.counterpart(edge.new))
            .collect()
    }
}

impl Default for Crosswalk {
    fn default() -> Self {
        Self::new()
    }
}

impl Edge {
    fn counterpart(&self, technique: TechniqueId) -> Counterpart<'_> {
        Counterpart {
            technique,
            how_known: &self.how_known,
        }
    }
}

#[cfg(test)]
mod tests;
