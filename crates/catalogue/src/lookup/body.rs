//! The texts of a resource, unpacked when they are asked for.

use crate::error::Error;
use crate::format::body::Body;
use crate::lookup::listed::Listed;
use crate::lookup::open::Catalogue;

/// What a resource says in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// What it is; absent in a catalogue of facts only.
    pub description: Option<String>,
    /// Its query, rule body or command; absent in a catalogue of facts only.
    pub query: Option<String>,
}

impl Catalogue {
    /// What the resource says in words.
    pub fn texts(&self, resource: &Listed) -> Result<Texts, Error> {
        let body = self.body(resource.row)?;
        Ok(Texts {
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
}
