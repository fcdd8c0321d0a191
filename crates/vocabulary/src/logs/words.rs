//! Words, and what each stands for.

use std::collections::HashMap;

use super::set::LogSet;
use super::table::Meaning;
use crate::fold;

/// The group of words that are neither a log nor a kind: each stands for one thing.
const WORDS: &str = "words";

/// Where it is said what a word stands for. What is stated outranks what follows from ids and names.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// A list `words`, of this log or of all kinds: there, a word may stand for several entries.
    Stated(&'a str),
    /// The id of a log, an event, a kind or a data component.
    Id(&'a str),
    /// A name or word of a data component.
    Component,
    /// The name of a log or a kind.
    Name,
}

impl Origin<'_> {
    fn rank(self) -> u8 {
        match self {
            Self::Stated(_) => 0,
            Self::Id(_) => 1,
            Self::Component => 2,
            Self::Name => 3,
        }
    }

    fn group(self) -> String {
        match self {
            Self::Stated(group) | Self::Id(group) => group.to_owned(),
            Self::Component => "components".to_owned(),
            Self::Name => "names".to_owned(),
        }
    }
}

/// A word while the table is made.
struct Draft {
    rank: u8,
    group: String,
    meaning: Meaning,
}

/// All words.
#[derive(Default)]
pub(super) struct Words {
    drafts: HashMap<String, Draft>,
    /// What is wrong with them.
    pub(super) faults: Vec<String>,
    any_source: Lookup<Meaning>,
    of_source: HashMap<String, Lookup<Meaning>>,
    /// Words of single sources, whoever says them.
    of_any: Lookup<Meaning>,
    /// As they are written.
    pub(super) written: Vec<String>,
}

/// Words, some of which are the beginning of any word that ends in `*`.
pub(super) struct Lookup<T> {
    whole: HashMap<String, T>,
    /// Beginnings of words, and their lengths, the longest first.
    prefixes: HashMap<String, T>,
    lengths: Vec<usize>,
}

impl Words {
    /// Adds a word for these units.
    pub(super) fn add(&mut self, word: &str, units: &LogSet, origin: Origin<'_>) {
        let folded = fold(word);
        let (rank, group) = (origin.rank(), origin.group());
        let Some(draft) = self.drafts.get_mut(&folded) else {
            self.written.push(word.to_owned());
            let meaning = Meaning::Logs(units.clone());
            self.drafts.insert(
                folded,
                Draft {
                    rank,
                    group,
                    meaning,
                },
            );
            return;
        };
        let Meaning::Logs(known) = &mut draft.meaning else {
            return;
        };
        if rank < draft.rank {
            if draft.rank == 1 && known != units {
                self.faults
                    .push(format!("`{word}` is an id of {}, too", draft.group));
            }
            *draft = Draft {
                rank,
                group,
                meaning: Meaning::Logs(units.clone()),
            };
        } else if rank == draft.rank && group == draft.group && group != WORDS {
            known.extend(units);
        } else if rank == draft.rank && rank < 2 && known != units {
            self.faults.push(format!(
                "`{word}` stands for something of {} and of {group}",
                draft.group
            ));
        }
    }

    /// Adds a word that is neither a log nor a kind.
    pub(super) fn state(&mut self, word: &str, meaning: &Meaning, source: Option<&str>) {
        if let Some(source) = source {
            self.written.push(word.to_owned());
            let lookup = self.of_source.entry(source.to_owned()).or_default();
            let known = lookup.entry(&fold(word));
            if *known != Meaning::default() && known != meaning {
                self.faults
                    .push(format!("`{word}` of {source} stands twice"));
            }
            *known = meaning.clone();
            return;
        }
        if let Meaning::Logs(units) = meaning {
            let origin = if units.is_empty() {
                Origin::Component
            } else {
                Origin::Stated(WORDS)
            };
            self.add(word, units, origin);
            return;
        }
        self.written.push(word.to_owned());
        let draft = Draft {
            rank: 0,
            group: WORDS.to_owned(),
            meaning: meaning.clone(),
        };
        if let Some(known) = self.drafts.insert(fold(word), draft)
            && known.meaning != *meaning
            && known.rank < 2
        {
            self.faults.push(format!("`{word}` stands for a log, too"));
        }
    }

    /// Makes the words ready to be looked up.
    pub(super) fn finish(&mut self) {
        for (word, draft) in self.drafts.drain() {
            if draft.meaning == Meaning::Logs(LogSet::default()) && draft.rank == 0 {
                self.faults.push(format!("`{word}` stands for no unit"));
            }
            *self.any_source.entry(&word) = draft.meaning;
        }
        for (word, meaning) in self.of_source.values().flat_map(Lookup::words) {
            let known = self.of_any.entry(&word);
            match (&mut *known, meaning) {
                (Meaning::Logs(units), Meaning::Logs(more)) => units.extend(more),
                (Meaning::Nothing(_), Meaning::Logs(_)) => *known = meaning.clone(),
                (Meaning::Logs(units), Meaning::Nothing(_)) if units.is_empty() => {
                    *known = meaning.clone();
                }
                _ => {}
            }
        }
        self.written.sort();
        self.written.dedup();
        self.faults.sort();
    }

    /// What a folded word stands for, in this source. Without a source, in all of them, or else in any one.
    pub(super) fn of(&self, source: Option<&str>, word: &str) -> Option<&Meaning> {
        let [first, then] = self.lookups(source);
        first
            .and_then(|lookup| lookup.get(word))
            .or_else(|| then?.get(word))
    }

    /// The same, where the word stands in a table as a whole.
    pub(super) fn exact(&self, source: Option<&str>, word: &str) -> Option<&Meaning> {
        let [first, then] = self.lookups(source);
        first
            .and_then(|lookup| lookup.whole.get(word))
            .or_else(|| then?.whole.get(word))
    }

    fn lookups(&self, source: Option<&str>) -> [Option<&Lookup<Meaning>>; 2] {
        match source {
            Some(source) => [self.of_source.get(source), Some(&self.any_source)],
            None => [Some(&self.any_source), Some(&self.of_any)],
        }
    }
}

impl Default for Meaning {
    fn default() -> Self {
        Self::Logs(LogSet::default())
    }
}

impl<T> Default for Lookup<T> {
    fn default() -> Self {
        Self {
            whole: HashMap::new(),
            prefixes: HashMap::new(),
            lengths: Vec::new(),
        }
    }
}

impl<T: Default> Lookup<T> {
    /// What stands for a word.
    pub(super) fn entry(&mut self, word: &str) -> &mut T {
        let Some(prefix) = word.strip_suffix('*') else {
            return self.whole.entry(word.to_owned()).or_default();
        };
        if let Err(at) = self
            .lengths
            .binary_search_by(|length| prefix.len().cmp(length))
        {
            self.lengths.insert(at, prefix.len());
        }
        self.prefixes.entry(prefix.to_owned()).or_default()
    }
}

impl<T> Lookup<T> {
    pub(super) fn get(&self, word: &str) -> Option<&T> {
        let prefix = || {
            let beginnings = self.lengths.iter().filter_map(|length| word.get(..*length));
            let mut known = beginnings.filter_map(|beginning| self.prefixes.get(beginning));
            known.next()
        };
        self.whole.get(word).or_else(prefix)
    }

    /// All words, as they are added.
    fn words(&self) -> impl Iterator<Item = (String, &T)> {
        let whole = self.whole.iter().map(|(word, one)| (word.clone(), one));
        let prefixes = self.prefixes.iter();
        whole.chain(prefixes.map(|(prefix, one)| (format!("{prefix}*"), one)))
    }
}
