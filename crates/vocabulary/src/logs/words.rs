//! Words, and what each stands for.

use std::collections::HashMap;

use super::set::LogSet;
use super::table::Meaning;
use crate::fold;

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
    faults: Vec<String>,
    any_source: Lookup,
    of_source: HashMap<String, Lookup>,
    /// As they are written.
    pub(super) written: Vec<String>,
}

#[derive(Default)]
struct Lookup {
    whole: HashMap<String, Meaning>,
    /// Beginnings of words, and their lengths, the longest first.
    prefixes: HashMap<String, Meaning>,
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
        } else if rank == draft.rank && group == draft.group {
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
            if let Some(known) = lookup.add(fold(word), meaning.clone())
                && known != *meaning
            {
                self.faults
                    .push(format!("`{word}` of {source} stands twice"));
            }
            return;
        }
        if let Meaning::Logs(units) = meaning {
            let origin = match units.is_empty() {
                true => Origin::Component,
                false => Origin::Stated("words"),
            };
            self.add(word, units, origin);
            return;
        }
        self.written.push(word.to_owned());
        let draft = Draft {
            rank: 0,
            group: "words".to_owned(),
            meaning: meaning.clone(),
        };
        if let Some(known) = self.drafts.insert(fold(word), draft)
            && known.meaning != *meaning
            && known.rank < 2
        {
            self.faults.push(format!("`{word}` stands for a log, too"));
        }
    }

    /// Makes the words ready to be looked up, and says what is wrong with them.
    pub(super) fn finish(&mut self) -> Vec<String> {
        for (word, draft) in self.drafts.drain() {
            if draft.meaning == Meaning::Logs(LogSet::default()) && draft.rank == 0 {
                self.faults.push(format!("`{word}` stands for no unit"));
            }
            self.any_source.add(word, draft.meaning);
        }
        for lookup in self.of_source.values_mut().chain([&mut self.any_source]) {
            lookup.finish();
        }
        self.written.sort();
        self.written.dedup();
        self.faults.sort();
        std::mem::take(&mut self.faults)
    }

    /// What a folded word stands for, in this source.
    pub(super) fn of(&self, source: &str, word: &str) -> Option<&Meaning> {
        let own = self.of_source.get(source);
        own.and_then(|own| own.get(word))
            .or_else(|| self.any_source.get(word))
    }

    /// What a folded word stands for, in this source, where it stands there as a whole.
    pub(super) fn exact(&self, source: &str, word: &str) -> Option<&Meaning> {
        let own = self.of_source.get(source);
        own.and_then(|own| own.whole.get(word))
            .or_else(|| self.any_source.whole.get(word))
    }

    /// What a folded word stands for, whoever says it: where no word of all sources is meant, that of any one of them.
    pub(super) fn of_any(&self, word: &str) -> Option<Meaning> {
        if let Some(meaning) = self.any_source.get(word) {
            return Some(meaning.clone());
        }
        let mut units = LogSet::default();
        let mut nothing = None;
        for meaning in self.of_source.values().filter_map(|own| own.get(word)) {
            match meaning {
                Meaning::Logs(own) => units.extend(own),
                Meaning::Nothing(_) => nothing = Some(meaning),
            }
        }
        if units.is_empty() {
            return nothing.cloned();
        }
        Some(Meaning::Logs(units))
    }
}

impl Lookup {
    fn add(&mut self, word: String, meaning: Meaning) -> Option<Meaning> {
        match word.strip_suffix('*') {
            Some(prefix) => self.prefixes.insert(prefix.to_owned(), meaning),
            None => self.whole.insert(word, meaning),
        }
    }

    fn finish(&mut self) {
        self.lengths = self.prefixes.keys().map(String::len).collect();
        self.lengths.sort_unstable_by(|a, b| b.cmp(a));
        self.lengths.dedup();
    }

    fn get(&self, word: &str) -> Option<&Meaning> {
        let prefix = || {
            let beginnings = self.lengths.iter().filter_map(|length| word.get(..*length));
            let mut known = beginnings.filter_map(|beginning| self.prefixes.get(beginning));
            known.next()
        };
        self.whole.get(word).or_else(prefix)
    }
}
