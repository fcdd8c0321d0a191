//! Web addresses of resources: on the branch that people read, and pinned to the commit that was read.

use catalogue::{RelatedRow, ResourceSummary, SourceRow};
use model::Provenance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a resource can be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResourceLinks {
    /// The best page for it: its own, else its file on the branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Its file on the branch that people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its file at the commit that was read: what it said then, for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<String>,
}

/// A resource or an address that another one points to, or that points to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedResource {
    /// The link as the source states it, and the resource that is meant.
    #[serde(flatten)]
    pub related: RelatedRow,
    /// Where the other can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl LinkedResource {
    /// With the address of the resource, or of what is no resource here.
    pub(crate) fn new(related: RelatedRow, sources: &[SourceRow]) -> Self {
        let url = match &related.resource {
            Some(resource) => {
                let of = |source: &&SourceRow| source.provenance.source == resource.source;
                let source = sources.iter().find(of);
                source.and_then(|source| links(&source.provenance, resource).page)
            }
            None => related
                .id
                .starts_with("https://")
                .then(|| related.id.clone()),
        };
        Self { related, url }
    }
}

/// The addresses of a resource.
pub fn links(provenance: &Provenance, resource: &ResourceSummary) -> ResourceLinks {
    if provenance.declaration.whole_knowledge_bases {
        return ResourceLinks {
            page: resource.page.clone(),
            ..ResourceLinks::default()
        };
    }
    let at = |reference: &str| provenance.file_url(reference, &resource.place);
    let file = at(&provenance.branch);
    ResourceLinks {
        page: resource.page.clone().or_else(|| file.clone()),
        pinned: provenance.commit.as_deref().and_then(at),
        file,
    }
}
