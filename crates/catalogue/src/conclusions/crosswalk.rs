//! ATT&CK 18 and 19 side by side: which technique of one is which of the other, and how that is known.
//!
//! `data/attack-19.json` holds ids, names, tactics and edges, and nothing of the text of ATT&CK. An edge leads from a
//! technique of 19 to the one of 18 that it comes from. Where 19 splits what 18 had in one, or takes only some of it
//! over, the way forward is ambiguous, and stays so.

use std::collections::BTreeSet;

use model::TechniqueId;
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
    /// The tactics of 19 in the order of the matrix. The order is ours: that of 18.1, with Stealth in the place of
    /// Defense Evasion, whose id it has, and Defense Impairment after it.
    pub(crate) tactics: Vec<TacticName>,
    /// The techniques and sub-techniques of 19.
    pub(crate) techniques: Vec<TechniqueName>,
    only_in_18: Vec<OldName>,
    only_in_19: BTreeSet<TechniqueId>,
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
}

#[derive(Debug, Deserialize)]
struct OldName {
    id: TechniqueId,
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
        let of_19 = || self.techniques.iter().any(|technique| technique.id == id);
        match side {
            CrosswalkRelease::Eighteen => {
                self.only_in_18.iter().any(|old| old.id == id)
                    || of_19() && !self.only_in_19.contains(&id)
            }
            CrosswalkRelease::Nineteen => of_19(),
        }
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

    /// A technique of 19 comes from one of 18 in the main, or from none.
    fn back(&self, id: TechniqueId) -> CrosswalkTarget<'_> {
        self.edges
            .iter()
            .filter(|edge| edge.new == id)
            .find_map(|edge| Some(CrosswalkTarget::Moved(edge.counterpart(edge.old?))))
            .unwrap_or(CrosswalkTarget::NoCounterpart)
    }

    /// A technique of 18 may have become several, or a part of one.
    fn forward(&self, id: TechniqueId) -> CrosswalkTarget<'_> {
        let whole = |edge: &&Edge| edge.old == Some(id);
        let in_part = |edge: &&Edge| edge.also_from.contains(&id);
        let mut counterparts: Vec<Counterpart<'_>> = self
            .edges
            .iter()
            .filter(|edge| whole(edge) || in_part(edge))
            .map(|edge| edge.counterpart(edge.new))
            .collect();
        let only_whole = !self.edges.iter().any(|edge| in_part(&edge));
        match counterparts.len() {
            0 => CrosswalkTarget::NoCounterpart,
            1 if only_whole => CrosswalkTarget::Moved(counterparts.remove(0)),
            _ => CrosswalkTarget::Ambiguous(counterparts),
        }
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
