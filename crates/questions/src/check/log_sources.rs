//! The log sources that detections of the catalogue read, and those that the policy adds.

use std::collections::BTreeMap;

use catalogue::Catalogue;
use count::{StackLogSource, log_name};
use model::{LogSource, Resource};

use super::rules::Fault;
use crate::Error;

/// What is known.
pub(super) struct LogSources {
    /// As sources write them, by their small letters.
    known: BTreeMap<String, String>,
    own: Vec<StackLogSource>,
}

impl LogSources {
    pub(super) fn of(catalogue: &Catalogue, own: &[String]) -> Result<Self, Error> {
        let logs = catalogue.detection_logs()?;
        let names = logs.iter().map(log_name);
        Ok(Self {
            known: names.map(|name| (name.to_lowercase(), name)).collect(),
            own: own.iter().map(|log| StackLogSource::new(log)).collect(),
        })
    }

    /// What is wrong with the log sources of a rule.
    pub(super) fn faults(&self, rule: &Resource) -> Vec<Fault> {
        // What correlates others reads what they read.
        let correlates = rule
            .related
            .iter()
            .any(|related| related.relation == "correlates");
        let states = !rule.log_sources.is_empty() || !rule.data_sources.is_empty();
        if !states && !correlates {
            let remedy = "state which log it reads".to_owned();
            return vec![("states no log source".to_owned(), remedy)];
        }
        let unknown = rule.log_sources.iter().filter(|log| !self.is_known(log));
        unknown.map(|log| self.unknown(log)).collect()
    }

    fn is_known(&self, log: &LogSource) -> bool {
        self.known.contains_key(&log_name(log).to_lowercase())
            || self.own.iter().any(|own| own.feeds(log))
    }

    fn unknown(&self, log: &LogSource) -> Fault {
        let name = log_name(log);
        let wanted = name.to_lowercase();
        let near = self
            .known
            .iter()
            .min_by_key(|(known, _)| strsim::osa_distance(known, &wanted));
        let add = format!("or add `{name}` to `log_sources` of the policy, if it is yours");
        let remedy = match near {
            Some((_, near)) => format!("perhaps `{near}` is meant; {add}"),
            None => add,
        };
        let message = format!("reads `{name}`, which no detection of the catalogue reads");
        (message, remedy)
    }
}
