//! Techniques with their users, for formats that name both apart.

use std::collections::{BTreeMap, BTreeSet};

use model::ThreatTechnique;

/// Techniques in the order in which they were first met, each once, with who uses it.
#[derive(Debug, Default)]
pub(super) struct TechniqueUses {
    techniques: Vec<ThreatTechnique>,
    places: BTreeMap<String, usize>,
    users: Vec<BTreeSet<String>>,
}

impl TechniqueUses {
    /// A technique, if it is new.
    pub(super) fn add(&mut self, id: &str) {
        if !self.places.contains_key(id) {
            self.places.insert(id.to_owned(), self.techniques.len());
            self.techniques.push(ThreatTechnique::plain(id));
            self.users.push(BTreeSet::new());
        }
    }

    /// `user` (by its key) uses the technique; `called` is its name where it is known.
    pub(super) fn by(&mut self, id: &str, user: &str, called: Option<&str>) {
        self.add(id);
        let at = self.places[id];
        if self.users[at].insert(user.to_owned()) {
            self.techniques[at].from.extend(called.map(str::to_owned));
        }
    }

    /// How many techniques there are.
    pub(super) fn len(&self) -> usize {
        self.techniques.len()
    }

    /// How many users there are.
    pub(super) fn users(&self) -> usize {
        self.users.iter().flatten().collect::<BTreeSet<_>>().len()
    }

    /// The techniques; the number of their users is the score.
    pub(super) fn scored(mut self) -> Vec<ThreatTechnique> {
        for (technique, users) in self.techniques.iter_mut().zip(&self.users) {
            let users = u32::try_from(users.len()).ok().filter(|&users| users > 0);
            technique.score = users.map(f64::from);
        }
        self.techniques
    }

    /// The techniques without score.
    pub(super) fn plain(self) -> Vec<ThreatTechnique> {
        self.techniques
    }
}
