//! Adversaries, their software and campaigns, and what sources say of them: motives, victims, bases.

use std::collections::HashMap;

use model::{Characteristic, Role, TechniqueId};

use crate::error::Error;
use crate::format::column::word;
use crate::lookup::names::ResourceName;
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::ResourceSummary;

/// A statement of a source about an adversary that is no technique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdversaryStatement {
    /// The resource that states it.
    pub row: i64,
    /// The property that it states.
    pub of: Characteristic,
    /// What it says, as written.
    pub target: String,
}

impl Catalogue {
    /// All resources of this role.
    pub fn of_role(&self, role: Role) -> Result<Vec<ResourceSummary>, Error> {
        self.list_where(
            "resource.source IN (SELECT source FROM part WHERE id IN (SELECT value FROM json_each(?1)))
             AND resource.part IN (SELECT value FROM json_each(?1))",
            [self.ids_with(&[role])?],
        )
    }

    /// The names of the resources of these roles, part by part, in the order of [`Self::parts_with`].
    pub fn names_of(&self, roles: &[Role]) -> Result<Vec<(Role, ResourceName)>, Error> {
        let mut names = Vec::new();
        for (part, role) in self.parts_with(roles)? {
            let called = self.names_of_part(&part)?.into_iter();
            names.extend(called.map(|called| (role, called)));
        }
        Ok(names)
    }

    /// What the resources of these parts state of these properties.
    pub fn statements(
        &self,
        parts: &[&str],
        of: &[Characteristic],
    ) -> Result<Vec<AdversaryStatement>, Error> {
        let sql = "SELECT related.resource, relation, target FROM resource JOIN related ON related.resource = resource.id
                   WHERE resource.source IN (SELECT source FROM part WHERE id IN (SELECT value FROM json_each(?1)))
                   AND resource.part IN (SELECT value FROM json_each(?1)) AND relation IN (SELECT value FROM json_each(?2))
                   ORDER BY related.resource, position";
        let mut statement = self.database.prepare_cached(sql)?;
        let asked = (serde_json::to_string(parts)?, serde_json::to_string(of)?);
        let mut rows = statement.query(asked)?;
        let mut statements = Vec::new();
        while let Some(row) = rows.next()? {
            statements.push(AdversaryStatement {
                row: row.get(0)?,
                of: word(row, 1)?,
                target: row.get(2)?,
            });
        }
        Ok(statements)
    }

    /// (from, relation, to): the links from resources of these roles to other resources, by number.
    pub fn links_from(&self, roles: &[Role]) -> Result<Vec<(i64, String, i64)>, Error> {
        let sql = "SELECT link.resource, relation, link.target FROM resource JOIN link ON link.resource = resource.id
                   JOIN related ON related.resource = link.resource AND related.position = link.position
                   WHERE resource.source IN (SELECT source FROM part WHERE id IN (SELECT value FROM json_each(?1)))
                   AND resource.part IN (SELECT value FROM json_each(?1)) ORDER BY link.resource, link.position, link.target";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map([self.ids_with(roles)?], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The techniques of each resource in the chosen release that count, by number.
    pub fn techniques_of(&self, rows: &[i64]) -> Result<HashMap<i64, Vec<TechniqueId>>, Error> {
        let sql = "SELECT DISTINCT mapping.resource, lead.technique, lead.state FROM json_each(?1) AS asked JOIN mapping ON mapping.resource = asked.value
                   JOIN lead ON lead.written = mapping.written AND lead.release = ?2 ORDER BY mapping.resource, lead.technique";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut found = statement.query((serde_json::to_string(rows)?, self.release))?;
        let mut techniques: HashMap<i64, Vec<TechniqueId>> = HashMap::new();
        while let Some(row) = found.next()? {
            let state: model::MappingState = word(row, 2)?;
            let id: Option<TechniqueId> =
                row.get_ref(1)?.as_str().ok().and_then(|id| id.parse().ok());
            if let Some(id) = id.filter(|_| state.counts()) {
                let known = techniques.entry(row.get(0)?).or_default();
                if known.last() != Some(&id) {
                    known.push(id);
                }
            }
        }
        Ok(techniques)
    }
}
