//! Names that complete what somebody begins to write.

use std::sync::{Arc, PoisonError};

use questions::names::{KnownNames, names};
use rmcp::model::{CompleteRequestParams, CompleteResult, CompletionInfo, Reference};

use super::Assistant;
use crate::pool::QueryCost;
use crate::problem::Problem;

/// The names that begin so, then those that hold it, and those whose title does.
pub(super) fn complete(names: &KnownNames, request: &CompleteRequestParams) -> CompleteResult {
    let place = match &request.r#ref {
        Reference::Resource(reference) => reference
            .uri
            .strip_prefix("rhumb://")
            .and_then(|rest| rest.split('/').next()),
        _ => None,
    };
    let known = match place.unwrap_or(&request.argument.name) {
        "technique" => &names.techniques,
        "source" => &names.sources,
        "adversary" | "threat" => &names.adversaries,
        "software" => &names.software,
        "campaign" => &names.campaigns,
        _ => return CompleteResult::default(),
    };
    let prefix = request.argument.value.to_lowercase();
    let mut found: Vec<(u8, &String)> = known
        .iter()
        .filter_map(|(name, title)| Some((rank(name, title, &prefix)?, name)))
        .collect();
    found.sort();
    let total = u32::try_from(found.len()).ok();
    let values: Vec<String> = found
        .into_iter()
        .take(CompletionInfo::MAX_VALUES)
        .map(|(_, name)| name.clone())
        .collect();
    let more = total.is_some_and(|total| total as usize > values.len());
    CompletionInfo::with_pagination(values, total, more)
        .map(CompleteResult::new)
        .unwrap_or_default()
}

fn rank(name: &str, title: &str, prefix: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name.starts_with(prefix) {
        Some(0)
    } else if name.contains(prefix) {
        Some(1)
    } else {
        title.to_lowercase().contains(prefix).then_some(2)
    }
}

impl Assistant {
    /// The names of the present catalogue, read once.
    pub(super) async fn names(&self) -> Result<Arc<KnownNames>, Problem> {
        let generation = self.0.catalogues.current();
        let kept = self
            .0
            .names
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((_, names)) = kept.filter(|(number, _)| *number == generation.number) {
            return Ok(names);
        }
        let read = Arc::new(generation.run(QueryCost::Short, None, names).await??);
        *self.0.names.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((generation.number, Arc::clone(&read)));
        Ok(read)
    }
}
