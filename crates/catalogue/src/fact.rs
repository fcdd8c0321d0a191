//! What counting needs of a resource, and no more: thousands of them are read for one answer.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::{Domain, Kind, LogSource, State, Status, TechniqueId};

use crate::body::Body;
use crate::error::Error;
use crate::link::words_of_tests;
use crate::listed::word;
use crate::open::Catalogue;

/// A control, detection or test as counting sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its number in this catalogue.
    pub row: i64,
    /// The number of its source in the list of [`Facts`].
    pub source: usize,
    /// Its part of the source.
    pub part: String,
    /// What it is for.
    pub kind: Kind,
    /// How far it can be relied on.
    pub status: Status,
    /// Its platforms; none where it does not say, or is for any.
    pub platforms: Vec<String>,
    /// The logs that it reads.
    pub log_sources: Vec<LogSource>,
    /// The number of the resource that it is a copy of, or its own.
    pub original: i64,
    /// Whether a source states a test or a recording that makes it fire.
    pub tested: bool,
}

/// One resource for one technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The technique.
    pub technique: TechniqueId,
    /// The place of the resource in the list of [`Facts`].
    pub fact: usize,
    /// How the mapping stands in the chosen release.
    pub state: State,
}

/// The resources of some techniques.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Names of sources.
    pub sources: Vec<String>,
    /// Each resource once, in the order of the catalogue.
    pub facts: Vec<Fact>,
    /// Each resource once per technique, by technique.
    pub pairs: Vec<Pair>,
}

/// What a detection is called: what deployed rules are recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Its number in this catalogue.
    pub row: i64,
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

impl Catalogue {
    /// All controls, detections and tests of these techniques; of all techniques where none is named.
    pub fn facts(&self, techniques: Option<&[TechniqueId]>) -> Result<Facts, Error> {
        let mut facts = Facts {
            sources: self.source_names()?,
            ..Facts::default()
        };
        let states = self.pairs(techniques)?;
        let mut places: BTreeMap<i64, usize> = BTreeMap::new();
        for &(_, row, _) in &states {
            places.entry(row).or_default();
        }
        let wanted: Vec<i64> = places.keys().copied().collect();
        facts.facts = self.facts_of(&wanted)?;
        let places: HashMap<i64, usize> = facts
            .facts
            .iter()
            .enumerate()
            .map(|(place, fact)| (fact.row, place))
            .collect();
        let pair = |(technique, row, state)| {
            let fact = *places.get(&row)?;
            Some(Pair {
                technique,
                fact,
                state,
            })
        };
        facts.pairs = states.into_iter().filter_map(pair).collect();
        Ok(facts)
    }

    /// (technique, resource, state), each pair once with the best of its states, by technique and resource.
    fn pairs(
        &self,
        techniques: Option<&[TechniqueId]>,
    ) -> Result<Vec<(TechniqueId, i64, State)>, Error> {
        let chosen = match techniques {
            Some(_) => "lead.technique IN (SELECT value FROM json_each(?2))",
            None => "?2 IS NOT NULL",
        };
        let sql = format!(
            "SELECT lead.technique, mapping.resource, iif(mapping.position < 0 AND lead.state = 'as_written', 'inferred', lead.state)
             FROM lead JOIN mapping ON mapping.written = lead.written WHERE lead.release = ?1 AND {chosen}"
        );
        let ids: Vec<String> = techniques
            .unwrap_or_default()
            .iter()
            .map(ToString::to_string)
            .collect();
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query((self.release, serde_json::to_string(&ids)?))?;
        let mut parsed: Option<(String, TechniqueId)> = None;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let text = row.get_ref(0)?.as_str().unwrap_or_default();
            // Rows come technique by technique.
            let technique = match &parsed {
                Some((same, technique)) if same == text => *technique,
                _ => {
                    let Ok(technique) = text.parse() else {
                        continue;
                    };
                    parsed = Some((text.to_owned(), technique));
                    technique
                }
            };
            found.push((technique, row.get(1)?, word(row, 2)?));
        }
        found.sort_unstable_by_key(|&(technique, row, state): &(_, _, State)| {
            (technique, row, rank(state))
        });
        found.dedup_by_key(|&mut (technique, row, _)| (technique, row));
        Ok(found)
    }

    fn facts_of(&self, rows: &[i64]) -> Result<Vec<Fact>, Error> {
        let sql = "SELECT resource.id, resource.source, part, kind, status, platforms, log_sources, ifnull(copy.original, resource.id)
                   FROM json_each(?1) AS asked JOIN resource ON resource.id = asked.value LEFT JOIN copy ON copy.resource = resource.id
                   WHERE kind <> 'knowledge'";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut found = statement.query([serde_json::to_string(rows)?])?;
        let mut facts = Vec::with_capacity(rows.len());
        while let Some(row) = found.next()? {
            facts.push(Fact {
                row: row.get(0)?,
                source: row.get(1)?,
                part: row.get(2)?,
                kind: word(row, 3)?,
                status: word(row, 4)?,
                platforms: crate::listed::list(row, 5)?,
                log_sources: crate::listed::list(row, 6)?,
                original: row.get(7)?,
                tested: false,
            });
        }
        // Only detections are tested; adversaries point to hundreds of things that are no tests.
        let detections = facts.iter().filter(|fact| fact.kind == Kind::Detection);
        let tested = self.tested(&detections.map(|fact| fact.row).collect::<Vec<_>>())?;
        for fact in &mut facts {
            fact.tested = tested.contains(&fact.row);
        }
        Ok(facts)
    }

    /// Which of the resources a source states a test or a recording of.
    fn tested(&self, rows: &[i64]) -> Result<HashSet<i64>, Error> {
        let words = words_of_tests();
        let sql = format!(
            "SELECT related.resource, source.name, relation, 0 FROM json_each(?1) AS asked JOIN related ON related.resource = asked.value
               JOIN resource ON resource.id = related.resource JOIN source ON source.id = resource.source WHERE relation IN ({words})
             UNION ALL
             SELECT link.target, source.name, relation, 1 FROM json_each(?1) AS asked JOIN link ON link.target = asked.value
               JOIN related ON related.resource = link.resource AND related.position = link.position
               JOIN resource ON resource.id = link.resource JOIN source ON source.id = resource.source WHERE relation IN ({words})"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut found = statement.query([serde_json::to_string(rows)?])?;
        let mut tested = HashSet::new();
        while let Some(row) = found.next()? {
            let (source, relation): (String, String) = (row.get(1)?, row.get(2)?);
            let mut meaning = crate::link::meaning(&source, &relation);
            if row.get(3)? {
                meaning = meaning.inverse();
            }
            if meaning == model::Meaning::TestedBy {
                tested.insert(row.get(0)?);
            }
        }
        Ok(tested)
    }

    /// What every detection is called.
    pub fn detection_names(&self) -> Result<Vec<Called>, Error> {
        let sql = "SELECT resource.id, upstream, source.name, path, ordinal, resource.title FROM resource JOIN source ON source.id = resource.source
                   WHERE kind = 'detection' ORDER BY resource.id";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let (source, path): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(Called {
                row: row.get(0)?,
                id: row.get(1)?,
                key: crate::listed::key(&source, &path, row.get(4)?),
                title: row.get(5)?,
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
            logs.extend(crate::listed::list::<LogSource>(row, 0)?);
        }
        Ok(logs)
    }

    /// Names of sources, by their numbers.
    fn source_names(&self) -> Result<Vec<String>, Error> {
        let mut statement = self
            .database
            .prepare_cached("SELECT name FROM source ORDER BY id")?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
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
                tactics: crate::listed::list(row, 3)?,
                platforms: crate::listed::list(row, 4)?,
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
        let sql = "SELECT resource, body FROM json_each(?1) AS asked JOIN body ON body.resource = asked.value";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut found = statement.query([serde_json::to_string(rows)?])?;
        let mut bodies = Vec::with_capacity(rows.len());
        while let Some(row) = found.next()? {
            let packed: Vec<u8> = row.get(1)?;
            bodies.push((row.get(0)?, serde_json::from_slice(&self.unpack(&packed)?)?));
        }
        Ok(bodies)
    }
}

/// Of several ways in which one resource names one technique the plainest counts.
fn rank(state: State) -> u8 {
    match state {
        State::AsWritten => 0,
        State::Followed => 1,
        State::OtherDomain => 2,
        State::Inferred => 3,
        State::Deprecated => 4,
        State::Ambiguous => 5,
        State::Unknown => 6,
    }
}
