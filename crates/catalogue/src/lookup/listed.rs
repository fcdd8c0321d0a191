//! Resources as lists show them, and the filters that choose them.

use std::collections::HashMap;

use model::{Domain, Kind, Level, LogSource, Place, State, Status, TechniqueId};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::column::{list, word};
use crate::lookup::expression::{Last, question};
use crate::lookup::open::Catalogue;

/// A resource without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Its number in this catalogue. Numbers change with every build: use `key` to remember a resource.
    #[serde(skip)]
    pub row: i64,
    /// What names it for good: `source:path`, with `#ordinal` where a file holds several.
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
    pub place: Place,
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

/// A resource on the list of one technique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mapped {
    /// The technique that it leads to.
    pub technique: TechniqueId,
    /// How the mapping stands in the chosen release.
    pub state: State,
    /// Why, where it is not simply as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number of the resource that it is a copy of, or its own: equal for all copies of one rule.
    #[serde(skip)]
    pub original: i64,
    /// The resource.
    #[serde(flatten)]
    pub resource: Listed,
}

impl Mapped {
    /// Whether it counts in numbers and volumes.
    pub fn counts(&self) -> bool {
        self.state.counts() && self.resource.status.counts()
    }
}

/// Which resources to list. Fields together mean "and"; several values of one field mean "or".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Source ids, or ids of their parts.
    pub sources: Vec<String>,
    /// What they are for.
    pub kinds: Vec<Kind>,
    /// Techniques that they lead to.
    pub techniques: Vec<TechniqueId>,
    /// Platforms.
    pub platforms: Vec<String>,
    /// Levels.
    pub levels: Vec<Level>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// Words in ids, titles, descriptions or queries.
    pub text: Option<String>,
}

pub(crate) const COLUMNS: &str = "resource.id, source.name, resource.part, resource.upstream, resource.title, resource.kind, resource.path, resource.line, \
    resource.ordinal, resource.page, resource.level, resource.level_written, resource.status, resource.status_written, resource.platforms, \
    resource.domains, resource.log_sources, resource.tactics, resource.changed";

/// How a mapping stands; one that is inferred says so, unless its technique had to be followed, too.
pub(crate) const STATE: &str =
    "iif(mapping.position < 0 AND lead.state = 'as_written', 'inferred', lead.state)";

/// Why it stands there.
pub(crate) const REASON: &str = "iif(mapping.position < 0, (SELECT inferred.reason FROM inferred WHERE inferred.resource = mapping.resource \
    AND inferred.position = mapping.position) || ifnull('; ' || lead.reason, ''), lead.reason)";

pub(crate) fn listed(row: &Row<'_>) -> Result<Listed, Error> {
    let (source, path, ordinal): (String, String, u32) = (row.get(1)?, row.get(6)?, row.get(8)?);
    let level: Option<String> = row.get(10)?;
    Ok(Listed {
        row: row.get(0)?,
        key: key(&source, &path, ordinal),
        source,
        part: row.get(2)?,
        id: row.get(3)?,
        title: row.get(4)?,
        kind: word(row, 5)?,
        place: Place {
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

/// What names a resource for good.
pub(crate) fn key(source: &str, path: &str, ordinal: u32) -> String {
    if ordinal == 0 {
        format!("{source}:{path}")
    } else {
        format!("{source}:{path}#{ordinal}")
    }
}

impl Catalogue {
    /// Every resource that leads to one of the techniques: once per technique, however often it names it, in the
    /// order of sources and folders.
    pub fn mapped(&self, techniques: &[TechniqueId]) -> Result<Vec<Mapped>, Error> {
        let sql = format!(
            "SELECT {COLUMNS}, min((lead.state <> 'as_written' OR position < 0) * 1000000 + (lead.state = 'ambiguous') * 1000000 + abs(position)), {STATE}, {REASON}, ifnull(copy.original, resource.id)
             FROM lead JOIN mapping ON mapping.written = lead.written JOIN resource ON resource.id = mapping.resource JOIN source ON source.id = resource.source
             LEFT JOIN copy ON copy.resource = resource.id WHERE lead.release = ?1 AND lead.technique = ?2 GROUP BY resource.id ORDER BY resource.id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut found = Vec::new();
        for &technique in techniques {
            let mut rows = statement.query((self.release, technique.to_string()))?;
            while let Some(row) = rows.next()? {
                found.push(Mapped {
                    technique,
                    state: word(row, 20)?,
                    reason: row.get(21)?,
                    original: row.get(22)?,
                    resource: listed(row)?,
                });
            }
        }
        Ok(found)
    }

    /// How many techniques each of the resources names, in whatever release, by row.
    pub fn technique_counts(&self, resources: &[Listed]) -> Result<HashMap<i64, u32>, Error> {
        let sql = "SELECT count(DISTINCT written) FROM mapping WHERE resource = ?1";
        let mut statement = self.database.prepare_cached(sql)?;
        resources
            .iter()
            .map(|resource| {
                Ok((
                    resource.row,
                    statement.query_row([resource.row], |row| row.get(0))?,
                ))
            })
            .collect()
    }

    /// One page of the resources that the filter chooses, after the row `after`, and how many there are in all.
    pub fn resources(
        &self,
        filter: &Filter,
        after: Option<i64>,
        most: u32,
    ) -> Result<(Vec<Listed>, u32), Error> {
        let Chosen { condition, values } = chosen(filter, self.release);
        let from =
            format!("FROM resource JOIN source ON source.id = resource.source WHERE {condition}");
        let total = self
            .database
            .prepare_cached(&format!("SELECT count(*) {from}"))?;
        let total = { total }.query_row(params_from_iter(&values), |row| row.get(0))?;
        let sql = format!(
            "SELECT {COLUMNS} {from} AND resource.id > {} ORDER BY resource.id LIMIT {most}",
            after.unwrap_or(-1)
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(listed(row)?);
        }
        Ok((found, total))
    }
}

struct Chosen {
    condition: String,
    values: Vec<Value>,
}

fn chosen(filter: &Filter, release: i64) -> Chosen {
    let mut chosen = Chosen {
        condition: "1".to_owned(),
        values: Vec::new(),
    };
    let texts = |list: &[String]| {
        list.iter()
            .map(|text| text.to_lowercase())
            .collect::<Vec<_>>()
    };
    let (sources, platforms) = (texts(&filter.sources), texts(&filter.platforms));
    chosen.any("(source.name IN (?) OR part IN (?))", &sources);
    chosen.any("kind IN (?)", &filter.kinds);
    chosen.any(
        &format!(
            "resource.id IN (SELECT resource FROM lead JOIN mapping ON mapping.written = lead.written
             WHERE lead.release = {release} AND lead.technique IN (?) AND state <> 'ambiguous')"
        ),
        &filter.techniques,
    );
    chosen.any(
        "EXISTS (SELECT 1 FROM json_each(resource.platforms) WHERE lower(value) IN (?))",
        &platforms,
    );
    chosen.any("level IN (?)", &filter.levels);
    chosen.any("status IN (?)", &filter.statuses);
    if let Some(text) = filter.text.as_deref() {
        let question = question(text, Last::Whole).unwrap_or_else(|| "\"\"".to_owned());
        chosen.any(
            "resource.id IN (SELECT rowid FROM search WHERE search MATCH ?)",
            &[question],
        );
    }
    chosen
}

impl Chosen {
    /// Adds a condition in which each `?` stands for the list of values; no values, no condition.
    fn any(&mut self, condition: &str, values: &[impl ToString]) {
        if values.is_empty() {
            return;
        }
        let first = self.values.len() + 1;
        let places: Vec<String> = (first..first + values.len())
            .map(|place| format!("?{place}"))
            .collect();
        self.condition += &format!(" AND {}", condition.replace('?', &places.join(", ")));
        self.values
            .extend(values.iter().map(|value| Value::Text(value.to_string())));
    }
}
