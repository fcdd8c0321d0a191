//! The words of threat-informed defence, as plain data: techniques, resources, mappings, releases, evidence.
//!
//! Nothing here reads, writes or decides; every other crate speaks in these types. A new word of the field
//! gets a file of its own here before anything else uses it.

mod address;
mod characteristic;
mod conclusion;
mod counting;
mod declaration;
mod evidence;
mod harvest;
mod link;
mod not_mappable;
mod ontology;
mod provenance;
mod release;
mod resource;
mod role;
pub mod sigma;
mod stack;
mod technique;
mod threat;

pub use characteristic::Characteristic;
pub use conclusion::{Conclusion, MappingState};
pub use counting::{
    CountedMapping, CountedResource, CountingData, MatrixTechnique, PartName, RuleLogs,
};
pub use declaration::{ClassicEntries, ClassicSection, Declaration, Product, RelationKind};
pub use evidence::{Firing, RuleEvidence};
pub use harvest::{FileCounts, FileOutcome, Harvest, Problem};
pub use link::RelationMeaning;
pub use not_mappable::NotMappable;
pub use ontology::{Countermeasure, Ontology, Relation};
pub use provenance::{Provenance, SourcePart, TextPolicy};
pub use release::{Domain, Release, Tactic, Technique};
pub use resource::{
    Kind, Level, LogSource, Mapping, Related, Resource, ResourcePlace, Status, TacticMention,
};
pub use role::Role;
pub use stack::{Claim, Exclusion, Stack};
pub use technique::{InvalidTechniqueId, TechniqueId};
pub use threat::{Threat, ThreatTechnique};
