//! One resource whole: its words, its mappings as written and as followed, what it points to.

use model::{Conclusion, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conclusions::cluster::CopiedBy;
use crate::error::Error;
use crate::format::body::Body;
use crate::format::column::word;
use crate::format::schema::STATE;
use crate::lookup::by_technique::REASON;
use crate::lookup::open::Catalogue;
use crate::lookup::related::RelatedRow;
use crate::lookup::resource_summary::{COLUMNS, ResourceSummary, resource_summary};

/// One mapping, as written and as followed to the chosen release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MappingRow {
    /// The words of the source; absent where the mapping is inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// The technique in these words, where they are a plain ATT&CK id; of an inferred mapping, the one before following.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique_written: Option<TechniqueId>,
    /// The line of the file, from 1, where the format tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What the source adds to this mapping, in its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What follows from it.
    #[serde(flatten)]
    pub conclusion: Conclusion,
}

/// Another resource in the same cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CopyRow {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What the two have in common; absent for the one that stands for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copied_by: Option<CopiedBy>,
}

/// One resource in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResourceDetails {
    /// Its summary.
    #[serde(flatten)]
    pub resource: ResourceSummary,
    /// What it is, in words; absent in a catalogue of facts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The query, rule body or command; absent in a catalogue of facts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Its platforms as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms_written: Vec<String>,
    /// Data sources, connectors, indices and integrations that it needs, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub data_sources: Vec<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// What it refers to for reading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its mappings; one that may lead to several techniques stands there once for each.
    pub mappings: Vec<MappingRow>,
    /// What it points to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedRow>,
    /// What points to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_from: Vec<RelatedRow>,
    /// The other copies of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<CopyRow>,
}

impl Catalogue {
    /// The resource whole.
    pub fn resource_details(&self, resource: ResourceSummary) -> Result<ResourceDetails, Error> {
        let body = self.body(resource.row)?;
        Ok(ResourceDetails {
            mappings: self.detailed_mappings(resource.row, &body)?,
            related: self.related(&resource)?,
            related_from: self.related_from(&resource)?,
            copies: self.copies(&resource)?,
            description: body.description,
            query: body.query,
            platforms_written: body.platforms_written,
            data_sources: body.data_sources,
            authors: body.authors,
            references: body.references,
            aliases: body.aliases,
            resource,
        })
    }

    /// The mappings of a resource, without what the source adds to each.
    pub fn mappings(&self, resource: &ResourceSummary) -> Result<Vec<MappingRow>, Error> {
        self.detailed_mappings(resource.row, &Body::default())
    }

    fn detailed_mappings(&self, resource: i64, body: &Body) -> Result<Vec<MappingRow>, Error> {
        let sql = format!(
            "SELECT lead.technique, {STATE}, {REASON}, mapping.position, iif(mapping.position < 0, NULL, written.text), written.technique, mapping.line
             FROM mapping JOIN written ON written.id = mapping.written JOIN lead ON lead.written = mapping.written AND lead.release = ?1
             WHERE mapping.resource = ?2 ORDER BY abs(mapping.position), lead.technique"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query([self.release, resource])?;
        let mut mappings = Vec::new();
        while let Some(row) = rows.next()? {
            let position: i64 = row.get(3)?;
            mappings.push(MappingRow {
                written: row.get(4)?,
                technique_written: row
                    .get::<_, Option<String>>(5)?
                    .and_then(|id| id.parse().ok()),
                line: row.get(6)?,
                detail: usize::try_from(position)
                    .ok()
                    .and_then(|position| body.details.get(&position).cloned()),
                conclusion: Conclusion {
                    technique: row.get::<_, String>(0)?.parse().ok(),
                    state: word(row, 1)?,
                    reason: row.get(2)?,
                },
            });
        }
        Ok(mappings)
    }

    /// The other resources of its cluster, the one that stands for all first.
    pub fn copies(&self, resource: &ResourceSummary) -> Result<Vec<CopyRow>, Error> {
        let sql = format!(
            "WITH original (id) AS (SELECT ifnull((SELECT original FROM copy WHERE resource = ?1), ?1))
             SELECT {COLUMNS}, copied_by FROM resource JOIN source ON source.id = resource.source LEFT JOIN copy ON copy.resource = resource.id
             WHERE (resource.id IN (SELECT copy.resource FROM copy JOIN original ON copy.original = original.id) OR resource.id IN original) AND resource.id <> ?1
             ORDER BY copied_by IS NOT NULL, resource.id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query([resource.row])?;
        let mut copies = Vec::new();
        while let Some(row) = rows.next()? {
            let copy = resource_summary(row)?;
            copies.push(CopyRow {
                key: copy.key,
                title: copy.title,
                copied_by: row
                    .get::<_, Option<String>>(19)?
                    .and_then(|word| word.parse().ok()),
            });
        }
        Ok(copies)
    }
}
