//! What the sources of a catalogue say of themselves: the roles of their parts, and what their relations mean.

use std::collections::HashMap;

use model::{Declaration, RelationMeaning, Role};
use rusqlite::Connection;

use crate::error::Error;
use crate::lookup::open::Catalogue;

/// What each source says of itself, by its id.
#[derive(Debug)]
pub(crate) struct Declarations(HashMap<String, Declaration>);

impl Declarations {
    pub(crate) fn read(database: &Connection) -> Result<Self, Error> {
        let mut statement = database.prepare("SELECT name, declaration FROM source")?;
        let mut rows = statement.query([])?;
        let mut declarations = HashMap::new();
        while let Some(row) = rows.next()? {
            let declaration = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())?;
            declarations.insert(row.get(0)?, declaration);
        }
        Ok(Self(declarations))
    }

    /// What the relation means, in the words of this source.
    pub(crate) fn meaning(&self, source: &str, relation: &str) -> RelationMeaning {
        self.0
            .get(source)
            .map_or(RelationMeaning::Related, |declaration| {
                declaration.meaning(relation)
            })
    }

    /// The sources that state what cannot be mapped, by their ids.
    pub(crate) fn not_mappable(&self) -> Vec<(&str, &Declaration)> {
        let all = self.0.iter().map(|(source, of)| (source.as_str(), of));
        all.filter(|(_, declaration)| !declaration.not_mappable.is_empty())
            .collect()
    }

    /// The words with which any source tells of tests, as a list in JSON.
    pub(crate) fn words_of_tests(&self) -> Result<String, Error> {
        let relations = self.0.values().flat_map(|source| &source.relations);
        let words = relations
            .filter(|kind| kind.meaning.is_of_tests())
            .map(|kind| kind.word.as_str());
        Ok(serde_json::to_string(&words.collect::<Vec<_>>())?)
    }
}

impl Catalogue {
    pub(crate) fn declarations(&self) -> Result<&Declarations, Error> {
        if let Some(known) = self.declarations.get() {
            return Ok(known);
        }
        let read = Declarations::read(&self.database)?;
        Ok(self.declarations.get_or_init(|| read))
    }

    /// The parts of all sources that have one of these roles. What lists adversaries comes before what only adds to them,
    /// and of either the source that is known best.
    pub fn parts_with(&self, roles: &[Role]) -> Result<Vec<(String, Role)>, Error> {
        let mut parts = Vec::new();
        for (source, declaration) in &self.declarations()?.0 {
            let with_role = declaration.roles.iter();
            for (part, &role) in with_role.filter(|(_, role)| roles.contains(role)) {
                let order = (role.is_profile(), declaration.precedence, source, role);
                parts.push((order, part.clone()));
            }
        }
        parts.sort();
        let without_order = parts.into_iter().map(|((.., role), part)| (part, role));
        Ok(without_order.collect())
    }

    /// The ids of these parts, as a list in JSON.
    pub(crate) fn ids_with(&self, roles: &[Role]) -> Result<String, Error> {
        let parts = self.parts_with(roles)?.into_iter();
        let ids: Vec<String> = parts.map(|(part, _)| part).collect();
        Ok(serde_json::to_string(&ids)?)
    }
}
