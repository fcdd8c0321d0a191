//! The words of a resource alone, for whoever goes through all of them.

use crate::error::Error;
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
}
