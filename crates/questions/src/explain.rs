//! Every resource behind the numbers of a technique, and how it was counted.

use std::collections::HashMap;

use catalogue::{Catalogue, Listed};
use count::{StackInCatalogue, rung};
use model::{Kind, RuleEvidence, State, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::link::{Links, links};
use crate::numbers::{Counted, Counting};

/// One resource of a technique, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explained {
    /// The technique.
    pub technique: TechniqueId,
    /// How the mapping stands in the chosen release.
    pub state: State,
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
    pub resource: Listed,
    /// Where it can be seen.
    pub links: Links,
}

/// The resources of one technique, counted against the stack.
pub(crate) fn explain(
    catalogue: &Catalogue,
    technique: TechniqueId,
    owned: &StackInCatalogue,
) -> Result<Vec<Explained>, Error> {
    let counting = Counting::of(catalogue, Some(&[technique]), owned)?;
    let counted: HashMap<i64, Counted<'_>> = counting
        .counted(owned)
        .map(|one| (one.resource.row, one))
        .collect();
    let rows: Vec<i64> = counted.keys().copied().collect();
    let sources = catalogue.sources()?;
    let mut explained = Vec::new();
    for resource in catalogue.listed_rows(&rows)? {
        let Some(one) = counted.get(&resource.row) else {
            continue;
        };
        let Some(source) = sources
            .iter()
            .find(|source| source.provenance.source == resource.source)
        else {
            continue;
        };
        let detection = one.resource.kind == Kind::Detection;
        explained.push(Explained {
            technique,
            state: one.state,
            counted: one.counts && one.in_use,
            why_not: why_not(one, owned),
            runs: detection.then_some(one.runs),
            facts: detection.then_some(one.evidence),
            rung: detection.then(|| if one.runs { rung(one.evidence) } else { 0 }),
            links: links(&source.provenance, &resource),
            resource,
        });
    }
    Ok(explained)
}

fn why_not(one: &Counted<'_>, owned: &StackInCatalogue) -> Option<String> {
    if !one.resource.status.counts() {
        return Some(format!("it is {}", one.resource.status));
    }
    if !one.state.counts() {
        return Some(format!("its mapping is {}", one.state));
    }
    if one.in_use {
        return None;
    }
    if owned.excludes(one.resource.row) {
        return Some("it is left out on purpose".to_owned());
    }
    if !one.on_platform {
        return Some("it is for other platforms".to_owned());
    }
    Some("its source is not in use".to_owned())
}
