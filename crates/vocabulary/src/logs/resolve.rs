//! From what a rule states to the units that it reads.

use model::LogSource;

use super::channel::{event_ids, names};
use super::fields::Fields;
use super::reach::{Mask, Reach};
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
    let mut reading = Reading::new(Some(source));
    for log in log_sources {
        let part = reading.log_source(log);
        reading.add(part);
    }
    if reading.parts.is_empty() {
        reading.texts(data_sources);
    }
    reading.resolved()
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

    fn platforms(&self, reach: &Reach) -> Mask {
        let all = reach.any(&self.units);
        let stated = self.platform.map_or(0, |platform| reach.parts(platform));
        match all & stated {
            0 => all,
            both => both,
        }
    }
}

/// A rule while its words are looked up.
pub(super) struct Reading<'a> {
    /// Whose words are meant; none: those of anybody.
    source: Option<&'a str>,
    table: &'static Table,
    pub(super) unknown: Vec<String>,
    stated: bool,
    parts: Vec<Part>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(source: Option<&'a str>) -> Self {
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
        let reach = &self.table.reach;
        let mut logs = LogSet::default();
        for part in &self.parts {
            logs.extend(&part.units);
        }
        Resolved {
            platforms: reach.common(self.parts.iter().map(|part| part.platforms(reach))),
            nothing: self.stated && logs.is_empty() && self.unknown.is_empty(),
            logs,
            unknown: self.unknown,
        }
    }

    /// The texts of a rule: alternatives, or, where the source lists them from the general to the special, what they have
    /// in common.
    fn texts(&mut self, texts: &[String]) {
        let narrowing = self
            .table
            .narrowing
            .iter()
            .any(|one| Some(one.as_str()) == self.source);
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
    pub(super) fn text(&mut self, text: &str) -> LogSet {
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
                units: self.fields(&Fields::new(product, category, service)),
                platform: product.and_then(platform::platform),
            },
        }
    }

    /// A log source of Sigma: words for several of its fields together, or else what its fields have in common.
    pub(super) fn fields(&mut self, fields: &Fields<'_>) -> LogSet {
        for (word, rest) in fields.joined() {
            if let Some(units) = self.exact(&word) {
                return self.narrowed(units.clone(), rest, &fields.all);
            }
        }
        let units = fields.product.and_then(|word| self.word(word));
        match units.cloned() {
            Some(units) => self.of_product(&units, fields),
            None => self.without_product(fields),
        }
    }

    /// What the units of a product have in common with its category and service. A category that it does not have is no
    /// reason to disregard the service.
    fn of_product(&mut self, units: &LogSet, fields: &Fields<'_>) -> LogSet {
        let of_category = self.narrowed(units.clone(), fields.category, &fields.all);
        if of_category.is_empty() && fields.service.is_some() {
            return self.narrowed(units.clone(), fields.service, &fields.all);
        }
        self.narrowed(of_category, fields.service, &fields.all)
    }

    /// What category and service have in common: a product that is not stated or not understood restricts nothing.
    fn without_product(&mut self, fields: &Fields<'_>) -> LogSet {
        let of_category = fields.category.and_then(|word| self.word(word));
        match (of_category.cloned(), fields.service) {
            (Some(units), service) => self.narrowed(units, service, &fields.all),
            (None, Some(service)) => self.word(service).cloned().unwrap_or_default(),
            (None, None) => LogSet::default(),
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
            None => {
                let named = self.table.ids.get(&folded);
                named.filter(|named| !is_platform && named.intersects(&units))
            }
        };
        let both = narrower.map(|narrower| units.intersection(narrower));
        match both {
            Some(both) if !both.is_empty() => both,
            _ if is_number && self.table.one_log(&units) => units,
            Some(_) => {
                self.unknown.push(all.to_owned());
                LogSet::default()
            }
            // There is nothing to tell apart.
            None if units.len() == 1 || units.is_subset(&self.table.open) => units,
            None => {
                self.unknown.push(word.trim().to_owned());
                if self.table.one_log(&units) {
                    units
                } else {
                    LogSet::default()
                }
            }
        }
    }

    /// A log source of ATT&CK's analytics: the events that its channel names, or else those that show the data component,
    /// or else the log as a whole.
    pub(super) fn analytic(
        &mut self,
        product: &str,
        channel: Option<&str>,
        component: &str,
    ) -> LogSet {
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
        let by_name = names.flat_map(|name| [self.table.ids.get(name), self.exact(name)]);
        let narrower = [
            by_id.fold(LogSet::default(), |all, units| all.union(units)),
            by_name
                .flatten()
                .fold(LogSet::default(), |all, units| all.union(units)),
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
    let reach = &TABLE.reach;
    reach.common(logs.iter().map(|(_, units)| reach.any(units)))
}
