//! What counting needs of a resource, and no more: thousands of them are read for one answer, so they stand in the
//! catalogue once more, packed for each release.

mod packed;
mod tally;

use std::collections::HashMap;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};
use model::{Domain, Kind, LogSource, State, Status, TechniqueId};
use rusqlite::OptionalExtension;

use crate::error::Error;
use crate::format::body::Body;
use crate::format::column::word;
use crate::lookup::open::Catalogue;

pub(crate) use tally::write;

/// A control, detection or test as counting sees it. What many have in common stands once in [`Facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its number in this catalogue.
    pub row: i64,
    /// What it is for.
    pub kind: Kind,
    /// How far it can be relied on.
    pub status: Status,
    /// The number of the resource that it is a copy of, or its own.
    pub original: i64,
    /// Whether a source states a test or a recording that makes it fire.
    pub tested: bool,
    /// The place of its part in [`Facts::parts`].
    pub part: u32,
    /// The place of its platforms in [`Facts::platforms`].
    pub platforms: u32,
    /// The place of its logs in [`Facts::log_sources`].
    pub log_sources: u32,
}

/// One resource for one technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The technique.
    pub technique: TechniqueId,
    /// The place of the resource in the list of [`Facts`].
    pub fact: u32,
    /// How the mapping stands in the chosen release.
    pub state: State,
}

/// A part of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct PartName {
    /// The source.
    pub source: String,
    /// The part.
    pub part: String,
}

/// The resources of some techniques.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The parts of sources that any resource belongs to.
    pub parts: Vec<PartName>,
    /// Lists of platforms; none where a resource does not say, or is for any.
    pub platforms: Vec<Vec<String>>,
    /// Lists of logs that a resource reads.
    pub log_sources: Vec<Vec<LogSource>>,
    /// Each resource once, in the order of the catalogue.
    pub facts: Vec<Fact>,
    /// Each resource once per technique, by technique.
    pub pairs: Vec<Pair>,
}

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

impl Facts {
    /// The source and part of a resource.
    pub fn part(&self, fact: &Fact) -> &PartName {
        &self.parts[fact.part as usize]
    }

    /// The platforms of a resource; none where it does not say, or is for any.
    pub fn platforms(&self, fact: &Fact) -> &[String] {
        &self.platforms[fact.platforms as usize]
    }

    /// The logs that a resource reads.
    pub fn log_sources(&self, fact: &Fact) -> &[LogSource] {
        &self.log_sources[fact.log_sources as usize]
    }

    /// Those of some techniques alone.
    fn of(&self, techniques: &[TechniqueId]) -> Self {
        let mut wanted = techniques.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut pairs: Vec<Pair> = Vec::new();
        for id in wanted {
            let from = self.pairs.partition_point(|pair| pair.technique < id);
            let of_one = self.pairs[from..].iter();
            pairs.extend(of_one.take_while(|pair| pair.technique == id));
        }
        let mut named = vec![false; self.facts.len()];
        for pair in &pairs {
            named[pair.fact as usize] = true;
        }
        let mut places = vec![0; self.facts.len()];
        let mut facts = Vec::new();
        for (place, fact) in self
            .facts
            .iter()
            .enumerate()
            .filter(|&(place, _)| named[place])
        {
            places[place] = number(facts.len());
            facts.push(*fact);
        }
        for pair in &mut pairs {
            pair.fact = places[pair.fact as usize];
        }
        Self {
            parts: self.parts.clone(),
            platforms: self.platforms.clone(),
            log_sources: self.log_sources.clone(),
            facts,
            pairs,
        }
    }
}

/// A place in a list as it is kept.
fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a catalogue has fewer resources than there are numbers of 32 bits")
}

impl Catalogue {
    /// All controls, detections and tests of these techniques; of all techniques where none is named.
    pub fn facts(&self, techniques: Option<&[TechniqueId]>) -> Result<Arc<Facts>, Error> {
        let all = self.all_facts()?;
        Ok(match techniques {
            None => all,
            Some(techniques) => Arc::new(all.of(techniques)),
        })
    }

    /// Counts with what another one has read that was opened from the same file.
    pub fn share(&self, other: &Self) -> Result<(), Error> {
        if self.release == other.release {
            let read = other.all_facts()?;
            self.facts.get_or_init(|| read);
        }
        Ok(())
    }

    /// Read once, and then kept for as long as the release is the chosen one.
    fn all_facts(&self) -> Result<Arc<Facts>, Error> {
        if let Some(known) = self.facts.get() {
            return Ok(known.clone());
        }
        let packed: Option<Vec<u8>> = self
            .database
            .prepare_cached("SELECT packed FROM facts WHERE release = ?1")?
            .query_row([self.release], |row| row.get(0))
            .optional()?;
        let facts = match packed {
            Some(packed) => packed::read(&self.unpacked(packed, &[])?)
                .ok_or_else(|| Error::Damaged("what is counted".to_owned()))?,
            None => Facts::default(),
        };
        Ok(self.facts.get_or_init(|| Arc::new(facts)).clone())
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
