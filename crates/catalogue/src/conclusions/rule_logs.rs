//! The logs that detections read, in the words of the vocabulary.

use std::collections::HashMap;

use model::{Kind, Resource};
use serde::{Deserialize, Serialize};
use vocabulary::logs::{logs_of, units};

/// What a detection reads, as the catalogue keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StoredLogs {
    /// Ids of units of logs.
    Units(Vec<String>),
    /// What it states, where none of it is understood.
    Words(Vec<String>),
}

/// The logs of all detections, each list once.
#[derive(Debug, Default)]
pub(crate) struct AllRuleLogs {
    places: HashMap<StoredLogs, u32>,
}

/// The logs of one resource.
pub(crate) struct ResourceLogs {
    /// Their number, where it states any; and the list, where it is a new one.
    pub(crate) logs: Option<(u32, Option<StoredLogs>)>,
    /// The platforms of what it reads.
    pub(crate) platforms: Vec<String>,
}

impl AllRuleLogs {
    /// The logs that the resource reads.
    pub(crate) fn add(&mut self, source: &str, resource: &Resource) -> ResourceLogs {
        let resolved = logs_of(source, &resource.log_sources, &resource.data_sources);
        let stored = if resolved.logs.is_empty() {
            StoredLogs::Words(resolved.unknown)
        } else {
            let all = units();
            let ids = resolved.logs.iter().map(|at| all[at].id.clone());
            StoredLogs::Units(ids.collect())
        };
        // What is known to name no log states none.
        let states_any = stored != StoredLogs::Words(Vec::new());
        let is_detection = resource.kind == Kind::Detection;
        ResourceLogs {
            logs: (is_detection && states_any).then(|| self.place(stored)),
            platforms: resolved.platforms,
        }
    }

    fn place(&mut self, stored: StoredLogs) -> (u32, Option<StoredLogs>) {
        if let Some(place) = self.places.get(&stored) {
            return (*place, None);
        }
        let place = u32::try_from(self.places.len()).expect("there are fewer lists than resources");
        self.places.insert(stored.clone(), place);
        (place, Some(stored))
    }
}
