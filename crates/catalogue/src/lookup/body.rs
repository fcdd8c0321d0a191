//! The texts of a resource, unpacked when they are asked for.

use std::collections::HashMap;

use crate::error::Error;
use crate::format::body::Body;
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::ResourceSummary;

/// What a resource says in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceTexts {
    /// What it is; absent in a catalogue of facts only.
    pub description: Option<String>,
    /// Its query, rule body or command; absent in a catalogue of facts only.
    pub query: Option<String>,
}

impl Catalogue {
    /// What the resource says in words.
    pub fn texts(&self, resource: &ResourceSummary) -> Result<ResourceTexts, Error> {
        let body = self.body(resource.row)?;
        Ok(ResourceTexts {
            description: body.description,
            query: body.query,
        })
    }

    pub(crate) fn body(&self, resource: i64) -> Result<Body, Error> {
        let sql = "SELECT source, body FROM body JOIN resource ON resource.id = body.resource WHERE body.resource = ?1";
        let (source, packed) = self
            .database
            .prepare_cached(sql)?
            .query_row([resource], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.unpack_body(source, packed)
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
