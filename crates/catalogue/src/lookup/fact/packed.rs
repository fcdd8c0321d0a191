//! Facts as they are kept: column by column and as steps from one to the next, which packs to a third of what rows do.

use borsh::{BorshDeserialize, BorshSerialize};
use model::{Kind, LogSource, State, Status, TechniqueId};

use super::{Fact, Facts, Pair, PartName, number};

#[derive(BorshSerialize, BorshDeserialize)]
struct Columns {
    parts: Vec<PartName>,
    platforms: Vec<Vec<String>>,
    log_sources: Vec<Vec<LogSource>>,
    /// How far each number is from the one before.
    rows: Vec<i64>,
    kinds: Vec<Kind>,
    statuses: Vec<Status>,
    /// How far the original is from the resource itself.
    originals: Vec<i64>,
    tested: Vec<bool>,
    part: Vec<u32>,
    platforms_of: Vec<u32>,
    log_sources_of: Vec<u32>,
    /// Each technique, and how many pairs it has.
    techniques: Vec<(TechniqueId, u32)>,
    /// How far each place is from the one before, from 0 for each technique.
    places: Vec<u32>,
    states: Vec<State>,
}

/// The bytes of the facts.
pub(super) fn write(facts: &Facts) -> std::io::Result<Vec<u8>> {
    let column = |of: fn(&Fact) -> u32| facts.facts.iter().map(of).collect();
    let mut before = 0;
    let rows = facts
        .facts
        .iter()
        .map(|fact| fact.row - std::mem::replace(&mut before, fact.row));
    let mut techniques: Vec<(TechniqueId, u32)> = Vec::new();
    let mut places = Vec::with_capacity(facts.pairs.len());
    let mut before = 0;
    for pair in &facts.pairs {
        match techniques.last_mut() {
            Some((technique, pairs)) if *technique == pair.technique => *pairs += 1,
            _ => {
                techniques.push((pair.technique, 1));
                before = 0;
            }
        }
        places.push(pair.fact - std::mem::replace(&mut before, pair.fact));
    }
    borsh::to_vec(&Columns {
        parts: facts.parts.clone(),
        platforms: facts.platforms.clone(),
        log_sources: facts.log_sources.clone(),
        rows: rows.collect(),
        kinds: facts.facts.iter().map(|fact| fact.kind).collect(),
        statuses: facts.facts.iter().map(|fact| fact.status).collect(),
        originals: facts
            .facts
            .iter()
            .map(|fact| fact.original - fact.row)
            .collect(),
        tested: facts.facts.iter().map(|fact| fact.tested).collect(),
        part: column(|fact| fact.part),
        platforms_of: column(|fact| fact.platforms),
        log_sources_of: column(|fact| fact.log_sources),
        techniques,
        places,
        states: facts.pairs.iter().map(|pair| pair.state).collect(),
    })
}

/// The facts of the bytes; none where they do not fit together.
pub(super) fn read(bytes: &[u8]) -> Option<Facts> {
    let columns: Columns = borsh::from_slice(bytes).ok()?;
    let mut row = 0;
    let mut facts = Vec::with_capacity(columns.rows.len());
    for (at, step) in columns.rows.iter().enumerate() {
        row += step;
        facts.push(Fact {
            row,
            kind: *columns.kinds.get(at)?,
            status: *columns.statuses.get(at)?,
            original: row + columns.originals.get(at)?,
            tested: *columns.tested.get(at)?,
            part: within(*columns.part.get(at)?, columns.parts.len())?,
            platforms: within(*columns.platforms_of.get(at)?, columns.platforms.len())?,
            log_sources: within(*columns.log_sources_of.get(at)?, columns.log_sources.len())?,
        });
    }
    let mut pairs = Vec::with_capacity(columns.places.len());
    let mut kept = columns.places.into_iter().zip(columns.states);
    for (technique, count) in columns.techniques {
        let mut fact = 0;
        for (step, state) in kept.by_ref().take(count as usize) {
            fact = within(step.checked_add(fact)?, facts.len())?;
            pairs.push(Pair {
                technique,
                fact,
                state,
            });
        }
    }
    Some(Facts {
        parts: columns.parts,
        platforms: columns.platforms,
        log_sources: columns.log_sources,
        facts,
        pairs,
    })
}

/// The place, if there is one.
fn within(place: u32, length: usize) -> Option<u32> {
    (place < number(length)).then_some(place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts(rows: Vec<(i64, bool)>, pairs: std::collections::BTreeSet<(u16, usize)>) -> Facts {
        let mut row = 0;
        let facts: Vec<Fact> = rows
            .into_iter()
            .map(|(step, tested)| {
                row += step;
                Fact {
                    row,
                    kind: Kind::Detection,
                    status: Status::Stable,
                    original: row - step,
                    tested,
                    part: 0,
                    platforms: 1,
                    log_sources: 0,
                }
            })
            .collect();
        let pairs = pairs.into_iter().filter(|&(_, fact)| fact < facts.len());
        let pair = |(technique, fact): (u16, usize)| Pair {
            technique: format!("T{:04}", 1000 + technique).parse().unwrap(),
            fact: number(fact),
            state: State::Followed,
        };
        Facts {
            parts: vec![PartName::default()],
            platforms: vec![Vec::new(), vec!["Windows".to_owned()]],
            log_sources: vec![Vec::new()],
            pairs: pairs.map(pair).collect(),
            facts,
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            rows in proptest::collection::vec((1i64..50, any::<bool>()), 0..20),
            pairs in proptest::collection::btree_set((0u16..6, 0usize..20), 0..40),
        ) {
            let facts = facts(rows, pairs);
            prop_assert_eq!(read(&write(&facts).unwrap()).unwrap(), facts);
        }

        #[test]
        fn what_is_damaged_is_none_or_fits_together(at in 0usize..200, by in 1u8..=255) {
            let facts = facts(vec![(3, true), (1, false)], [(1, 0), (1, 1), (2, 1)].into());
            let mut bytes = write(&facts).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= by;
            if let Some(read) = read(&bytes) {
                prop_assert!(read.pairs.iter().all(|pair| (pair.fact as usize) < read.facts.len()));
            }
        }
    }
}
