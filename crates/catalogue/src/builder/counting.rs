//! Gathers the counting data of all releases from the finished tables, when a catalogue is built.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use model::{
    CountedMapping, CountedResource, CountingData, Kind, MappingState, PartName, RelationMeaning,
    RuleLogs,
};
use rusqlite::{Connection, params};

use crate::conclusions::rule_logs::StoredLogs;
use crate::error::Error;
use crate::format::column::word;
use crate::format::contents::Contents;
use crate::format::counting::{number, pack};
use crate::format::packing;
use crate::format::schema::STATE;
use crate::lookup::declaration::Declarations;

/// Writes the table `facts`: a conclusion from all others.
pub(crate) fn write(database: &Connection, contents: Contents) -> Result<(), Error> {
    let of_all = data(database)?;
    let places: HashMap<i64, u32> = (0..)
        .zip(&of_all.resources)
        .map(|(place, resource)| (resource.row, place))
        .collect();
    let releases: Vec<i64> = database
        .prepare("SELECT id FROM release ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut insert = database.prepare("INSERT INTO facts VALUES (?1, ?2)")?;
    for release in releases {
        let data = CountingData {
            mappings: mappings(database, release, &places)?,
            ..of_all.clone()
        };
        let written = pack(&data)?;
        insert.execute(params![release, packing::pack(written, contents)?])?;
    }
    Ok(())
}

/// All resources that can be counted, without mappings.
fn data(database: &Connection) -> Result<CountingData, Error> {
    let tested = tested(database)?;
    let sql = "SELECT resource.id, source.name, part, kind, status, platforms, logs, ifnull(copy.original, resource.id)
               FROM resource JOIN source ON source.id = resource.source LEFT JOIN copy ON copy.resource = resource.id
               WHERE kind <> 'knowledge' ORDER BY resource.id";
    let mut statement = database.prepare(sql)?;
    let mut rows = statement.query([])?;
    let (mut parts, mut platforms) = (Interner::new(), Interner::new());
    let (log_units, logs) = rule_logs(database)?;
    let mut data = CountingData {
        log_units,
        logs,
        ..CountingData::default()
    };
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let kind = word(row, 3)?;
        data.resources.push(CountedResource {
            row: id,
            kind,
            status: word(row, 4)?,
            original: row.get(7)?,
            // Only detections are tested; adversaries point to hundreds of things that are no tests.
            tested: kind == Kind::Detection && tested.contains(&id),
            part: parts.place((row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
            platforms: platforms.place(row.get::<_, String>(5)?),
            // The first list is that of the resources that state none.
            logs: row.get::<_, Option<u32>>(6)?.map_or(0, |place| place + 1),
        });
    }
    let part = |(source, part)| PartName { source, part };
    data.parts = parts.listed.into_iter().map(part).collect();
    data.platforms = read(&platforms.listed)?;
    Ok(data)
}

/// Units of logs, and what detections read: first nothing, then the lists in the order of their numbers.
fn rule_logs(database: &Connection) -> Result<(Vec<String>, Vec<RuleLogs>), Error> {
    let mut statement = database.prepare("SELECT logs FROM rule_logs ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut units = Interner::new();
    let mut logs = vec![RuleLogs::Unstated];
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        logs.push(match serde_json::from_str(&text)? {
            StoredLogs::Words(words) => RuleLogs::Words(words),
            StoredLogs::Units(ids) => {
                RuleLogs::Units(ids.into_iter().map(|id| units.place(id)).collect())
            }
        });
    }
    Ok((units.listed, logs))
}

/// What many resources have in common, each once.
struct Interner<T> {
    listed: Vec<T>,
    places: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Interner<T> {
    fn new() -> Self {
        Self {
            listed: Vec::new(),
            places: HashMap::new(),
        }
    }

    fn place(&mut self, list: T) -> u32 {
        if let Some(&place) = self.places.get(&list) {
            return place;
        }
        let place = number(self.listed.len());
        self.listed.push(list.clone());
        self.places.insert(list, place);
        place
    }
}

fn read<T: serde::de::DeserializeOwned>(lists: &[String]) -> Result<Vec<T>, Error> {
    let lists = lists.iter().map(|list| Ok(serde_json::from_str(list)?));
    lists.collect()
}

/// Each resource once per technique of the release with the best of its states, by technique and resource.
fn mappings(
    database: &Connection,
    release: i64,
    places: &HashMap<i64, u32>,
) -> Result<Vec<CountedMapping>, Error> {
    let sql = format!(
        "SELECT lead.technique, mapping.resource, {STATE}
         FROM lead JOIN mapping ON mapping.written = lead.written WHERE lead.release = ?1"
    );
    let mut statement = database.prepare(&sql)?;
    let mut rows = statement.query([release])?;
    let mut mappings: Vec<CountedMapping> = Vec::new();
    while let Some(row) = rows.next()? {
        let technique = row.get_ref(0)?.as_str().unwrap_or_default().parse();
        let resource = places.get(&row.get::<_, i64>(1)?);
        // What leads nowhere has no technique; what is knowledge is not counted.
        if let (Ok(technique), Some(&resource)) = (technique, resource) {
            mappings.push(CountedMapping {
                technique,
                resource,
                state: word(row, 2)?,
            });
        }
    }
    mappings
        .sort_unstable_by_key(|mapping| (mapping.technique, mapping.resource, rank(mapping.state)));
    mappings.dedup_by_key(|mapping| (mapping.technique, mapping.resource));
    Ok(mappings)
}

/// Of several ways in which one resource names one technique the plainest counts.
fn rank(state: MappingState) -> u8 {
    match state {
        MappingState::AsWritten => 0,
        MappingState::Followed => 1,
        MappingState::OtherDomain => 2,
        MappingState::Inferred => 3,
        MappingState::Deprecated => 4,
        MappingState::Ambiguous => 5,
        MappingState::Unknown => 6,
        MappingState::Indirect => 7,
    }
}

/// The resources that a source states a test or a recording of. Examples that authors run their own rules over show no attack.
fn tested(database: &Connection) -> Result<HashSet<i64>, Error> {
    let declarations = Declarations::read(database)?;
    let sql = "SELECT related.resource, source.name, relation, link.target FROM related
         JOIN resource ON resource.id = related.resource JOIN source ON source.id = resource.source
         LEFT JOIN link ON link.resource = related.resource AND link.position = related.position
         WHERE relation IN (SELECT value FROM json_each(?1))";
    let mut statement = database.prepare(sql)?;
    let mut rows = statement.query([declarations.words_of_tests()?])?;
    let mut tested = HashSet::new();
    while let Some(row) = rows.next()? {
        let (source, relation): (String, String) = (row.get(1)?, row.get(2)?);
        let meaning = declarations.meaning(&source, &relation);
        let target: Option<i64> = row.get(3)?;
        if meaning.makes_it_fire() {
            tested.insert(row.get(0)?);
        }
        if let Some(target) = target.filter(|_| meaning.inverse() == RelationMeaning::TestedBy) {
            tested.insert(target);
        }
    }
    Ok(tested)
}
