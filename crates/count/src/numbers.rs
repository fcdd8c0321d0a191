//! The numbers of a technique: what exists, what runs, how far it is proven.

use model::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::counting::TechniqueResource;
use crate::ladder::rung;
use crate::number;
use crate::volume::{Potential, Volume, VolumeResource, VolumeTerm, potential, terms, volume};

/// One pillar of a technique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PillarNumbers {
    /// Resources of the sources in use that count for the technique itself.
    pub resources: u32,
    /// The same with all copies of one rule or test counted once.
    pub distinct: u32,
    /// How much there is to adopt.
    pub volume: Volume,
    /// The terms of the volume, source by source.
    pub terms: Vec<VolumeTerm>,
}

/// The numbers of one technique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Numbers {
    /// Controls.
    pub controls: PillarNumbers,
    /// Detections.
    pub detections: PillarNumbers,
    /// Tests.
    pub tests: PillarNumbers,
    /// How well its controls can be validated.
    pub potential: Potential,
    /// How many of its detections run.
    pub running: u32,
    /// Of these, how many lack their log source.
    pub without_log: u32,
    /// Detections of the whole catalogue that do not run, and whose log source is not known to be missing.
    pub deployable: u32,
    /// The best rung of its detections that run: 0 nothing, 1 mapped, 2 its log arrives, 3 a test is linked, 4 it fired on a
    /// sample, 5 it fired in the lab.
    pub rung: u8,
    /// How many of its running detections stand on each rung, from 1 to 5.
    pub rungs: [u32; 5],
}

impl Numbers {
    /// Those of a technique with these resources.
    pub fn new(resources: &[TechniqueResource<'_>]) -> Self {
        let (controls, detections, tests) = (
            PillarNumbers::new(resources, Kind::Control),
            PillarNumbers::new(resources, Kind::Detection),
            PillarNumbers::new(resources, Kind::Test),
        );
        let mut numbers = Self {
            potential: potential(detections.volume, tests.volume),
            controls,
            detections,
            tests,
            ..Self::default()
        };
        let counted = resources.iter().filter(|resource| resource.counts);
        for detection in counted.filter(|counted| counted.resource.kind == Kind::Detection) {
            numbers.add_detection(detection);
        }
        numbers
    }

    fn add_detection(&mut self, detection: &TechniqueResource<'_>) {
        let missing = detection.evidence.log == Some(false);
        if !detection.runs {
            self.deployable += u32::from(!missing);
            return;
        }
        let rung = rung(detection.evidence);
        self.running += 1;
        self.without_log += u32::from(missing);
        self.rung = self.rung.max(rung);
        if let Some(place) = rung.checked_sub(1) {
            self.rungs[usize::from(place)] += 1;
        }
    }

    /// Controls, detections and tests together.
    pub fn total(&self) -> u32 {
        self.controls.resources + self.detections.resources + self.tests.resources
    }

    /// The volume and resources of a pillar.
    pub fn pillar(&self, kind: Kind) -> (u32, Volume) {
        match kind {
            Kind::Control => (self.controls.resources, self.controls.volume),
            Kind::Detection => (self.detections.resources, self.detections.volume),
            Kind::Test => (self.tests.resources, self.tests.volume),
            Kind::Knowledge => (0, Volume::None),
        }
    }
}

impl PillarNumbers {
    fn new(resources: &[TechniqueResource<'_>], kind: Kind) -> Self {
        let counted: Vec<VolumeResource<'_>> = resources
            .iter()
            .filter(|counted| counted.resource.kind == kind && counted.counts && counted.in_use)
            .map(|counted| VolumeResource {
                row: counted.resource.row,
                original: counted.resource.original,
                source: counted.source,
            })
            .collect();
        let resources = number(counted.len());
        let terms = terms(counted);
        Self {
            resources,
            distinct: terms.iter().map(|term| term.resources).sum(),
            volume: volume(&terms),
            terms,
        }
    }
}
