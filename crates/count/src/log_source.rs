//! Logs: how a stack names them, how a rule states them, and whether one arrives.

use std::collections::BTreeSet;

use model::{LogSource, RuleLogs};
use vocabulary::fold;
use vocabulary::logs::{LogSet, logs_in_use, logs_named, position};

use crate::counting::Counting;

/// The logs of a stack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackLogs {
    /// What arrives, as far as the vocabulary understands it.
    units: LogSet,
    /// All words, folded: rules may state words of their own.
    words: BTreeSet<String>,
}

impl StackLogs {
    /// The logs of these words.
    pub fn new(words: &[String]) -> Self {
        let mut logs = Self::default();
        for word in words {
            if let Some(units) = logs_in_use(word) {
                logs.units.extend(&units);
            }
            logs.words.insert(fold(word));
        }
        logs
    }

    /// All that a word can mean, that of products included.
    pub fn named(word: &str) -> Self {
        Self {
            units: logs_named(word).unwrap_or_default(),
            words: BTreeSet::from([fold(word)]),
        }
    }

    /// Whether none is named.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether this unit arrives.
    pub fn has_unit(&self, id: &str) -> bool {
        position(id).is_some_and(|at| self.units.contains(at))
    }

    /// Whether one of these units arrives.
    pub fn has_any(&self, units: &LogSet) -> bool {
        self.units.intersects(units)
    }

    /// Whether it is named in this very word.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(&fold(word))
    }

    /// Those of the logs of a rule that are among these.
    pub(crate) fn meant<'a>(&self, counting: &'a Counting, logs: &'a RuleLogs) -> Vec<&'a str> {
        match logs {
            RuleLogs::Unstated => Vec::new(),
            RuleLogs::Words(words) => {
                let words = words.iter().filter(|word| self.has_word(word));
                words.map(String::as_str).collect()
            }
            RuleLogs::Units(_) => {
                let units = counting.units(logs);
                units.filter(|unit| self.has_unit(unit)).collect()
            }
        }
    }

    /// Whether one of the logs that a rule reads arrives. Not known where no log is named, where the rule states none, and where
    /// nobody understands what it states: that is no reason to say that its log is missing.
    pub fn arrive(&self, logs: &RuleLogs, has_unit: impl Fn(u32) -> bool) -> Option<bool> {
        if self.is_empty() {
            return None;
        }
        match logs {
            RuleLogs::Unstated => None,
            RuleLogs::Words(words) => words.iter().any(|word| self.has_word(word)).then_some(true),
            RuleLogs::Units(units) => Some(units.iter().any(|unit| has_unit(*unit))),
        }
    }
}

/// A log source as a stack writes it: `windows/process_creation`, `windows//sysmon`, `proxy`.
pub fn log_name(log: &LogSource) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    match (&log.product, &log.category, &log.service) {
        (Some(product), None, None) => product.clone(),
        (None, Some(category), None) => category.clone(),
        (None, None, Some(service)) => service.clone(),
        (None, None, None) => text(&log.component),
        (product, category, None) => format!("{}/{}", text(product), text(category)),
        (product, category, service) => {
            format!("{}/{}/{}", text(product), text(category), text(service))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logs(words: &[&str]) -> StackLogs {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        StackLogs::new(&words)
    }

    #[test]
    fn a_log_arrives_whoever_names_it() {
        for word in [
            "sysmon",
            "windows//sysmon",
            "WinEventLog:Sysmon",
            "windows",
            "DC0032",
        ] {
            let stack = logs(&[word]);
            assert!(stack.has_unit("sysmon/process_creation"), "{word}");
        }
        assert!(!logs(&["windows//security"]).has_unit("sysmon/process_creation"));
    }

    #[test]
    fn whether_a_log_arrives_is_known_or_not() {
        let units = RuleLogs::Units(vec![3, 7]);
        let words = RuleLogs::Words(vec!["My Log".to_owned()]);
        let own = logs(&["my  log"]);
        for (stack, logs, expected) in [
            (&StackLogs::default(), &units, None),
            (&own, &RuleLogs::Unstated, None),
            (&own, &words, Some(true)),
            (&logs(&["sysmon"]), &words, None),
            (&own, &units, Some(true)),
        ] {
            assert_eq!(stack.arrive(logs, |unit| unit == 7), expected, "{logs:?}");
        }
        assert_eq!(own.arrive(&units, |_| false), Some(false));
    }
}
