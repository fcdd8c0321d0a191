//! Looking up sources: where they come from, what they gave, what could not be read.

use std::collections::BTreeMap;

use model::{FileCounts, Problem, Provenance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::lookup::open::Catalogue;

/// One source of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceRow {
    /// Where it comes from and on what terms.
    #[serde(flatten)]
    pub provenance: Provenance,
    /// What became of its files.
    pub files: FileCounts,
}

/// What one part of a source gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartCounts {
    /// Resources.
    pub resources: u32,
    /// Resources with at least one technique, as written or inferred.
    pub mapped: u32,
    /// Distinct (resource, technique) pairs as written or inferred.
    pub pairs: u32,
    /// Distinct (resource, technique) pairs after following to the chosen release.
    pub pairs_followed: u32,
    /// Distinct (file, technique) pairs after following: a file with five tests for one technique counts once.
    pub file_pairs: u32,
}

/// A problem and the source that it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceProblem {
    /// The source.
    pub source: String,
    /// What could not be read.
    #[serde(flatten)]
    pub problem: Problem,
}

impl Catalogue {
    /// All sources, by title.
    pub fn sources(&self) -> Result<Vec<SourceRow>, Error> {
        let mut statement = self.database.prepare_cached(
            "SELECT provenance, declaration, account FROM source ORDER BY title COLLATE NOCASE, id",
        )?;
        let rows = statement.query_map([], |row| {
            let text = |column| row.get::<_, String>(column);
            Ok((text(0)?, text(1)?, text(2)?))
        })?;
        rows.map(|row| {
            let (provenance, declaration, account) = row?;
            Ok(SourceRow {
                provenance: Provenance {
                    declaration: serde_json::from_str(&declaration)?,
                    ..serde_json::from_str(&provenance)?
                },
                files: serde_json::from_str(&account)?,
            })
        })
        .collect()
    }

    /// What each part of a source gave, by the id of the part.
    pub fn part_counts(&self, source: &str) -> Result<BTreeMap<String, PartCounts>, Error> {
        let sql = "SELECT part.id, resources, mapped, pairs, pairs_followed, file_pairs FROM part JOIN source ON source.id = part.source WHERE source.name = ?1 AND part.release = ?2";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map((source, self.release), |row| {
            let (resources, mapped, pairs) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((
                row.get(0)?,
                PartCounts {
                    resources,
                    mapped,
                    pairs,
                    pairs_followed: row.get(4)?,
                    file_pairs: row.get(5)?,
                },
            ))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What could not be read, of one source or of all.
    pub fn problems(&self, source: Option<&str>) -> Result<Vec<SourceProblem>, Error> {
        let sql = "SELECT source.name, path, line, what FROM problem JOIN source ON source.id = problem.source
                   WHERE ?1 IS NULL OR source.name = ?1 ORDER BY problem.id";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map([source], |row| {
            let problem = Problem {
                path: row.get(1)?,
                line: row.get(2)?,
                what: row.get(3)?,
            };
            Ok(SourceProblem {
                source: row.get(0)?,
                problem,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
