//! Counting, without a database: plain data in, plain data out. Every number that a page, a table or an export shows is
//! computed here, and nowhere else.

pub mod alignment;
pub mod comparison;
mod counting;
pub mod gaps;
mod ladder;
mod lead;
mod log_source;
mod numbers;
mod pillar;
mod placed_threat;
pub mod plan;
mod stack;
pub mod telemetry;
mod volume;
mod with_sub_techniques;

pub use alignment::align;
pub use counting::{Counting, Evidence, TechniqueResource};
pub use ladder::{RUNGS, gap, rung};
pub use lead::Leads;
pub use log_source::{StackLogs, log_name};
pub use numbers::{Numbers, PillarNumbers};
pub use pillar::{Pillar, PillarResource};
pub use placed_threat::{
    OriginalId, PlacedTechnique, PlacedThreat, ReleaseView, UnplacedId, place, threat_techniques,
};
pub use stack::{RuleName, StackInCatalogue, StackSummary, named_techniques, names_rules};
pub use volume::{Potential, Volume, VolumeResource, VolumeTerm, potential, terms, volume};
pub use with_sub_techniques::WithSubTechniques;

/// How many there are, as answers say it.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
