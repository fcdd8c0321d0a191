//! The tables, made of all files: units, and the words that stand for them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::data::{self, File};
use super::set::LogSet;
use super::words::{Origin, Words};
use crate::fold;
use crate::platform::{self, Platform};

/// The smallest thing that a word can stand for: a kind of record in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// `log/event`: `sysmon/process_creation`.
    pub id: String,
    /// The id of its log.
    pub log: String,
    /// The name of its log: `Sysmon`.
    pub log_name: String,
    /// Its own name: `process creation`.
    pub name: String,
    /// Ids of the kinds of event that it is.
    pub kinds: Vec<String>,
    /// Whose activity it records, by ATT&CK's names and those of providers. None: no platform in particular.
    pub platforms: Vec<String>,
    /// Ids of the data components that it shows.
    pub components: Vec<String>,
    /// The numbers or names by which its log tells it from others.
    pub event_ids: Vec<String>,
}

/// What a word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Units of logs.
    Logs(LogSet),
    /// No log, and why.
    Nothing(String),
}

/// All that is known of logs.
pub(super) struct Table {
    pub(super) units: Vec<Unit>,
    /// Ids and names of data components.
    pub(super) components: Vec<(String, String)>,
    /// Ids and names of kinds.
    pub(super) kinds: Vec<(String, String)>,
    pub(super) words: Words,
    /// Units by the folded ids of events.
    pub(super) ids: HashMap<String, LogSet>,
    /// Sources whose texts narrow each other.
    pub(super) narrowing: Vec<String>,
}

/// The table. What is wrong with it is for the tests to say.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&read()).0);

/// The files, read.
pub(super) fn read() -> Vec<File> {
    let file = |(path, text): &(&str, &str)| {
        toml::from_str(text).unwrap_or_else(|error| panic!("data/{path}.toml: {error}"))
    };
    data::FILES.iter().map(file).collect()
}

impl Table {
    /// The table of these files, and what is wrong with them.
    pub(super) fn new(files: &[File]) -> (Self, Vec<String>) {
        let components = files.iter().flat_map(|file| &file.component);
        let kinds = files.iter().flat_map(|file| &file.kind);
        let mut table = Self {
            units: units(files),
            components: components
                .map(|component| (component.id.clone(), component.name.clone()))
                .collect(),
            kinds: kinds
                .map(|kind| (kind.id.clone(), kind.name.clone()))
                .collect(),
            words: Words::default(),
            ids: HashMap::new(),
            narrowing: files
                .iter()
                .flat_map(|file| file.narrowing.clone())
                .collect(),
        };
        table.add_ids();
        let mut faults = table.faults();
        let mut words = Words::default();
        table.add_logs(files, &mut words);
        table.add_kinds(files, &mut words);
        table.add_platforms(&mut words);
        table.add_words(files, &mut words, &mut faults);
        faults.extend(words.finish());
        table.words = words;
        (table, faults)
    }

    /// Units of which this is true.
    pub(super) fn units_where(&self, is: impl Fn(&Unit) -> bool) -> LogSet {
        let units = self.units.iter().enumerate();
        LogSet::of(units.filter(|(_, unit)| is(unit)).map(|(at, _)| at))
    }

    /// Whether all units are of one log.
    pub(super) fn one_log(&self, units: &LogSet) -> bool {
        let mut logs = units.iter().map(|unit| &self.units[unit].log);
        let first = logs.next();
        logs.all(|log| Some(log) == first)
    }

    fn add_ids(&mut self) {
        for (at, unit) in self.units.iter().enumerate() {
            for id in &unit.event_ids {
                self.ids.entry(fold(id)).or_default().insert(at);
            }
        }
    }

    fn add_logs(&self, files: &[File], words: &mut Words) {
        let mut next = 0;
        for log in files.iter().flat_map(|file| &file.log) {
            let whole = LogSet::of(next..next + log.event.len());
            words.add(&log.id, &whole, Origin::Id(&log.id));
            words.add(&log.name, &whole, Origin::Name);
            for word in &log.words {
                words.add(word, &whole, Origin::Stated(&log.id));
            }
            for event in &log.event {
                let unit = LogSet::of([next]);
                next += 1;
                words.add(
                    &format!("{}/{}", log.id, event.id),
                    &unit,
                    Origin::Id(&log.id),
                );
                let by_id = event.event_ids.iter().flat_map(|id| {
                    let templates = log.id_words.iter();
                    templates.map(move |template| template.replace("{id}", id))
                });
                for word in event.words.iter().cloned().chain(by_id) {
                    words.add(&word, &unit, Origin::Stated(&log.id));
                }
            }
        }
    }

    fn add_kinds(&self, files: &[File], words: &mut Words) {
        for kind in files.iter().flat_map(|file| &file.kind) {
            let units = self.units_where(|unit| unit.kinds.contains(&kind.id));
            words.add(&kind.id, &units, Origin::Id("kinds"));
            words.add(&kind.name, &units, Origin::Name);
            for word in &kind.words {
                words.add(word, &units, Origin::Stated("kinds"));
            }
        }
        for component in files.iter().flat_map(|file| &file.component) {
            let units = self.units_where(|unit| unit.components.contains(&component.id));
            words.add(&component.id, &units, Origin::Id("components"));
            words.add(&component.name, &units, Origin::Component);
            for word in &component.words {
                words.add(word, &units, Origin::Component);
            }
        }
    }

    /// The names of platforms stand for all that is on them.
    fn add_platforms(&self, words: &mut Words) {
        for platform in platform::all() {
            let units = self.units_where(|unit| on(unit, platform));
            if !units.is_empty() {
                words.add(&platform.name, &units, Origin::Name);
            }
        }
    }

    fn add_words(&self, files: &[File], words: &mut Words, faults: &mut Vec<String>) {
        for entry in files.iter().flat_map(|file| &file.word) {
            let meaning = match &entry.nothing {
                Some(reason) => Meaning::Nothing(reason.clone()),
                None => Meaning::Logs(self.meant(entry, faults)),
            };
            for word in &entry.words {
                words.state(word, &meaning, entry.source.as_deref());
            }
        }
    }

    /// What a word stands for: units of any of its logs or data components, on its platform.
    fn meant(&self, word: &data::Word, faults: &mut Vec<String>) -> LogSet {
        let mut units = LogSet::default();
        for pattern in &word.logs {
            let matching = self.units_where(|unit| matches(unit, pattern));
            if matching.is_empty() {
                faults.push(format!("`{pattern}` of {:?} is no log", word.words));
            }
            units.extend(&matching);
        }
        for component in &word.components {
            units.extend(&self.units_where(|unit| unit.components.contains(component)));
        }
        let Some(platform) = &word.platform else {
            return units;
        };
        let Some(platform) = platform::platform(platform) else {
            faults.push(format!("`{platform}` of {:?} is no platform", word.words));
            return units;
        };
        let on_platform = self.units_where(|unit| on(unit, platform));
        if word.logs.is_empty() && word.components.is_empty() {
            return on_platform;
        }
        units.intersection(&on_platform)
    }

    /// Names that are used and stand nowhere, and ids that stand twice.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut seen = HashMap::new();
        for unit in &self.units {
            if seen.insert(&unit.id, ()).is_some() {
                faults.push(format!("`{}` stands twice", unit.id));
            }
            for kind in &unit.kinds {
                if !self.kinds.iter().any(|(id, _)| id == kind) {
                    faults.push(format!("`{}` is of no kind `{kind}`", unit.id));
                }
            }
            for platform in &unit.platforms {
                if !platform::names().any(|name| name == platform) {
                    faults.push(format!("`{}` is on no platform `{platform}`", unit.id));
                }
            }
            for component in &unit.components {
                if !self.components.iter().any(|(id, _)| id == component) {
                    faults.push(format!("`{}` shows no component `{component}`", unit.id));
                }
            }
        }
        faults
    }
}

/// Whether it records activity on the platform or on a part of it.
fn on(unit: &Unit, platform: &Platform) -> bool {
    let own = unit
        .platforms
        .iter()
        .filter_map(|own| platform::platform(own));
    own.into_iter().any(|own| own.is_in(platform))
}

/// Whether a pattern `log/event` means the unit. `*` ends the beginning of a log
/// and stands for any event; an event is called by its id or kind.
fn matches(unit: &Unit, pattern: &str) -> bool {
    let Some((log, event)) = pattern.split_once('/') else {
        return false;
    };
    let own = unit.id.split_once('/').map_or("", |(_, own)| own);
    let of_log = match log.strip_suffix('*') {
        Some(beginning) => unit.log.starts_with(beginning),
        None => unit.log == log,
    };
    of_log && (event == "*" || event == own || unit.kinds.iter().any(|kind| kind == event))
}

fn units(files: &[File]) -> Vec<Unit> {
    let kinds = files.iter().flat_map(|file| &file.kind);
    let components: HashMap<&str, &Vec<String>> = kinds
        .map(|kind| (kind.id.as_str(), &kind.components))
        .collect();
    let logs = files.iter().flat_map(|file| &file.log);
    let units = logs.flat_map(|log| {
        let components = &components;
        log.event
            .iter()
            .map(move |event| unit(log, event, components))
    });
    units.collect()
}

fn unit(log: &data::Log, event: &data::Event, of_kinds: &HashMap<&str, &Vec<String>>) -> Unit {
    let of_kinds = event.kinds.iter().filter_map(|kind| of_kinds.get(&**kind));
    let mut components: Vec<String> = of_kinds.copied().flatten().cloned().collect();
    components.extend(event.components.iter().cloned());
    components.sort();
    components.dedup();
    let platforms = match &event.platforms[..] {
        [] => &log.platforms,
        _ => &event.platforms,
    };
    Unit {
        id: format!("{}/{}", log.id, event.id),
        log: log.id.clone(),
        log_name: log.name.clone(),
        name: event.name.clone(),
        kinds: event.kinds.clone(),
        platforms: platforms.clone(),
        components,
        event_ids: event.event_ids.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_well_formed() {
        let (_, faults) = Table::new(&read());
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
