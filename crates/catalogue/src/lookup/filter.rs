//! Lists of resources, chosen by a filter.

use model::{Kind, Level, Status, TechniqueId};
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use vocabulary::platform::{all, matches, platform};

use crate::error::Error;
use crate::format::schema::INDIRECT;
use crate::lookup::expression::{LastWord, expression};
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::{COLUMNS, ResourceSummary, resource_summary};

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

impl Catalogue {
    /// One page of the resources that the filter chooses, after the row `after`, and how many there are in all.
    pub fn resources(
        &self,
        filter: &Filter,
        after: Option<i64>,
        most: u32,
    ) -> Result<(Vec<ResourceSummary>, u32), Error> {
        let Condition { sql, values } = condition(filter, self.release);
        let from = format!("FROM resource JOIN source ON source.id = resource.source WHERE {sql}");
        let total = self
            .database
            .prepare_cached(&format!("SELECT count(*) {from}"))?
            .query_row(params_from_iter(&values), |row| row.get(0))?;
        let sql = format!(
            "SELECT {COLUMNS} {from} AND resource.id > {} ORDER BY resource.id LIMIT {most}",
            after.unwrap_or(-1)
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(resource_summary(row)?);
        }
        Ok((found, total))
    }
}

/// A condition of SQL and the values of its placeholders.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

fn condition(filter: &Filter, release: i64) -> Condition {
    let mut condition = Condition {
        sql: "1".to_owned(),
        values: Vec::new(),
    };
    let texts = |list: &[String]| {
        list.iter()
            .map(|text| text.to_lowercase())
            .collect::<Vec<_>>()
    };
    let (sources, platforms) = (texts(&filter.sources), platforms(&filter.platforms));
    condition.require("(source.name IN (?) OR part IN (?))", &sources);
    condition.require("kind IN (?)", &filter.kinds);
    condition.require(
        &format!(
            "resource.id IN (SELECT resource FROM lead JOIN mapping ON mapping.written = lead.written
             WHERE lead.release = {release} AND lead.technique IN (?) AND state <> 'ambiguous' AND mapping.position >= -{INDIRECT})"
        ),
        &filter.techniques,
    );
    condition.require(
        "EXISTS (SELECT 1 FROM json_each(resource.platforms) WHERE value IN (?))",
        &platforms,
    );
    condition.require("level IN (?)", &filter.levels);
    condition.require("status IN (?)", &filter.statuses);
    if let Some(text) = filter.text.as_deref() {
        // Words without any letter are found nowhere.
        let expression = expression(text, LastWord::Complete).unwrap_or_else(|| "\"\"".to_owned());
        condition.require(
            "resource.id IN (SELECT rowid FROM search WHERE search MATCH ?)",
            &[expression],
        );
    }
    condition
}

/// The names of all platforms that are meant: these, their parts, and what they are part of. Of a word that no table knows, the
/// word.
fn platforms(words: &[String]) -> Vec<String> {
    let names = words.iter().flat_map(|word| match platform(word) {
        Some(wanted) => all()
            .filter(|stated| matches(wanted, stated))
            .map(|stated| stated.name.clone())
            .collect(),
        None => vec![word.clone()],
    });
    names.collect()
}

impl Condition {
    /// Adds a condition in which each `?` stands for the list of values; no values, no condition.
    fn require(&mut self, condition: &str, values: &[impl ToString]) {
        if values.is_empty() {
            return;
        }
        let first = self.values.len() + 1;
        let places: Vec<String> = (first..first + values.len())
            .map(|place| format!("?{place}"))
            .collect();
        self.sql += &format!(" AND {}", condition.replace('?', &places.join(", ")));
        self.values
            .extend(values.iter().map(|value| Value::Text(value.to_string())));
    }
}
