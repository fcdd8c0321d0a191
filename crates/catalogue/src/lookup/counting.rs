//! What counting needs of all resources, read once for the chosen release.

use std::sync::Arc;

use model::{CountedMapping, CountingData, TechniqueId};
use rusqlite::OptionalExtension;

use crate::error::Error;
use crate::format::counting::{number, unpack};
use crate::lookup::open::Catalogue;

impl Catalogue {
    /// All controls, detections and tests of these techniques; of all techniques where none is named.
    pub fn counting_data(
        &self,
        techniques: Option<&[TechniqueId]>,
    ) -> Result<Arc<CountingData>, Error> {
        let all = self.all_counting_data()?;
        Ok(match techniques {
            None => all,
            Some(techniques) => Arc::new(of_techniques(&all, techniques)),
        })
    }

    /// Counts with what another one has read that was opened from the same file.
    pub fn share(&self, other: &Self) -> Result<(), Error> {
        if self.release == other.release {
            let read = other.all_counting_data()?;
            self.counting_data.get_or_init(|| read);
        }
        Ok(())
    }

    /// Read once, and then kept for as long as the release is the chosen one.
    fn all_counting_data(&self) -> Result<Arc<CountingData>, Error> {
        if let Some(known) = self.counting_data.get() {
            return Ok(known.clone());
        }
        let packed: Option<Vec<u8>> = self
            .database
            .prepare_cached("SELECT packed FROM facts WHERE release = ?1")?
            .query_row([self.release], |row| row.get(0))
            .optional()?;
        let data = match packed {
            Some(packed) => unpack(&self.unpacked(packed, &[])?)
                .ok_or_else(|| Error::Damaged("what is counted".to_owned()))?,
            None => CountingData::default(),
        };
        Ok(self.counting_data.get_or_init(|| Arc::new(data)).clone())
    }
}

/// The data of some techniques alone.
fn of_techniques(all: &CountingData, techniques: &[TechniqueId]) -> CountingData {
    let mut wanted = techniques.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut mappings: Vec<CountedMapping> = Vec::new();
    for id in wanted {
        let from = all
            .mappings
            .partition_point(|mapping| mapping.technique < id);
        let of_technique = all.mappings[from..].iter();
        mappings.extend(of_technique.take_while(|mapping| mapping.technique == id));
    }
    let mut named = vec![false; all.resources.len()];
    for mapping in &mappings {
        named[mapping.resource as usize] = true;
    }
    let mut places = vec![0; all.resources.len()];
    let mut resources = Vec::new();
    for (place, resource) in all
        .resources
        .iter()
        .enumerate()
        .filter(|&(place, _)| named[place])
    {
        places[place] = number(resources.len());
        resources.push(*resource);
    }
    for mapping in &mut mappings {
        mapping.resource = places[mapping.resource as usize];
    }
    CountingData {
        parts: all.parts.clone(),
        platforms: all.platforms.clone(),
        log_units: all.log_units.clone(),
        logs: all.logs.clone(),
        resources,
        mappings,
    }
}
