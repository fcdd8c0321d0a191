//! What counting needs of a catalogue, and no more: controls, detections and tests with the techniques that they are for.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::{Domain, Kind, MappingState, Status, TechniqueId};

/// A control, detection or test as counting sees it. What many have in common stands once in [`CountingData`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedResource {
    /// Its number in the catalogue.
    pub row: i64,
    /// What it is for.
    pub kind: Kind,
    /// How far it can be relied on.
    pub status: Status,
    /// The number of the resource that it is a copy of, or its own.
    pub original: i64,
    /// Whether a source states a test or a recording that makes it fire.
    pub tested: bool,
    /// The place of its part in [`CountingData::parts`].
    pub part: u32,
    /// The place of its platforms in [`CountingData::platforms`].
    pub platforms: u32,
    /// The place of its logs in [`CountingData::logs`].
    pub logs: u32,
}

/// One resource for one technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedMapping {
    /// The technique.
    pub technique: TechniqueId,
    /// The place of the resource in [`CountingData::resources`].
    pub resource: u32,
    /// How the mapping stands in the chosen release.
    pub state: MappingState,
}

/// A part of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct PartName {
    /// The source.
    pub source: String,
    /// The part.
    pub part: String,
}

/// The logs that a detection reads.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub enum RuleLogs {
    /// It states none.
    #[default]
    Unstated,
    /// What it states, in its words, where the vocabulary does not understand any of them.
    Words(Vec<String>),
    /// Places in [`CountingData::log_units`]; any of them is enough.
    Units(Vec<u32>),
}

/// The resources of some techniques.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountingData {
    /// The parts of sources that any resource belongs to.
    pub parts: Vec<PartName>,
    /// Lists of platforms; none where a resource does not say, or is for any.
    pub platforms: Vec<Vec<String>>,
    /// Ids of the smallest parts of logs that the vocabulary tells apart: `sysmon/process_creation`.
    pub log_units: Vec<String>,
    /// What detections read.
    pub logs: Vec<RuleLogs>,
    /// Each resource once, in the order of the catalogue.
    pub resources: Vec<CountedResource>,
    /// Each resource once per technique, by technique.
    pub mappings: Vec<CountedMapping>,
}

/// A technique of the chosen release, as a matrix shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixTechnique {
    /// Its id.
    pub id: TechniqueId,
    /// Its bare name.
    pub name: String,
    /// The matrix that it stands in.
    pub domain: Domain,
    /// Short names of its tactics.
    pub tactics: Vec<String>,
    /// Its platforms.
    pub platforms: Vec<String>,
}

impl CountingData {
    /// The source and part of a resource.
    pub fn part(&self, resource: &CountedResource) -> &PartName {
        &self.parts[resource.part as usize]
    }

    /// The platforms of a resource; none where it does not say, or is for any.
    pub fn platforms(&self, resource: &CountedResource) -> &[String] {
        &self.platforms[resource.platforms as usize]
    }

    /// The logs that a resource reads.
    pub fn logs(&self, resource: &CountedResource) -> &RuleLogs {
        &self.logs[resource.logs as usize]
    }

    /// Ids of the units of logs that it reads; none where what it states is not understood.
    pub fn units<'a>(&'a self, logs: &'a RuleLogs) -> impl Iterator<Item = &'a str> {
        let places = match logs {
            RuleLogs::Units(places) => places.as_slice(),
            RuleLogs::Unstated | RuleLogs::Words(_) => &[],
        };
        places
            .iter()
            .map(|place| self.log_units[*place as usize].as_str())
    }
}
