//! Sets of units of logs.

/// A set of units, by their position in [`super::units`]: one bit each, without zeros at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogSet {
    words: Vec<u64>,
}

impl LogSet {
    /// The set of these units.
    pub fn of(units: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::default();
        for unit in units {
            set.insert(unit);
        }
        set
    }

    /// Adds a unit.
    pub fn insert(&mut self, unit: usize) {
        let word = unit / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (unit % 64);
    }

    /// Adds all units of another set.
    pub fn extend(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, added) in self.words.iter_mut().zip(&other.words) {
            *word |= added;
        }
    }

    /// The units of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut set = self.clone();
        set.extend(other);
        set
    }

    /// The units that are in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let both = self.words.iter().zip(&other.words).map(|(a, b)| a & b);
        let mut words: Vec<u64> = both.collect();
        let used = words
            .iter()
            .rposition(|word| *word != 0)
            .map_or(0, |at| at + 1);
        words.truncate(used);
        Self { words }
    }

    /// Whether a unit is in both.
    pub fn intersects(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    /// Whether all units are in the other set, too.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.iter().all(|unit| other.contains(unit))
    }

    /// Whether this unit is one of them.
    pub fn contains(&self, unit: usize) -> bool {
        self.words
            .get(unit / 64)
            .is_some_and(|word| word & (1 << (unit % 64)) != 0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// The units, in the order of the tables.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word & (1 << bit) != 0)
                .map(move |bit| at * 64 + bit)
        })
    }
}
