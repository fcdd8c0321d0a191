//! The words that a stack can name, each with what it stands for: who counts by these tables looks words up as they stand here.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Catalogue;
use count::log_name;
use model::{CountingData, RuleLogs};
use serde::Serialize;
use vocabulary::logs::{log_words, logs_in_use, units};
use vocabulary::{fold, platform};

use super::{Interner, number};
use crate::Error;
use crate::words::own_words;

/// Logs, and the words for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LogTable {
    /// Ids of the units of logs.
    pub units: Vec<String>,
    /// The platforms of each.
    pub platforms: Vec<Vec<String>>,
    /// The product that each comes with; none where it comes with its platform.
    pub products: Vec<Option<String>>,
    /// What arrives where a word is named, as a place in `sets`. A word that ends in `*` stands for all that begin so. Words
    /// are trimmed, in lower case, and every run of white space is one space.
    pub words: BTreeMap<String, u32>,
    /// Sets of places in `units`.
    pub sets: Vec<Vec<u32>>,
    /// Words of rules that stand in no table, folded like those of tables.
    pub own_words: BTreeSet<String>,
    /// What detections read: nothing that is stated, words that no table knows, or places in `units`.
    pub read: Vec<ReadLogs>,
}

/// What a detection reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ReadLogs {
    /// It states none.
    Unstated,
    /// What it states, folded, where no table knows it.
    Words(Vec<String>),
    /// Places of units.
    Units(Vec<usize>),
}

/// Platforms, and the words for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlatformTable {
    /// The names that a word stands for; none where it stands for all. A word that ends in `*` stands for all that begin so.
    pub words: BTreeMap<String, Vec<String>>,
    /// The names that each name matches: itself, its parts, and what it is a part of.
    pub matches: BTreeMap<String, Vec<String>>,
}

impl LogTable {
    pub(super) fn of(catalogue: &Catalogue, data: &CountingData) -> Result<Self, Error> {
        let mut table = Self {
            units: units().iter().map(|unit| unit.id.clone()).collect(),
            platforms: units().iter().map(|unit| unit.platforms.clone()).collect(),
            products: units().iter().map(|unit| unit.product.clone()).collect(),
            read: data.logs.iter().map(|logs| read(data, logs)).collect(),
            ..Self::default()
        };
        let mut sets = Interner::of(&[]);
        for word in log_words() {
            table.word(word, &mut sets);
        }
        // Rules join words, too: `windows/process_creation`.
        for log in catalogue.detection_logs()? {
            table.word(&log_name(&log), &mut sets);
        }
        table.sets = sets.1;
        let own = own_words(catalogue)?.into_iter();
        table.own_words = own.filter(|word| !table.words.contains_key(word)).collect();
        Ok(table)
    }

    fn word(&mut self, word: &str, sets: &mut Interner<Vec<u32>>) {
        // What a beginning stands for is what any word that begins so stands for.
        if let Some(logs) = logs_in_use(word.trim_end_matches('*')).or_else(|| logs_in_use(word)) {
            let place = sets.place(logs.iter().map(number).collect());
            self.words.insert(fold(word), place);
        }
    }
}

fn read(data: &CountingData, logs: &RuleLogs) -> ReadLogs {
    match logs {
        RuleLogs::Unstated => ReadLogs::Unstated,
        RuleLogs::Words(words) => ReadLogs::Words(words.iter().map(|word| fold(word)).collect()),
        RuleLogs::Units(_) => {
            let places = data.units(logs).filter_map(vocabulary::logs::position);
            ReadLogs::Units(places.collect())
        }
    }
}

impl PlatformTable {
    pub(super) fn new() -> Self {
        let mut table = Self::default();
        for word in platform::words() {
            let read = platform::read(None, word.trim_end_matches('*'));
            let names = read.platforms.iter().map(|platform| platform.name.clone());
            let names: Vec<String> = names.collect();
            if !names.is_empty() || read.all {
                table.words.insert(fold(word), names);
            }
        }
        for in_use in platform::all() {
            let stated = platform::all().filter(|stated| platform::matches(in_use, stated));
            let names = stated.map(|stated| stated.name.clone()).collect();
            table.matches.insert(in_use.name.clone(), names);
        }
        table
    }
}
