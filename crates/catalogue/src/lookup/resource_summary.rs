//! Resources in short, as lists show them.

use model::{Domain, Kind, Level, LogSource, ResourcePlace, Status};
use rusqlite::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::column::{list, word};
use crate::lookup::open::Catalogue;

/// A resource without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResourceSummary {
    /// Its number in this catalogue. Numbers change with every build: use `key` to remember a resource.
    #[serde(skip)]
    pub row: i64,
    /// Its stable key: `source:path`, with `#ordinal` where a file holds several.
    pub key: String,
    /// The source.
    pub source: String,
    /// The part of the source.
    pub part: String,
    /// The id that its authors gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title or name.
    pub title: String,
    /// What it is for.
    pub kind: Kind,
    /// Where it stands in the source.
    pub place: ResourcePlace,
    /// A better page for it than the file itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Its level, normalised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Its level, severity or risk score as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level_written: Option<String>,
    /// Its status, normalised.
    pub status: Status,
    /// Its status as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_written: Option<String>,
    /// Its platforms, by ATT&CK's names where they fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// The ATT&CK domains that it speaks of, where it says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<Domain>,
    /// The logs that it reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_sources: Vec<LogSource>,
    /// The tactics that it names, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tactics: Vec<String>,
    /// When its authors last changed it, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
}

pub(crate) const COLUMNS: &str = "resource.id, source.name, resource.part, resource.upstream, resource.title, resource.kind, resource.path, resource.line, \
    resource.ordinal, resource.page, resource.level, resource.level_written, resource.status, resource.status_written, resource.platforms, \
    resource.domains, resource.log_sources, resource.tactics, resource.changed";

pub(crate) fn resource_summary(row: &Row<'_>) -> Result<ResourceSummary, Error> {
    let (source, path, ordinal): (String, String, u32) = (row.get(1)?, row.get(6)?, row.get(8)?);
    let level: Option<String> = row.get(10)?;
    Ok(ResourceSummary {
        row: row.get(0)?,
        key: key(&source, &path, ordinal),
        source,
        part: row.get(2)?,
        id: row.get(3)?,
        title: row.get(4)?,
        kind: word(row, 5)?,
        place: ResourcePlace {
            path,
            line: row.get(7)?,
            ordinal,
        },
        page: row.get(9)?,
        level: level.and_then(|level| level.parse().ok()),
        level_written: row.get(11)?,
        status: word(row, 12)?,
        status_written: row.get(13)?,
        platforms: list(row, 14)?,
        domains: list(row, 15)?,
        log_sources: list(row, 16)?,
        tactics: list(row, 17)?,
        changed: row.get(18)?,
    })
}

/// The stable key of a resource.
pub(crate) fn key(source: &str, path: &str, ordinal: u32) -> String {
    if ordinal == 0 {
        format!("{source}:{path}")
    } else {
        format!("{source}:{path}#{ordinal}")
    }
}

impl Catalogue {
    /// The resources that fulfil a condition, in the order of sources and folders.
    pub(crate) fn list_where(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<ResourceSummary>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM resource JOIN source ON source.id = resource.source WHERE {condition} ORDER BY resource.id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(resource_summary(row)?);
        }
        Ok(found)
    }

    /// The resources of these numbers, as lists show them.
    pub fn summaries(&self, rows: &[i64]) -> Result<Vec<ResourceSummary>, Error> {
        self.list_where(
            "resource.id IN (SELECT value FROM json_each(?1))",
            [serde_json::to_string(rows)?],
        )
    }
}
