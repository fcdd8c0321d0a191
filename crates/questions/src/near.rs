//! Names close to the one that was asked for.

use std::fmt;

/// How many near names an error lists.
const NEAREST: usize = 3;

/// Something whose name is close to what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMatch {
    /// Its id.
    pub id: String,
    /// Its name or title.
    pub name: String,
}

impl fmt::Display for NearMatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.id, self.name)
    }
}

/// The three that are most like it, the most like first; of two that are as like the one that came first.
pub(crate) fn nearest<T>(
    known: impl IntoIterator<Item = T>,
    likeness: impl Fn(&T) -> f64,
    near: impl Fn(T) -> NearMatch,
) -> Vec<NearMatch> {
    let mut ranked: Vec<(f64, T)> = known
        .into_iter()
        .map(|candidate| (likeness(&candidate), candidate))
        .collect();
    ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
    let nearest = ranked.into_iter().take(NEAREST);
    nearest.map(|(_, candidate)| near(candidate)).collect()
}

/// How much two words have in common, whatever their case: 1 for the same, 0 for nothing.
pub(crate) fn like(left: &str, right: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&left.to_lowercase(), &right.to_lowercase())
}
