//! From what a rule states to the units that it reads.

use model::LogSource;

use super::channel::{event_ids, names};
use super::set::LogSet;
use super::table::{Meaning, TABLE, Table};
use crate::fold;
use crate::platform::{self, Platform};

/// What a rule reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The units of logs that it reads: any of them is enough.
    pub logs: LogSet,
    /// Words that are not understood, as they are written.
    pub unknown: Vec<String>,
    /// The platforms of what it reads: those that all of its log sources have in common, or else all of theirs.
    pub platforms: Vec<String>,
    /// Whether all that it states is known to name no log.
    pub nothing: bool,
}

/// What a rule of `source` reads: its log sources, or, where none of these is understood, its texts.
pub fn logs_of(source: &str, log_sources: &[LogSource], data_sources: &[String]) -> Resolved {
    let mut reading = Reading::new(source);
    for log in log_sources {
        let part = reading.log_source(log);
        reading.add(part);
    }
    if reading.parts.is_empty() {
        reading.texts(data_sources);
    }
    reading.resolved()
}

/// The units that a word stands for, whoever says it; also `product/category/service`, as a stack writes it. None where
/// a part of it is not understood or it names no log.
pub fn logs_named(word: &str) -> Option<LogSet> {
    match super::meaning(word) {
        Some(Meaning::Logs(units)) if !units.is_empty() => return Some(units),
        Some(_) => return None,
        None => {}
    }
    let mut parts = word.splitn(3, '/').map(|part| some(part.trim()));
    let mut next = || parts.next().flatten();
    let log = LogSource {
        product: next(),
        category: next(),
        service: next(),
        component: None,
    };
    if log.category.is_none() && log.service.is_none() {
        return None;
    }
    let mut reading = Reading::new("");
    let units = reading.log_source(&log).units;
    let all = reading.unknown.is_empty() || is_channel(log.service.as_deref());
    (all && !units.is_empty()).then_some(units)
}

/// Whether it is text about a log source of ATT&CK's analytics, where a log as a whole may stand for it.
fn is_channel(service: Option<&str>) -> bool {
    service.is_some_and(|service| service.contains([' ', '=', ',']))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// One of the things that a rule states: units of logs, and their platforms where these are stated, too.
#[derive(Clone, Default)]
struct Part {
    units: LogSet,
    platform: Option<&'static Platform>,
}

impl Part {
    fn new(units: LogSet) -> Self {
        Self {
            units,
            platform: None,
        }
    }

    fn platforms(&self) -> Vec<String> {
        match self.platform {
            Some(platform) => vec![platform.name.clone()],
            None => all_platforms(&self.units),
        }
    }
}

/// A rule while its words are looked up.
struct Reading<'a> {
    source: &'a str,
    table: &'static Table,
    unknown: Vec<String>,
    stated: bool,
    parts: Vec<Part>,
}

impl<'a> Reading<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            table: &TABLE,
            unknown: Vec::new(),
            stated: false,
            parts: Vec::new(),
        }
    }

    fn add(&mut self, part: Part) {
        if !part.units.is_empty() {
            self.parts.push(part);
        }
    }

    fn resolved(self) -> Resolved {
        let mut logs = LogSet::default();
        for part in &self.parts {
            logs.extend(&part.units);
        }
        Resolved {
            platforms: common(self.parts.iter().map(Part::platforms)),
            nothing: self.stated && logs.is_empty() && self.unknown.is_empty(),
            logs,
            unknown: self.unknown,
        }
    }

    /// The texts of a rule: alternatives, or, where the source lists them from the general to the special, what they have
    /// in common.
    fn texts(&mut self, texts: &[String]) {
        let narrowing = self.table.narrowing.iter().any(|one| one == self.source);
        for text in texts {
            let units = self.text(text);
            match self.parts.last_mut().filter(|_| narrowing) {
                Some(last) if !units.is_empty() => {
                    let both = last.units.intersection(&units);
                    last.units = if both.is_empty() { units } else { both };
                }
                _ => self.add(Part::new(units)),
            }
        }
    }

    /// The units of a text, or of several that `AND`, `OR` or commas join.
    fn text(&mut self, text: &str) -> LogSet {
        let folded = fold(text);
        if self.table.words.of(self.source, &folded).is_none() {
            let texts = folded.split(',').flat_map(|text| text.split(" and "));
            let texts = texts.flat_map(|text| text.split(" or ")).map(str::trim);
            let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
            let known = |text: &&str| self.table.words.of(self.source, text).is_some();
            if texts.iter().any(known) {
                return texts
                    .into_iter()
                    .fold(LogSet::default(), |mut units, text| {
                        units.extend(self.word(text).unwrap_or(&LogSet::default()));
                        units
                    });
            }
        }
        self.word(text).cloned().unwrap_or_default()
    }

    /// The units of a word. One that is not understood is kept.
    fn word(&mut self, word: &str) -> Option<&'static LogSet> {
        self.stated = true;
        match self.table.words.of(self.source, &fold(word)) {
            Some(Meaning::Logs(units)) => Some(units),
            Some(Meaning::Nothing(_)) => None,
            None => {
                self.unknown.push(word.trim().to_owned());
                None
            }
        }
    }

    /// The units of a word that stands in a table as a whole.
    fn exact(&self, folded: &str) -> Option<&'static LogSet> {
        match self.table.words.exact(self.source, folded)? {
            Meaning::Logs(units) => Some(units),
            Meaning::Nothing(_) => None,
        }
    }

    fn log_source(&mut self, log: &LogSource) -> Part {
        let [product, category, service, component] =
            [&log.product, &log.category, &log.service, &log.component]
                .map(|field| field.as_deref().filter(|text| !text.trim().is_empty()));
        match (product, category, service, component) {
            (Some(product), None, channel, Some(component)) => {
                Part::new(self.analytic(product, channel, component))
            }
            (None, None, None, Some(component)) => {
                Part::new(self.word(component).cloned().unwrap_or_default())
            }
            _ => Part {
                units: self.fields(product, category, service),
                platform: product.and_then(platform::platform),
            },
        }
    }

    /// A log source of Sigma: words for several of its fields together, or else what its fields have in common.
    fn fields(
        &mut self,
        product: Option<&str>,
        category: Option<&str>,
        service: Option<&str>,
    ) -> LogSet {
        let [p, c, s] = [product, category, service].map(|field| fold(field.unwrap_or_default()));
        let all = format!("{p}/{c}/{s}");
        if let Some(units) = self.exact(&all) {
            return units.clone();
        }
        let with_category = format!("{p}/{c}");
        let with_service = format!("{p}//{s}");
        let joined = self.exact(&with_category).filter(|_| category.is_some());
        if let Some(units) = joined.filter(|_| product.is_some()) {
            return self.narrowed(units.clone(), service, &all);
        }
        let joined = self.exact(&with_service).filter(|_| service.is_some());
        if let Some(units) = joined.filter(|_| product.is_some()) {
            return self.narrowed(units.clone(), category, &all);
        }
        self.one_by_one(product, category, service, &all)
    }

    /// What the fields have in common. A product that is not understood leaves what the others say; a category or service
    /// that is not understood leaves nothing, unless there is another one: the rest would stand for logs that the rule does
    /// not read.
    fn one_by_one(
        &mut self,
        product: Option<&str>,
        category: Option<&str>,
        service: Option<&str>,
        all: &str,
    ) -> LogSet {
        let units = product.and_then(|word| self.word(word)).cloned();
        let Some(units) = units else {
            let units = category.and_then(|word| self.word(word)).cloned();
            return match (units, service) {
                (Some(units), service) => self.narrowed(units, service, all),
                (None, Some(service)) => self.word(service).cloned().unwrap_or_default(),
                (None, None) => LogSet::default(),
            };
        };
        let units = self.narrowed(units, category, all);
        match service {
            Some(_) if units.is_empty() && category.is_some() => {
                self.one_by_one(product, None, service, all)
            }
            _ => self.narrowed(units, service, all),
        }
    }

    /// What units have in common with a word or the id of an event. Where the word is not understood, one log stands as a
    /// whole, and several leave nothing.
    fn narrowed(&mut self, units: LogSet, word: Option<&str>, all: &str) -> LogSet {
        let Some(word) = word.filter(|_| !units.is_empty()) else {
            return units;
        };
        let is_platform = all.split('/').next().and_then(platform::platform).is_some();
        let folded = fold(word);
        let is_number = folded.bytes().all(|byte| byte.is_ascii_digit());
        let narrower = match self.table.words.of(self.source, &folded) {
            Some(Meaning::Nothing(_)) => return units,
            Some(Meaning::Logs(narrower)) => Some(narrower),
            None => self.table.ids.get(&folded).filter(|_| !is_platform),
        };
        let both = narrower.map(|narrower| units.intersection(narrower));
        match both {
            Some(both) if !both.is_empty() => both,
            _ if is_number && self.table.one_log(&units) => units,
            Some(_) => {
                self.unknown.push(all.to_owned());
                LogSet::default()
            }
            None => {
                self.unknown.push(word.trim().to_owned());
                match self.table.one_log(&units) {
                    true => units,
                    false => LogSet::default(),
                }
            }
        }
    }

    /// A log source of ATT&CK's analytics: the events that its channel names, or else those that show the data component,
    /// or else the log as a whole.
    fn analytic(&mut self, product: &str, channel: Option<&str>, component: &str) -> LogSet {
        let channel = fold(channel.unwrap_or_default());
        if let Some(units) = self.exact(&format!("{}//{channel}", fold(product))) {
            return units.clone();
        }
        let Some(log) = self.word(product) else {
            return LogSet::default();
        };
        let ids = event_ids(&channel).into_iter();
        let by_id = ids.filter_map(|id| self.table.ids.get(id));
        let names = names(&channel);
        let by_name =
            names.filter_map(|name| self.table.ids.get(name).or_else(|| self.exact(name)));
        let narrower = [
            by_id.fold(LogSet::default(), |all, units| all.union(units)),
            by_name.fold(LogSet::default(), |all, units| all.union(units)),
            self.exact(&fold(component)).cloned().unwrap_or_default(),
        ];
        let mut narrower = narrower.iter().map(|units| units.intersection(log));
        narrower
            .find(|units| !units.is_empty())
            .unwrap_or_else(|| log.clone())
    }
}

/// The platforms of these logs: those that all of the logs have in common, or else all of theirs.
pub fn platforms_of(units: &LogSet) -> Vec<String> {
    let mut logs: Vec<(&str, LogSet)> = Vec::new();
    for at in units.iter() {
        let unit = &TABLE.units[at];
        match logs.last_mut() {
            Some((log, of_log)) if *log == unit.log => of_log.insert(at),
            _ => logs.push((&unit.log, LogSet::of([at]))),
        }
    }
    common(logs.iter().map(|(_, units)| all_platforms(units)))
}

/// The platforms of all of these units.
fn all_platforms(units: &LogSet) -> Vec<String> {
    let mut platforms = Vec::new();
    for at in units.iter() {
        let own = &TABLE.units[at].platforms;
        for platform in own {
            if !platforms.contains(platform) {
                platforms.push(platform.clone());
            }
        }
    }
    platforms.sort();
    platforms
}

/// What all lists have in common, or else all of them; a provider has itself in common with what it is a part of. An empty
/// list restricts nothing.
fn common(lists: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let lists: Vec<_> = lists.filter(|list| !list.is_empty()).collect();
    let mut all: Vec<String> = lists.concat();
    all.sort();
    all.dedup();
    let in_all = |name: &&String| {
        lists
            .iter()
            .all(|list| list.iter().any(|one| is_in(name, one)))
    };
    let common: Vec<String> = all.iter().filter(in_all).cloned().collect();
    if common.is_empty() { all } else { common }
}

fn is_in(name: &str, whole: &str) -> bool {
    let platforms = (platform::platform(name), platform::platform(whole));
    matches!(platforms, (Some(part), Some(whole)) if part.is_in(whole))
}
