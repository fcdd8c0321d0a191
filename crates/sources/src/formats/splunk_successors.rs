//! The list of a repository of Splunk's detections that says which of them stand for those that were removed:
//! `removed/deprecation_mapping.YML`. It names them by their names.

use std::collections::HashMap;

use model::{Harvest, Problem, Related};
use serde::Deserialize;

use super::lenient::Texts;
use super::yaml;
use crate::files::holds_none;
use crate::{File, Tree};

/// How a removed detection relates to what replaces it.
pub(crate) const REPLACED_BY: &str = "replaced_by";

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    detections: Vec<Removed>,
}

#[derive(Deserialize)]
struct Removed {
    content: String,
    #[serde(default)]
    replacement_content: Texts,
}

/// Whether the file is such a list.
pub(crate) fn is_list(file: &File<'_>) -> bool {
    file.name()
        .to_ascii_lowercase()
        .starts_with("deprecation_mapping.")
}

/// Accounts for a list: it holds no detection.
pub(crate) fn list(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    holds_none(file, "says which detections replace which", harvest);
    yaml::parse::<List>(file).map(|_| ())
}

/// Links the removed detections to what replaces them: by its id, or by the name where it is not there.
pub(crate) fn link(tree: &Tree, patterns: &[&str], harvest: &mut Harvest) {
    let lists = tree.files(patterns).filter(is_list);
    let replaced: HashMap<String, Texts> = lists
        .filter_map(|file| yaml::parse::<List>(&file).ok())
        .flat_map(|list| list.detections)
        .map(|removed| (removed.content.to_lowercase(), removed.replacement_content))
        .collect();
    let ids: HashMap<String, String> = harvest
        .resources
        .iter()
        .filter_map(|rule| Some((rule.title.to_lowercase(), rule.id.clone()?)))
        .collect();
    for rule in &mut harvest.resources {
        let Some(Texts(names)) = replaced.get(&rule.title.to_lowercase()) else {
            continue;
        };
        rule.related.extend(names.iter().map(|name| {
            let id = ids.get(&name.to_lowercase()).unwrap_or(name);
            Related::new(REPLACED_BY, id)
        }));
    }
}
