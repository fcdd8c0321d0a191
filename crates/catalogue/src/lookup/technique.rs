//! Looking up techniques and tactics of the chosen release.

use model::{Domain, MatrixTechnique, Tactic, TechniqueId};
use rusqlite::{OptionalExtension, Row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::column::{list, word};
use crate::lookup::open::Catalogue;

/// A technique as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TechniqueSummary {
    /// Its id.
    pub id: TechniqueId,
    /// Its bare name.
    pub name: String,
    /// Whether it is in use: neither revoked nor deprecated.
    pub active: bool,
    /// The technique that replaced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<TechniqueId>,
}

/// A technique of the chosen release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TechniqueRow {
    /// Its id.
    pub id: TechniqueId,
    /// Its bare name: `SMB/Windows Admin Shares`.
    pub name: String,
    /// The matrix that it stands in.
    pub domain: Domain,
    /// Its tactics, as ATT&CK orders them.
    pub tactics: Vec<Tactic>,
    /// Its platforms.
    pub platforms: Vec<String>,
    /// Replaced by another technique.
    pub revoked: bool,
    /// The technique that replaced it, at the end of the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<TechniqueId>,
    /// Withdrawn without successor.
    pub deprecated: bool,
    /// When it last changed, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// ATT&CK's text, Markdown with citations; absent in a catalogue of facts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl TechniqueRow {
    /// The same as lists show it.
    pub fn listed(&self) -> TechniqueSummary {
        let active = !self.revoked && !self.deprecated;
        TechniqueSummary {
            id: self.id,
            name: self.name.clone(),
            active,
            successor: self.successor,
        }
    }
}

impl Catalogue {
    /// The technique with this id in the chosen release.
    pub fn technique(&self, id: TechniqueId) -> Result<Option<TechniqueRow>, Error> {
        let sql = "SELECT name, domain, tactics, platforms, revoked, deprecated, changed, description, successor FROM technique WHERE release = ?1 AND id = ?2";
        let mut statement = self.database.prepare_cached(sql)?;
        let found = statement
            .query_row((self.release, id.to_string()), |row| {
                Ok(self.technique_row(id, row))
            })
            .optional()?;
        found.transpose()
    }

    fn technique_row(&self, id: TechniqueId, row: &Row<'_>) -> Result<TechniqueRow, Error> {
        let packed: Option<Vec<u8>> = row.get("description")?;
        let description = packed.map(|packed| self.unpack(packed)).transpose()?;
        let domain = row
            .get::<_, String>("domain")?
            .parse()
            .map_err(|_| Error::Damaged(format!("the domain of {id}")))?;
        let tactics: Vec<String> = serde_json::from_str(&row.get::<_, String>("tactics")?)?;
        Ok(TechniqueRow {
            id,
            name: row.get("name")?,
            domain,
            tactics: self.tactics_named(domain, &tactics)?,
            platforms: serde_json::from_str(&row.get::<_, String>("platforms")?)?,
            revoked: row.get("revoked")?,
            successor: row
                .get::<_, Option<String>>("successor")?
                .and_then(|id| id.parse().ok()),
            deprecated: row.get("deprecated")?,
            changed: row.get("changed")?,
            description: description.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        })
    }

    fn tactics_named(&self, domain: Domain, names: &[String]) -> Result<Vec<Tactic>, Error> {
        let tactics = self.tactics(domain)?;
        Ok(names
            .iter()
            .filter_map(|name| tactics.iter().find(|tactic| tactic.shortname == *name))
            .cloned()
            .collect())
    }

    /// The tactics of a domain in matrix order.
    pub fn tactics(&self, domain: Domain) -> Result<Vec<Tactic>, Error> {
        let mut statement =
            self.database.prepare_cached("SELECT id, shortname, name FROM tactic WHERE release = ?1 AND domain = ?2 ORDER BY position")?;
        let rows = statement.query_map((self.release, domain.to_string()), |row| {
            Ok(Tactic {
                id: row.get(0)?,
                shortname: row.get(1)?,
                name: row.get(2)?,
                domain,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The active sub-techniques of a technique.
    pub fn sub_techniques(&self, id: TechniqueId) -> Result<Vec<TechniqueSummary>, Error> {
        if id.is_sub_technique() {
            return Ok(Vec::new());
        }
        self.listed_techniques(&format!(
            "id LIKE '{id}.%' AND NOT revoked AND NOT deprecated"
        ))
    }

    /// The ids and names of all techniques of the release, also of those no longer in use.
    pub fn all_techniques(&self) -> Result<Vec<TechniqueSummary>, Error> {
        self.listed_techniques("1")
    }

    fn listed_techniques(&self, condition: &str) -> Result<Vec<TechniqueSummary>, Error> {
        let sql = format!(
            "SELECT {LISTED} FROM technique WHERE release = ?1 AND {condition} ORDER BY id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query([self.release])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(listed(row)?);
        }
        Ok(found)
    }

    /// The place of the technique in the list of all techniques.
    pub(crate) fn technique_place(&self, id: TechniqueId) -> Result<Option<i64>, Error> {
        let sql = "SELECT (SELECT count(*) FROM technique AS before WHERE before.release = ?1 AND before.id < ?2)
                   FROM technique WHERE release = ?1 AND id = ?2";
        let mut statement = self.database.prepare_cached(sql)?;
        Ok(statement
            .query_row((self.release, id.to_string()), |row| row.get(0))
            .optional()?)
    }

    /// The technique at this place of the list of all techniques.
    pub(crate) fn nth_technique(&self, place: i64) -> Result<TechniqueSummary, Error> {
        let sql = format!(
            "SELECT {LISTED} FROM technique WHERE release = ?1 ORDER BY id LIMIT 1 OFFSET ?2"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        statement.query_row((self.release, place), |row| Ok(listed(row)))?
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
                tactics: list(row, 3)?,
                platforms: list(row, 4)?,
            });
        }
        Ok(found)
    }
}

const LISTED: &str = "id, name, NOT revoked AND NOT deprecated, successor";

fn listed(row: &Row<'_>) -> Result<TechniqueSummary, Error> {
    let written: String = row.get(0)?;
    let id = written
        .parse()
        .map_err(|_| Error::Damaged(format!("the technique id `{written}`")))?;
    let successor = row
        .get::<_, Option<String>>(3)?
        .and_then(|id| id.parse().ok());
    Ok(TechniqueSummary {
        id,
        name: row.get(1)?,
        active: row.get(2)?,
        successor,
    })
}
