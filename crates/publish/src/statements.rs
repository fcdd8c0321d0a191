//! The mappings that an answer states, for formats that exchange such statements.

use std::collections::BTreeMap;

use catalogue::{MappingRow, ResourceSummary};
use model::{Kind, TechniqueId};

use crate::style::clean;

/// A resource and the techniques that it counts for, each with how it was concluded.
pub(crate) struct MappedResource<'a> {
    pub(crate) resource: &'a ResourceSummary,
    pub(crate) page: Option<&'a str>,
    pub(crate) techniques: BTreeMap<TechniqueId, String>,
}

/// What an answer states.
#[derive(Default)]
pub(crate) struct Statements<'a> {
    pub(crate) resources: Vec<MappedResource<'a>>,
    pub(crate) names: BTreeMap<TechniqueId, &'a str>,
    /// On what terms, by source.
    pub(crate) terms: BTreeMap<&'a str, String>,
}

impl<'a> Statements<'a> {
    /// States what counts; nothing of a resource that is no control, detection or test.
    pub(crate) fn add(
        &mut self,
        resource: &'a ResourceSummary,
        page: Option<&'a str>,
        techniques: BTreeMap<TechniqueId, String>,
    ) {
        let pillar = match resource.kind {
            Kind::Control | Kind::Detection | Kind::Test => true,
            Kind::Knowledge => false,
        };
        if pillar && resource.status.counts() && !techniques.is_empty() {
            self.resources.push(MappedResource {
                resource,
                page,
                techniques,
            });
        }
    }
}

/// The techniques that count, each with how it was concluded.
pub(crate) fn mapped<'a>(
    mappings: impl Iterator<Item = &'a MappingRow>,
) -> BTreeMap<TechniqueId, String> {
    let counting = mappings.filter(|mapping| mapping.conclusion.state.counts());
    counting
        .filter_map(|mapping| {
            let conclusion = &mapping.conclusion;
            let how = how(&conclusion.state.to_string(), conclusion.reason.as_deref());
            Some((conclusion.technique?, how))
        })
        .collect()
}

/// How the technique was concluded; empty if it is as written.
pub(crate) fn how(state: &str, reason: Option<&str>) -> String {
    match (state, reason) {
        ("as_written", _) => String::new(),
        (state, Some(reason)) => format!("{}: {reason}", state.replace('_', " ")),
        (state, None) => state.replace('_', " "),
    }
}

/// The terms of a source, in sentences.
pub(crate) fn terms(
    title: &str,
    copyright: &str,
    licence: &str,
    attribution: Option<&str>,
) -> String {
    let parts = [title, copyright, licence, attribution.unwrap_or_default()].map(clean);
    let sentences: Vec<&str> = parts
        .iter()
        .map(|part| part.trim_end_matches('.'))
        .filter(|part| !part.is_empty())
        .collect();
    sentences.join(". ") + "."
}
