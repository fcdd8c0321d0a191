//! Counting data as it is kept: column by column and as steps from one to the next, which packs to a third of what rows do.

use borsh::{BorshDeserialize, BorshSerialize};
use model::{
    CountedMapping, CountedResource, CountingData, Kind, MappingState, PartName, RuleLogs, Status,
    TechniqueId,
};

#[derive(BorshSerialize, BorshDeserialize)]
struct Columns {
    parts: Vec<PartName>,
    platforms: Vec<Vec<String>>,
    log_units: Vec<String>,
    logs: Vec<RuleLogs>,
    /// How far each number is from the one before.
    rows: Vec<i64>,
    kinds: Vec<Kind>,
    statuses: Vec<Status>,
    /// How far the original is from the resource itself.
    originals: Vec<i64>,
    tested: Vec<bool>,
    part: Vec<u32>,
    platforms_of: Vec<u32>,
    logs_of: Vec<u32>,
    /// Each technique, and how many mappings it has.
    techniques: Vec<(TechniqueId, u32)>,
    /// How far each place is from the one before, from 0 for each technique.
    places: Vec<u32>,
    states: Vec<MappingState>,
}

/// The bytes of the data.
pub(crate) fn pack(data: &CountingData) -> std::io::Result<Vec<u8>> {
    let resources = || data.resources.iter();
    let column = |of: fn(&CountedResource) -> u32| resources().map(of).collect();
    let mut row_before = 0;
    let rows =
        resources().map(|resource| resource.row - std::mem::replace(&mut row_before, resource.row));
    let mut techniques: Vec<(TechniqueId, u32)> = Vec::new();
    let mut places = Vec::with_capacity(data.mappings.len());
    let mut place_before = 0;
    for mapping in &data.mappings {
        match techniques.last_mut() {
            Some((technique, mappings)) if *technique == mapping.technique => *mappings += 1,
            _ => {
                techniques.push((mapping.technique, 1));
                place_before = 0;
            }
        }
        places.push(mapping.resource - std::mem::replace(&mut place_before, mapping.resource));
    }
    borsh::to_vec(&Columns {
        parts: data.parts.clone(),
        platforms: data.platforms.clone(),
        log_units: data.log_units.clone(),
        logs: data.logs.clone(),
        rows: rows.collect(),
        kinds: resources().map(|resource| resource.kind).collect(),
        statuses: resources().map(|resource| resource.status).collect(),
        originals: resources()
            .map(|resource| resource.original - resource.row)
            .collect(),
        tested: resources().map(|resource| resource.tested).collect(),
        part: column(|resource| resource.part),
        platforms_of: column(|resource| resource.platforms),
        logs_of: column(|resource| resource.logs),
        techniques,
        places,
        states: data.mappings.iter().map(|mapping| mapping.state).collect(),
    })
}

/// The data of the bytes; none where they do not fit together.
pub(crate) fn unpack(bytes: &[u8]) -> Option<CountingData> {
    let columns: Columns = borsh::from_slice(bytes).ok()?;
    for logs in &columns.logs {
        if let RuleLogs::Units(units) = logs {
            for unit in units {
                within(*unit, columns.log_units.len())?;
            }
        }
    }
    let mut row = 0;
    let mut resources = Vec::with_capacity(columns.rows.len());
    for (at, step) in columns.rows.iter().enumerate() {
        row += step;
        resources.push(CountedResource {
            row,
            kind: *columns.kinds.get(at)?,
            status: *columns.statuses.get(at)?,
            original: row + columns.originals.get(at)?,
            tested: *columns.tested.get(at)?,
            part: within(*columns.part.get(at)?, columns.parts.len())?,
            platforms: within(*columns.platforms_of.get(at)?, columns.platforms.len())?,
            logs: within(*columns.logs_of.get(at)?, columns.logs.len())?,
        });
    }
    let mut mappings = Vec::with_capacity(columns.places.len());
    let mut kept = columns.places.into_iter().zip(columns.states);
    for (technique, count) in columns.techniques {
        let mut resource = 0;
        for (step, state) in kept.by_ref().take(count as usize) {
            resource = within(step.checked_add(resource)?, resources.len())?;
            mappings.push(CountedMapping {
                technique,
                resource,
                state,
            });
        }
    }
    Some(CountingData {
        parts: columns.parts,
        platforms: columns.platforms,
        log_units: columns.log_units,
        logs: columns.logs,
        resources,
        mappings,
    })
}

/// A place in a list, as columns hold it.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a catalogue has fewer resources than there are numbers of 32 bits")
}

/// The place, if there is one.
fn within(place: u32, length: usize) -> Option<u32> {
    (place < number(length)).then_some(place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn data(
        rows: Vec<(i64, bool)>,
        mappings: std::collections::BTreeSet<(u16, usize)>,
    ) -> CountingData {
        let mut row = 0;
        let resources: Vec<CountedResource> = rows
            .into_iter()
            .map(|(step, tested)| {
                row += step;
                CountedResource {
                    row,
                    kind: Kind::Detection,
                    status: Status::Stable,
                    original: row - step,
                    tested,
                    part: 0,
                    platforms: 1,
                    logs: 2,
                }
            })
            .collect();
        let mappings = mappings
            .into_iter()
            .filter(|&(_, resource)| resource < resources.len());
        let mapping = |(technique, resource): (u16, usize)| CountedMapping {
            technique: format!("T{:04}", 1000 + technique).parse().unwrap(),
            resource: number(resource),
            state: MappingState::Followed,
        };
        CountingData {
            parts: vec![PartName::default()],
            platforms: vec![Vec::new(), vec!["Windows".to_owned()]],
            log_units: vec!["sysmon/process_creation".to_owned()],
            logs: vec![
                RuleLogs::Unstated,
                RuleLogs::Words(vec!["own".to_owned()]),
                RuleLogs::Units(vec![0]),
            ],
            mappings: mappings.map(mapping).collect(),
            resources,
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            rows in proptest::collection::vec((1i64..50, any::<bool>()), 0..20),
            mappings in proptest::collection::btree_set((0u16..6, 0usize..20), 0..40),
        ) {
            let data = data(rows, mappings);
            prop_assert_eq!(unpack(&pack(&data).unwrap()).unwrap(), data);
        }

        #[test]
        fn what_is_damaged_is_none_or_fits_together(at in 0usize..200, by in 1u8..=255) {
            let data = data(vec![(3, true), (1, false)], [(1, 0), (1, 1), (2, 1)].into());
            let mut bytes = pack(&data).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= by;
            if let Some(read) = unpack(&bytes) {
                prop_assert!(read.mappings.iter().all(|mapping| (mapping.resource as usize) < read.resources.len()));
            }
        }
    }
}
