//! An audit pack: a threat against a stack with every resource behind it, and where each comes from. Outside the registry:
//! its answer is a folder of files.

use catalogue::Catalogue;
use model::Provenance;

use crate::Error;
use crate::align::{self, Answer as Alignment};
use crate::explain::{ResourceExplanation, explain};

/// What goes into a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// One row per technique.
    pub aligned: Alignment,
    /// Every resource of every technique, and how it was counted.
    pub resources: Vec<ResourceExplanation>,
    /// Where they come from, by title.
    pub provenance: Vec<Provenance>,
}

/// Gathers it; all techniques, whatever page was asked for.
pub fn pack(catalogue: &Catalogue, arguments: &align::Arguments) -> Result<Answer, Error> {
    let mut arguments = arguments.clone();
    arguments.page = crate::PageRequest {
        limit: Some(crate::MOST),
        cursor: None,
    };
    let aligned = align::ask(catalogue, &arguments)?;
    let owned = arguments.stack.in_catalogue(catalogue)?;
    let mut resources = Vec::new();
    for row in &aligned.list.items {
        resources.extend(explain(catalogue, row.technique.id, &owned)?);
    }
    let provenance = catalogue
        .sources()?
        .into_iter()
        .map(|source| source.provenance);
    Ok(Answer {
        aligned,
        resources,
        provenance: provenance.collect(),
    })
}
