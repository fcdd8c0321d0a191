//! The tables, made of all files: units, and the words that stand for them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::data::{self, File};
use super::reach::Reach;
use super::set::LogSet;
use super::words::{Lookup, Origin, Words};
use crate::fold;
use crate::platform;

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
    /// The id of the product that writes it: none where it comes with a platform, or with whatever is there.
    pub product: Option<String>,
    /// Ids of the kinds of event that it is.
    pub kinds: Vec<String>,
    /// Whose activity it shows, by ATT&CK's names and those of providers. None: no platform in particular.
    pub platforms: Vec<String>,
    /// Those of its platforms that write it.
    pub hosts: Vec<String>,
    /// Ids of the data components that it shows.
    pub components: Vec<String>,
    /// The numbers or names by which its log tells it from others; `dns_*` stands for all that begin so.
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
    pub(super) ids: Lookup<LogSet>,
    /// Units of logs whose events have names that nobody lists.
    pub(super) open: LogSet,
    pub(super) reach: Reach,
    /// Sources whose texts narrow each other.
    pub(super) narrowing: Vec<String>,
    /// The position of each unit, by its id.
    pub(super) positions: HashMap<String, usize>,
}

impl Unit {
    /// Both of its names: `Sysmon: process creation`.
    pub fn title(&self) -> String {
        format!("{}: {}", self.log_name, self.name)
    }
}

/// The table; the tests say that nothing is wrong with it.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&read()));

/// The files, read.
pub(super) fn read() -> Vec<File> {
    let file = |(path, text): &(&str, &str)| {
        toml::from_str(text).unwrap_or_else(|error| panic!("data/{path}.toml: {error}"))
    };
    data::FILES.iter().map(file).collect()
}

impl Table {
    fn new(files: &[File]) -> Self {
        let components = files.iter().flat_map(|file| &file.component);
        let kinds = files.iter().flat_map(|file| &file.kind);
        let narrowing = files.iter().flat_map(|file| &file.narrowing);
        let units = units(files);
        let mut table = Self {
            ids: ids(&units),
            open: open(files),
            reach: Reach::new(&units),
            units,
            components: components
                .map(|component| (component.id.clone(), component.name.clone()))
                .collect(),
            kinds: kinds
                .map(|kind| (kind.id.clone(), kind.name.clone()))
                .collect(),
            words: Words::default(),
            narrowing: narrowing.cloned().collect(),
            positions: HashMap::new(),
        };
        let positions = table.units.iter().enumerate();
        table.positions = positions.map(|(at, unit)| (unit.id.clone(), at)).collect();
        let mut words = Words::default();
        add_logs(files, &mut words);
        table.add_kinds(files, &mut words);
        table.add_platforms(&mut words);
        for entry in files.iter().flat_map(|file| &file.word) {
            let meaning = table.meaning(entry);
            for word in &entry.words {
                words.state(word, &meaning, entry.source.as_deref());
            }
        }
        words.finish();
        table.words = words;
        table
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

    fn add_kinds(&self, files: &[File], words: &mut Words) {
        let none = LogSet::default();
        let by_kind = by(&self.units, |unit| &unit.kinds);
        for kind in files.iter().flat_map(|file| &file.kind) {
            let units = by_kind.get(&kind.id).unwrap_or(&none);
            words.add(&kind.id, units, Origin::Id("kinds"));
            words.add(&kind.name, units, Origin::Name);
            for word in &kind.words {
                words.add(word, units, Origin::Stated("kinds"));
            }
        }
        let by_component = by(&self.units, |unit| &unit.components);
        for component in files.iter().flat_map(|file| &file.component) {
            let units = by_component.get(&component.id).unwrap_or(&none);
            words.add(&component.id, units, Origin::Id("components"));
            words.add(&component.name, units, Origin::Component);
            for word in &component.words {
                words.add(word, units, Origin::Component);
            }
        }
    }

    /// The names of platforms stand for all that is on them.
    fn add_platforms(&self, words: &mut Words) {
        for platform in platform::all() {
            let units = self.reach.written_on(platform);
            if !units.is_empty() {
                words.add(&platform.name, &units, Origin::Name);
            }
        }
    }

    /// What a word stands for: units of any of its logs or data components, on its platform.
    fn meaning(&self, word: &data::Word) -> Meaning {
        if let Some(reason) = &word.nothing {
            return Meaning::Nothing(reason.clone());
        }
        let mut units = LogSet::default();
        for pattern in &word.logs {
            units.extend(&self.matching(pattern));
        }
        for component in &word.components {
            units.extend(&self.units_where(|unit| unit.components.contains(component)));
        }
        let platform = word.platform.as_deref().and_then(platform::platform);
        let Some(platform) = platform else {
            return Meaning::Logs(units);
        };
        let on_platform = self.reach.written_on(platform);
        if word.logs.is_empty() && word.components.is_empty() {
            return Meaning::Logs(on_platform);
        }
        Meaning::Logs(units.intersection(&on_platform))
    }

    /// The units that a pattern `log/event` means.
    pub(super) fn matching(&self, pattern: &str) -> LogSet {
        self.units_where(|unit| matches(unit, pattern))
    }
}

/// Units by what they list.
fn by<'table>(
    units: &'table [Unit],
    listed: impl Fn(&'table Unit) -> &'table [String],
) -> HashMap<String, LogSet> {
    let mut sets: HashMap<String, LogSet> = HashMap::new();
    for (at, unit) in units.iter().enumerate() {
        for one in listed(unit) {
            sets.entry(one.clone()).or_default().insert(at);
        }
    }
    sets
}

/// Units by the folded ids of events.
fn ids(units: &[Unit]) -> Lookup<LogSet> {
    let mut ids: Lookup<LogSet> = Lookup::default();
    for (at, unit) in units.iter().enumerate() {
        for id in &unit.event_ids {
            ids.entry(&fold(id)).insert(at);
        }
    }
    ids
}

fn open(files: &[File]) -> LogSet {
    let logs = files.iter().flat_map(|file| &file.log);
    let is_open = logs.flat_map(|log| log.event.iter().map(|_| log.open));
    LogSet::of(
        is_open
            .enumerate()
            .filter(|(_, open)| *open)
            .map(|(at, _)| at),
    )
}

fn add_logs(files: &[File], words: &mut Words) {
    let mut next = 0;
    for log in files.iter().flat_map(|file| &file.log) {
        let whole = LogSet::of(next..next + log.event.len());
        words.add(&log.id, &whole, Origin::Id(&log.id));
        words.add(&log.name, &whole, Origin::Name);
        for word in &log.words {
            words.add(word, &whole, Origin::Stated(&log.id));
        }
        for event in &log.event {
            add_event(log, event, next, words);
            next += 1;
        }
    }
}

fn add_event(log: &data::Log, event: &data::Event, at: usize, words: &mut Words) {
    let unit = LogSet::of([at]);
    words.add(
        &format!("{}/{}", log.id, event.id),
        &unit,
        Origin::Id(&log.id),
    );
    let whole = event.ids.iter().filter(|id| !id.ends_with('*'));
    let by_id = whole.flat_map(|id| {
        let templates = log.id_words.iter();
        templates.map(move |template| template.replace("{id}", id))
    });
    for word in event.words.iter().cloned().chain(by_id) {
        words.add(&word, &unit, Origin::Stated(&log.id));
    }
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
    let hosts = match &event.platforms[..] {
        [] => &log.platforms,
        _ => &event.platforms,
    };
    Unit {
        id: format!("{}/{}", log.id, event.id),
        log: log.id.clone(),
        log_name: log.name.clone(),
        name: event.name.clone(),
        product: log.product.clone(),
        kinds: event.kinds.clone(),
        platforms: hosts.iter().chain(&log.observes).cloned().collect(),
        hosts: hosts.clone(),
        components,
        event_ids: event.ids.clone(),
    }
}
