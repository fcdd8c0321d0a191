//! One pillar of a technique with its sub-techniques, as the page of the technique shows it. Nothing is left out for a stack.

use std::collections::BTreeSet;

use model::{Kind, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number;
use crate::volume::{Volume, VolumeResource, VolumeTerm, terms, volume};

/// A resource that is mapped to the technique or to one of its sub-techniques.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PillarResource<'a> {
    /// The technique that it is mapped to.
    pub technique: TechniqueId,
    /// What it is.
    pub kind: Kind,
    /// Its number in the catalogue.
    pub row: i64,
    /// That of its original; its own where it is no copy.
    pub original: i64,
    /// The source that states it.
    pub source: &'a str,
    /// Whether its mapping counts.
    pub counts: bool,
    /// Whether its mapping leads to several techniques, of which this is one.
    pub ambiguous: bool,
}

/// One pillar of a technique: its controls, detections or tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pillar {
    /// Which pillar.
    pub kind: Kind,
    /// Resources for the technique itself that count.
    pub own: u32,
    /// The same with all copies of one rule or test counted once.
    pub distinct: u32,
    /// With those for its sub-techniques; each resource once.
    pub with_sub_techniques: u32,
    /// The same with all copies counted once.
    pub distinct_with_sub_techniques: u32,
    /// From how many sources the latter come.
    pub sources: u32,
    /// Resources for the technique itself that are shown but do not count: deprecated, placeholders and the like.
    pub not_counted: u32,
    /// Resources that may be for the technique itself, or for a part of it: cannot be decided without reading them.
    pub ambiguous: u32,
    /// How much there is to adopt for the technique itself.
    pub volume: Volume,
    /// The terms of the volume, source by source.
    pub terms: Vec<VolumeTerm>,
}

impl Pillar {
    /// That of this kind, among all resources of the technique and its sub-techniques.
    pub fn new(technique: TechniqueId, kind: Kind, mapped: &[PillarResource<'_>]) -> Self {
        let of_kind = || mapped.iter().filter(|resource| resource.kind == kind);
        let counted = || of_kind().filter(|resource| resource.counts);
        let own = || counted().filter(|resource| resource.technique == technique);
        let terms = terms(own().map(volume_resource).collect());
        let rows: BTreeSet<i64> = counted().map(|resource| resource.row).collect();
        let originals: BTreeSet<i64> = counted().map(|resource| resource.original).collect();
        let sources: BTreeSet<&str> = counted().map(|resource| resource.source).collect();
        let (ambiguous, not_counted): (Vec<&PillarResource<'_>>, Vec<_>) = of_kind()
            .filter(|resource| resource.technique == technique && !resource.counts)
            .partition(|resource| resource.ambiguous);
        Self {
            kind,
            own: number(own().count()),
            distinct: terms.iter().map(|term| term.resources).sum(),
            with_sub_techniques: number(rows.len()),
            distinct_with_sub_techniques: number(originals.len()),
            sources: number(sources.len()),
            not_counted: number(not_counted.len()),
            ambiguous: number(ambiguous.len()),
            volume: volume(&terms),
            terms,
        }
    }
}

fn volume_resource<'a>(resource: &PillarResource<'a>) -> VolumeResource<'a> {
    VolumeResource {
        row: resource.row,
        original: resource.original,
        source: resource.source,
    }
}
