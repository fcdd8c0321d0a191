//! Every resource behind the numbers of a technique, and how it was counted.

use std::collections::HashMap;

use catalogue::{Catalogue, ResourceSummary};
use count::{StackInCatalogue, TechniqueResource, rung};
use model::{Kind, MappingState, RuleEvidence, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::counting::counting;
use crate::link::{ResourceLinks, links};

/// One resource of a technique, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResourceExplanation {
    /// The technique.
    pub technique: TechniqueId,
    /// How the mapping stands in the chosen release.
    pub state: MappingState,
    /// Whether it is in the numbers.
    pub counted: bool,
    /// Why not, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
    /// Of a detection: whether it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<bool>,
    /// Of a detection: what is known of it, fact by fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<RuleEvidence>,
    /// Of a detection: its rung.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rung: Option<u8>,
    /// The resource.
    #[serde(flatten)]
    pub resource: ResourceSummary,
    /// Where it can be seen.
    pub links: ResourceLinks,
}

/// The resources of one technique, counted against the stack.
pub(crate) fn explain(
    catalogue: &Catalogue,
    technique: TechniqueId,
    stack: &StackInCatalogue,
) -> Result<Vec<ResourceExplanation>, Error> {
    let counting = counting(catalogue, Some(&[technique]), stack)?;
    let counted: HashMap<i64, TechniqueResource<'_>> = counting
        .resources()
        .map(|counted| (counted.resource.row, counted))
        .collect();
    let rows: Vec<i64> = counted.keys().copied().collect();
    let sources = catalogue.sources()?;
    let mut explained = Vec::new();
    for resource in catalogue.summaries(&rows)? {
        let Some(counted) = counted.get(&resource.row) else {
            continue;
        };
        let Some(source) = sources
            .iter()
            .find(|source| source.provenance.source == resource.source)
        else {
            continue;
        };
        let detection = counted.resource.kind == Kind::Detection;
        explained.push(ResourceExplanation {
            technique,
            state: counted.state,
            counted: counted.counts && counted.in_use,
            why_not: why_not(counted),
            runs: detection.then_some(counted.runs),
            facts: detection.then_some(counted.evidence),
            rung: detection.then(|| {
                if counted.runs {
                    rung(counted.evidence)
                } else {
                    0
                }
            }),
            links: links(&source.provenance, &resource),
            resource,
        });
    }
    Ok(explained)
}

fn why_not(counted: &TechniqueResource<'_>) -> Option<String> {
    if !counted.resource.status.counts() {
        return Some(format!("it is {}", counted.resource.status));
    }
    if !counted.state.counts() {
        return Some(format!("its mapping is {}", counted.state));
    }
    if counted.in_use {
        return None;
    }
    if counted.excluded {
        return Some("it is left out on purpose".to_owned());
    }
    if !counted.on_platform {
        return Some("it is for other platforms".to_owned());
    }
    Some("its source is not in use".to_owned())
}
