//! The body of a resource: what lists and counts do not need.

use std::collections::BTreeMap;

use model::Resource;
use serde::{Deserialize, Serialize};

/// What lists and counts do not need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) query: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) platforms_written: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) data_sources: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) authors: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) references: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) aliases: Vec<String>,
    /// What the source adds to a mapping, by its position.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) details: BTreeMap<usize, String>,
}

impl Body {
    pub(crate) fn whole(resource: &Resource) -> Self {
        let details = resource
            .mappings
            .iter()
            .enumerate()
            .filter_map(|(position, mapping)| Some((position, mapping.detail.clone()?)));
        Self {
            description: resource.description.clone(),
            query: resource.query.clone(),
            platforms_written: resource.platforms.clone(),
            data_sources: resource.data_sources.clone(),
            references: resource.references.clone(),
            details: details.collect(),
            ..Self::facts(resource)
        }
    }

    /// Without any sentence, query or command of the source, and without what lists do not show; authors are named
    /// wherever their rules are.
    pub(crate) fn facts(resource: &Resource) -> Self {
        Self {
            authors: resource.authors.clone(),
            aliases: resource.aliases.clone(),
            ..Self::default()
        }
    }
}
