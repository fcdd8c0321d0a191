//! The log sources that the vocabulary knows, those that detections of the catalogue state, and those that the policy adds.

use std::collections::BTreeSet;

use catalogue::Catalogue;
use count::{StackLogs, log_name};
use model::{LogSource, Resource};
use vocabulary::fold;
use vocabulary::logs::{log_words, logs_of};

use super::rules::Fault;
use crate::Error;

/// What is known.
pub(super) struct LogSources {
    /// Words of detections, folded.
    stated: BTreeSet<String>,
    own: StackLogs,
}

impl LogSources {
    pub(super) fn of(catalogue: &Catalogue, own: &[String]) -> Result<Self, Error> {
        let logs = catalogue.detection_logs()?;
        Ok(Self {
            stated: logs.iter().map(|log| fold(&log_name(log))).collect(),
            own: StackLogs::new(own),
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
        let name = log_name(log);
        let understood = logs_of("", std::slice::from_ref(log), &[]);
        !understood.logs.is_empty()
            || self.stated.contains(&fold(&name))
            || self.own.has_word(&name)
    }

    fn unknown(&self, log: &LogSource) -> Fault {
        let name = log_name(log);
        let wanted = fold(&name);
        let known = self.stated.iter().chain(log_words());
        let near = known.min_by_key(|known| strsim::osa_distance(&known.to_lowercase(), &wanted));
        let add = format!("or add `{name}` to `log_sources` of the policy, if it is yours");
        let remedy = match near {
            Some(near) => format!("perhaps `{near}` is meant; {add}"),
            None => add,
        };
        let message = format!("reads `{name}`, which no detection of the catalogue reads");
        (message, remedy)
    }
}
