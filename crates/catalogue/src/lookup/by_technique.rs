//! The resources that lead to a technique in the chosen release, and how each mapping stands there.

use std::collections::HashMap;

use model::{MappingState, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::column::word;
use crate::format::schema::STATE;
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::{COLUMNS, ResourceSummary, resource_summary};

/// A resource on the list of one technique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MappedResource {
    /// The technique that it leads to.
    pub technique: TechniqueId,
    /// How the mapping stands in the chosen release.
    pub state: MappingState,
    /// Why, where it is not simply as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number of the resource that it is a copy of, or its own: equal for all copies of one rule.
    #[serde(skip)]
    pub original: i64,
    /// The resource.
    #[serde(flatten)]
    pub resource: ResourceSummary,
}

impl MappedResource {
    /// Whether it counts in numbers and volumes.
    pub fn counts(&self) -> bool {
        self.state.counts() && self.resource.status.counts()
    }
}

/// Why it stands there.
pub(crate) const REASON: &str = "iif(mapping.position < 0, (SELECT inferred.reason FROM inferred WHERE inferred.resource = mapping.resource \
    AND inferred.position = mapping.position) || ifnull('; ' || lead.reason, ''), lead.reason)";

impl Catalogue {
    /// Every resource that leads to one of the techniques: once per technique, however often it names it, in the
    /// order of sources and folders.
    pub fn mapped_resources(
        &self,
        techniques: &[TechniqueId],
    ) -> Result<Vec<MappedResource>, Error> {
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
                found.push(MappedResource {
                    technique,
                    state: word(row, 20)?,
                    reason: row.get(21)?,
                    original: row.get(22)?,
                    resource: resource_summary(row)?,
                });
            }
        }
        Ok(found)
    }

    /// How many techniques each of the resources names, in whatever release, by row.
    pub fn technique_counts(
        &self,
        resources: &[ResourceSummary],
    ) -> Result<HashMap<i64, u32>, Error> {
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
}
