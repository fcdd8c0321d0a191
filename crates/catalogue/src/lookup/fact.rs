//! What counting needs of a resource, and no more: thousands of them are read for one answer, so they stand in the
//! catalogue once more, packed for each release.

mod packed;
mod tally;

use std::collections::HashMap;
use std::sync::Arc;

use model::{CountedMapping, CountingData, LogSource, MatrixTechnique, TechniqueId};
use rusqlite::OptionalExtension;

use crate::error::Error;
use crate::format::body::Body;
use crate::format::column::word;
use crate::lookup::open::Catalogue;

pub(crate) use tally::write;

/// What a resource is called, and no more: what deployed rules and adversaries are recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Its number in this catalogue.
    pub row: i64,
    /// Its part of the source.
    pub part: String,
    /// The id that its authors gave it.
    pub id: Option<String>,
    /// What names it for good.
    pub key: String,
    /// Its title.
    pub title: String,
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
        log_sources: all.log_sources.clone(),
        resources,
        mappings,
    }
}

/// A place in a list as it is kept.
fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a catalogue has fewer resources than there are numbers of 32 bits")
}

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
            Some(packed) => packed::read(&self.unpacked(packed, &[])?)
                .ok_or_else(|| Error::Damaged("what is counted".to_owned()))?,
            None => CountingData::default(),
        };
        Ok(self.counting_data.get_or_init(|| Arc::new(data)).clone())
    }

    /// What every detection is called.
    pub fn detection_names(&self) -> Result<Vec<Called>, Error> {
        self.called("kind = 'detection'", [])
    }

    /// What the resources of these parts are called, part by part.
    pub fn names_of_parts(&self, parts: &[&str]) -> Result<Vec<Called>, Error> {
        let condition = "resource.source IN (SELECT source FROM part WHERE id IN (SELECT value FROM json_each(?1)))
                         AND part IN (SELECT value FROM json_each(?1))";
        let mut called = self.called(condition, [serde_json::to_string(parts)?])?;
        called.sort_by_key(|one| parts.iter().position(|part| one.part == *part));
        Ok(called)
    }

    fn called(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Called>, Error> {
        let sql = format!(
            "SELECT resource.id, upstream, source.name, path, ordinal, resource.title, part
             FROM resource JOIN source ON source.id = resource.source WHERE {condition} ORDER BY resource.id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let rows = statement.query_map(values, |row| {
            let (source, path): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(Called {
                row: row.get(0)?,
                id: row.get(1)?,
                key: crate::lookup::listed::key(&source, &path, row.get(4)?),
                title: row.get(5)?,
                part: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The logs that detections read, each as often as one reads it.
    pub fn detection_logs(&self) -> Result<Vec<LogSource>, Error> {
        let sql =
            "SELECT log_sources FROM resource WHERE kind = 'detection' AND log_sources <> '[]'";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut logs: Vec<LogSource> = Vec::new();
        while let Some(row) = rows.next()? {
            logs.extend(crate::format::column::list::<LogSource>(row, 0)?);
        }
        Ok(logs)
    }

    /// The techniques in use, by id.
    pub fn matrix_techniques(&self) -> Result<Vec<MatrixTechnique>, Error> {
        let sql = "SELECT id, name, domain, tactics, platforms FROM technique WHERE release = ?1 AND NOT revoked AND NOT deprecated ORDER BY id";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query([self.release])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            found.push(MatrixTechnique {
                id: id
                    .parse()
                    .map_err(|_| Error::Damaged(format!("the technique id `{id}`")))?,
                name: row.get(1)?,
                domain: word(row, 2)?,
                tactics: crate::format::column::list(row, 3)?,
                platforms: crate::format::column::list(row, 4)?,
            });
        }
        Ok(found)
    }

    /// The resources of these numbers, as lists show them.
    pub fn listed_rows(&self, rows: &[i64]) -> Result<Vec<crate::Listed>, Error> {
        self.list_where(
            "resource.id IN (SELECT value FROM json_each(?1))",
            [serde_json::to_string(rows)?],
        )
    }

    /// The resources of this title, in whatever case.
    pub fn titled(&self, title: &str) -> Result<Vec<crate::Listed>, Error> {
        self.list_where("resource.title = ?1 COLLATE NOCASE", [title.trim()])
    }

    /// The data sources that each of the resources names in its own words, by number; nothing in a catalogue of facts.
    pub fn data_sources(&self, rows: &[i64]) -> Result<HashMap<i64, Vec<String>>, Error> {
        let bodies = self.bodies(rows)?;
        Ok(bodies
            .into_iter()
            .map(|(row, body)| (row, body.data_sources))
            .collect())
    }

    /// Other names of the resources, by number.
    pub fn aliases(&self, rows: &[i64]) -> Result<HashMap<i64, Vec<String>>, Error> {
        let bodies = self.bodies(rows)?;
        Ok(bodies
            .into_iter()
            .map(|(row, body)| (row, body.aliases))
            .collect())
    }

    /// What the resources' sources add to their mappings, by number.
    pub fn details(&self, rows: &[i64]) -> Result<HashMap<i64, Vec<String>>, Error> {
        let bodies = self.bodies(rows)?;
        Ok(bodies
            .into_iter()
            .map(|(row, body)| (row, body.details.into_values().collect()))
            .collect())
    }

    fn bodies(&self, rows: &[i64]) -> Result<Vec<(i64, Body)>, Error> {
        let sql = "SELECT body.resource, body, source FROM json_each(?1) AS asked JOIN body ON body.resource = asked.value
                   JOIN resource ON resource.id = body.resource";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut found = statement.query([serde_json::to_string(rows)?])?;
        let mut bodies = Vec::with_capacity(rows.len());
        while let Some(row) = found.next()? {
            bodies.push((row.get(0)?, self.unpack_body(row.get(2)?, row.get(1)?)?));
        }
        Ok(bodies)
    }
}
