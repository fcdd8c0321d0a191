//! From what a rule states to the units that it reads.

use model::LogSource;

use super::channel::event_ids;
use super::set::LogSet;
use super::table::{Meaning, TABLE, Table, Unit};
use crate::fold;

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
        let units = reading.log_source(log);
        reading.add(&units);
    }
    if reading.parts.is_empty() {
        for text in data_sources {
            let units = reading.word(text).cloned().unwrap_or_default();
            reading.add(&units);
        }
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
    let units = reading.log_source(&log);
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

/// A rule while its words are looked up.
struct Reading<'a> {
    source: &'a str,
    table: &'static Table,
    unknown: Vec<String>,
    stated: bool,
    parts: Vec<LogSet>,
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

    fn add(&mut self, units: &LogSet) {
        if !units.is_empty() {
            self.parts.push(units.clone());
        }
    }

    fn resolved(self) -> Resolved {
        let mut logs = LogSet::default();
        for part in &self.parts {
            logs.extend(part);
        }
        Resolved {
            platforms: common(self.parts.iter().map(all_platforms)),
            nothing: self.stated && logs.is_empty() && self.unknown.is_empty(),
            logs,
            unknown: self.unknown,
        }
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

    fn log_source(&mut self, log: &LogSource) -> LogSet {
        let field =
            |field: &'_ Option<String>| field.clone().filter(|text| !text.trim().is_empty());
        let (product, category) = (field(&log.product), field(&log.category));
        let (service, component) = (field(&log.service), field(&log.component));
        match (&product, &category, &service, &component) {
            (Some(product), None, channel, Some(component)) => {
                self.analytic(product, channel.as_deref(), component)
            }
            (None, None, None, Some(component)) => {
                self.word(component).cloned().unwrap_or_default()
            }
            _ => self.fields(product.as_deref(), category.as_deref(), service.as_deref()),
        }
    }

    /// A log source of Sigma: words for all of its fields together, or else what all of its fields have in common. A
    /// service that is not understood leaves nothing: what else is stated would stand for logs that the rule does not read.
    fn fields(
        &mut self,
        product: Option<&str>,
        category: Option<&str>,
        service: Option<&str>,
    ) -> LogSet {
        let [p, c, s] = [product, category, service].map(|field| fold(field.unwrap_or_default()));
        if let Some(units) = self.exact(&format!("{p}/{c}/{s}")) {
            return units.clone();
        }
        let joined = match (product, category, service) {
            (Some(_), Some(_), _) => self
                .exact(&format!("{p}/{c}"))
                .map(|units| (units, service)),
            _ => None,
        };
        let joined = joined.or_else(|| {
            let both = product.is_some() && service.is_some();
            let units = both.then(|| self.exact(&format!("{p}//{s}"))).flatten()?;
            Some((units, category))
        });
        if let Some((units, rest)) = joined {
            return match rest.and_then(|rest| self.word(rest)) {
                Some(narrower) => self.both(units, narrower, [&p, &c, &s]),
                None => units.clone(),
            };
        }
        self.common_units(product, category, service)
    }

    fn common_units(
        &mut self,
        product: Option<&str>,
        category: Option<&str>,
        service: Option<&str>,
    ) -> LogSet {
        let before = self.unknown.len();
        let of_product = product.and_then(|word| self.word(word));
        let product_unknown = self.unknown.len() > before;
        let of_category = category.and_then(|word| self.word(word));
        let of_service = service.and_then(|word| self.word(word));
        let unknown = self.unknown.len() - before - usize::from(product_unknown);
        if unknown > 0 && of_service.is_none() {
            return LogSet::default();
        }
        let names = [product, category, service].map(|field| fold(field.unwrap_or_default()));
        let mut sets = [of_product, of_category, of_service].into_iter().flatten();
        let Some(first) = sets.next() else {
            return LogSet::default();
        };
        sets.fold(first.clone(), |units, narrower| {
            if units.is_empty() {
                return units;
            }
            self.both(&units, narrower, names.each_ref())
        })
    }

    /// What two fields have in common. Where that is nothing, the fields together are not understood.
    fn both(&mut self, units: &LogSet, narrower: &LogSet, [p, c, s]: [&String; 3]) -> LogSet {
        let both = units.intersection(narrower);
        if both.is_empty() {
            self.unknown.push(format!("{p}/{c}/{s}"));
        }
        both
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
        let ids = event_ids(&channel);
        let by_id = log
            .iter()
            .filter(|unit| has_any(&self.table.units[*unit], &ids));
        let by_name = |word: &str| Some(self.exact(word)?.intersection(log));
        let narrower = [
            Some(LogSet::of(by_id)),
            by_name(&channel),
            by_name(&fold(component)),
        ];
        let narrower = narrower
            .into_iter()
            .flatten()
            .find(|units| !units.is_empty());
        narrower.unwrap_or_else(|| log.clone())
    }
}

fn has_any(unit: &Unit, ids: &[&str]) -> bool {
    unit.event_ids.iter().any(|id| ids.contains(&id.as_str()))
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

/// What all lists have in common, or else all of them. An empty list restricts nothing.
fn common(lists: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let lists: Vec<_> = lists.filter(|list| !list.is_empty()).collect();
    let mut all: Vec<String> = lists.concat();
    all.sort();
    all.dedup();
    let in_all = |platform: &&String| lists.iter().all(|list| list.contains(*platform));
    let common: Vec<String> = all.iter().filter(in_all).cloned().collect();
    if common.is_empty() { all } else { common }
}
