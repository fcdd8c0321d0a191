//! Names that questions accept, for completion. Stands outside the registry, since it
//! answers nothing.

use catalogue::Catalogue;

use crate::Error;
use crate::threat::{ActorKind, Actors};

/// Names that a catalogue knows: (value to type, display name).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownNames {
    /// Ids of techniques in use.
    pub techniques: Vec<(String, String)>,
    /// Sources.
    pub sources: Vec<(String, String)>,
    /// Groups and other adversaries, by name.
    pub adversaries: Vec<(String, String)>,
    /// Malware and tools, by name.
    pub software: Vec<(String, String)>,
    /// Campaigns, by name.
    pub campaigns: Vec<(String, String)>,
}

/// Reads them.
pub fn names(catalogue: &Catalogue) -> Result<KnownNames, Error> {
    let techniques = catalogue
        .all_techniques()?
        .into_iter()
        .filter(|technique| technique.active)
        .map(|technique| (technique.id.to_string(), technique.name));
    let sources = catalogue
        .sources()?
        .into_iter()
        .map(|source| (source.provenance.source, source.provenance.title));
    let actors = Actors::read(catalogue)?.all;
    let of = |kind| {
        let of_kind = actors.iter().filter(|actor| actor.kind == kind);
        let mut names: Vec<(String, String)> = of_kind
            .map(|actor| (actor.name.clone(), actor.id.clone().unwrap_or_default()))
            .collect();
        names.sort();
        names.dedup_by(|left, right| left.0 == right.0);
        names
    };
    Ok(KnownNames {
        techniques: techniques.collect(),
        sources: sources.collect(),
        adversaries: of(ActorKind::Group),
        software: of(ActorKind::Software),
        campaigns: of(ActorKind::Campaign),
    })
}
