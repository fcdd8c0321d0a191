//! What resources point to and what points to them, with what that means.

use std::collections::HashMap;

use model::RelationMeaning;
use rusqlite::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conclusions::link::FoundBy;
use crate::error::Error;
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::{COLUMNS, ResourceSummary, resource_summary};

/// Something else that a resource points to, or that points to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedRow {
    /// What that means for the resource.
    pub meaning: RelationMeaning,
    /// How they are related, in the words of the source that says so.
    pub relation: String,
    /// The id or address of the other, as written; of what points here, its own id.
    pub id: String,
    /// How the other was found, where it is a resource of this catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_by: Option<FoundBy>,
    /// The key of that resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The resource itself.
    #[serde(skip)]
    pub resource: Option<Box<ResourceSummary>>,
}

/// Relations by these words alone; by all where no list of words is given.
const OF_WORDS: &str = "(?2 IS NULL OR relation IN (SELECT value FROM json_each(?2)))";

/// The most that is listed of what points to one resource; a well-known group is named hundreds of times.
const MOST: usize = 200;

impl Catalogue {
    /// What the resource points to, in the words of its source, joined with the resources that are meant.
    pub fn related(&self, resource: &ResourceSummary) -> Result<Vec<RelatedRow>, Error> {
        let all = self.pointing_from(&[resource], None)?;
        Ok(all.into_iter().map(|(_, related)| related).collect())
    }

    pub(crate) fn related_from(
        &self,
        resource: &ResourceSummary,
    ) -> Result<Vec<RelatedRow>, Error> {
        let all = self.pointing_to(&[resource], None)?;
        Ok(all
            .into_iter()
            .take(MOST)
            .map(|(_, related)| related)
            .collect())
    }

    /// What tests each of the resources or was recorded or written for it, and what each of them tests, by row.
    pub fn tests(
        &self,
        resources: &[&ResourceSummary],
    ) -> Result<HashMap<i64, Vec<RelatedRow>>, Error> {
        let mut tests: HashMap<i64, Vec<RelatedRow>> = HashMap::new();
        let words = self.declarations()?.words_of_tests()?;
        let all = self.pointing_from(resources, Some(&words))?.into_iter();
        for (row, related) in all.chain(self.pointing_to(resources, Some(&words))?) {
            if related.meaning.is_of_tests() {
                tests.entry(row).or_default().push(related);
            }
        }
        Ok(tests)
    }

    fn pointing_from(
        &self,
        resources: &[&ResourceSummary],
        words: Option<&str>,
    ) -> Result<Vec<(i64, RelatedRow)>, Error> {
        let declarations = self.declarations()?;
        let sql = format!(
            "SELECT {COLUMNS}, related.resource, relation, related.target, found_by, from_source.name FROM json_each(?1) AS asked
             JOIN related ON related.resource = asked.value
             JOIN resource AS from_resource ON from_resource.id = related.resource JOIN source AS from_source ON from_source.id = from_resource.source
             LEFT JOIN link ON link.resource = related.resource AND link.position = related.position
             LEFT JOIN resource ON resource.id = link.target LEFT JOIN source ON source.id = resource.source
             WHERE {OF_WORDS} ORDER BY related.resource, related.position, link.target"
        );
        self.related_rows(&sql, resources, words, |row| {
            let (source, relation): (String, String) = (row.get(23)?, row.get(20)?);
            Ok(RelatedRow {
                meaning: declarations.meaning(&source, &relation),
                relation,
                id: row.get(21)?,
                ..other_end(row)?
            })
        })
    }

    fn pointing_to(
        &self,
        resources: &[&ResourceSummary],
        words: Option<&str>,
    ) -> Result<Vec<(i64, RelatedRow)>, Error> {
        let declarations = self.declarations()?;
        let sql = format!(
            "SELECT {COLUMNS}, link.target, relation, related.target, found_by FROM json_each(?1) AS asked
             JOIN link ON link.target = asked.value JOIN related ON related.resource = link.resource AND related.position = link.position
             JOIN resource ON resource.id = link.resource JOIN source ON source.id = resource.source
             WHERE {OF_WORDS} ORDER BY link.target, link.resource, link.position"
        );
        self.related_rows(&sql, resources, words, |row| {
            let end = other_end(row)?;
            let from = end.resource.as_deref();
            let source = from.map_or("", |from| &from.source);
            let relation: String = row.get(20)?;
            Ok(RelatedRow {
                meaning: declarations.meaning(source, &relation).inverse(),
                relation,
                id: from.and_then(|from| from.id.clone()).unwrap_or_default(),
                ..end
            })
        })
    }

    fn related_rows(
        &self,
        sql: &str,
        resources: &[&ResourceSummary],
        words: Option<&str>,
        read: impl Fn(&Row<'_>) -> Result<RelatedRow, Error>,
    ) -> Result<Vec<(i64, RelatedRow)>, Error> {
        let asked: Vec<i64> = resources.iter().map(|resource| resource.row).collect();
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query((serde_json::to_string(&asked)?, words))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get(19)?, read(row)?));
        }
        Ok(found)
    }
}

/// The resource at the other end of a link, if there is one.
fn other_end(row: &Row<'_>) -> Result<RelatedRow, Error> {
    let found_by: Option<String> = row.get(22)?;
    let resource = found_by
        .as_ref()
        .map(|_| resource_summary(row))
        .transpose()?;
    Ok(RelatedRow {
        meaning: RelationMeaning::Related,
        relation: String::new(),
        id: String::new(),
        found_by: found_by.and_then(|word| word.parse().ok()),
        key: resource.as_ref().map(|resource| resource.key.clone()),
        title: resource.as_ref().map(|resource| resource.title.clone()),
        resource: resource.map(Box::new),
    })
}
