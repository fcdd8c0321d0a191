//! Looking up techniques and tactics of the chosen release.

use model::{Domain, Tactic, TechniqueId};
use rusqlite::{OptionalExtension, Row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::open::Catalogue;

/// A technique as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListedTechnique {
    /// Its id.
    pub id: TechniqueId,
    /// Its bare name.
    pub name: String,
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
        let description = packed.map(|packed| self.unpack(&packed)).transpose()?;
        let domain: String = row.get("domain")?;
        let domain = domain
            .parse()
            .map_err(|_| Error::Damaged(format!("the domain of {id}")))?;
        Ok(TechniqueRow {
            id,
            name: row.get("name")?,
            domain,
            tactics: self.tactics_named(
                domain,
                &serde_json::from_str::<Vec<String>>(&row.get::<_, String>("tactics")?)?,
            )?,
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
    pub fn sub_techniques(&self, id: TechniqueId) -> Result<Vec<ListedTechnique>, Error> {
        if id.is_sub_technique() {
            return Ok(Vec::new());
        }
        self.listed_techniques(&format!(
            "id LIKE '{id}.%' AND NOT revoked AND NOT deprecated"
        ))
    }

    /// The ids and names of all techniques of the release, also of those no longer in use.
    pub fn all_techniques(&self) -> Result<Vec<ListedTechnique>, Error> {
        self.listed_techniques("1")
    }

    fn listed_techniques(&self, condition: &str) -> Result<Vec<ListedTechnique>, Error> {
        let sql = format!(
            "SELECT id, name FROM technique WHERE release = ?1 AND {condition} ORDER BY id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let rows = statement.query_map([self.release], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        })?;
        rows.map(|row| {
            let (id, name) = row?;
            let id = id
                .parse()
                .map_err(|_| Error::Damaged(format!("the technique id `{id}`")))?;
            Ok(ListedTechnique { id, name })
        })
        .collect()
    }
}
