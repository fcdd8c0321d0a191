//! Mappings whose words are no technique in use of the chosen release.

use model::{Mapping, MappingState, Resource, TechniqueId};
use rusqlite::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::column::word;
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::key;
use crate::lookup::technique::TechniqueSummary;

/// One mapping that its source should write anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DriftRow {
    /// The source.
    pub source: String,
    /// The part of the source.
    pub part: String,
    /// The key of the resource.
    pub key: String,
    /// Its title.
    pub title: String,
    /// The path of its file.
    pub path: String,
    /// The line of the id, from 1, where the format tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The words of the source.
    pub written: String,
    /// The id in these words, where they are a plain one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique_written: Option<TechniqueId>,
    /// How it stands in the chosen release.
    pub state: MappingState,
    /// What should stand there: several where that is ambiguous, none where nothing does.
    pub to: Vec<TechniqueSummary>,
    /// Why.
    pub reason: String,
}

impl Catalogue {
    /// All of them, of one source or of all, in the order of sources and folders.
    pub fn drift(&self, source: Option<&str>) -> Result<Vec<DriftRow>, Error> {
        // A technique of another matrix is at home there; only its old id drifts.
        let sql = "SELECT source.name, part, path, ordinal, resource.title, mapping.line, written.text, written.technique, state, reason,
                     lead.technique, found.name, NOT found.revoked AND NOT found.deprecated, mapping.resource, mapping.position
                   FROM lead JOIN written ON written.id = lead.written JOIN mapping ON mapping.written = lead.written
                   JOIN resource ON resource.id = mapping.resource JOIN source ON source.id = resource.source
                   LEFT JOIN technique AS found ON found.release = lead.release AND found.id = lead.technique
                   WHERE lead.release = ?1 AND mapping.position >= 0 AND (?2 IS NULL OR source.name = ?2)
                     AND (state IN ('followed', 'ambiguous', 'deprecated', 'unknown') OR state = 'other_domain' AND lead.technique IS NOT written.technique)
                   ORDER BY mapping.resource, mapping.position, lead.technique";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query((self.release, source))?;
        let mut drifted: Vec<DriftRow> = Vec::new();
        let mut last: Option<(i64, i64)> = None;
        while let Some(row) = rows.next()? {
            // A mapping that may lead to several techniques has a row for each, one after the other.
            let mapping = (row.get(13)?, row.get(14)?);
            if let Some(before) = drifted.last_mut().filter(|_| last == Some(mapping)) {
                before.to.extend(technique(row)?);
                continue;
            }
            last = Some(mapping);
            drifted.push(drift_row(row)?);
        }
        Ok(drifted)
    }
}

impl Catalogue {
    /// The same of resources that stand in no catalogue, as if they stood in this one under this name.
    pub fn drift_of(&self, source: &str, resources: &[Resource]) -> Result<Vec<DriftRow>, Error> {
        let mut drifted = Vec::new();
        for resource in resources {
            for mapping in &resource.mappings {
                drifted.extend(self.drift_of_mapping(source, resource, mapping)?);
            }
        }
        Ok(drifted)
    }

    fn drift_of_mapping(
        &self,
        source: &str,
        resource: &Resource,
        mapping: &Mapping,
    ) -> Result<Option<DriftRow>, Error> {
        let leads = self.follow(mapping)?;
        let state = leads
            .first()
            .map_or(MappingState::Unknown, |lead| lead.state);
        let same = leads.iter().any(|lead| lead.technique == mapping.technique);
        match state {
            MappingState::AsWritten | MappingState::Inferred => return Ok(None),
            MappingState::OtherDomain if same => return Ok(None),
            _ => {}
        }
        let mut to = Vec::new();
        for id in leads.iter().filter_map(|lead| lead.technique) {
            let technique = self.technique(id)?;
            to.extend(technique.filter(|_| state != MappingState::Deprecated));
        }
        let reasons: Vec<&str> = leads
            .iter()
            .filter_map(|lead| lead.reason.as_deref())
            .collect();
        Ok(Some(DriftRow {
            source: source.to_owned(),
            part: resource.part.clone(),
            key: key(source, &resource.place.path, resource.place.ordinal),
            title: resource.title.clone(),
            path: resource.place.path.clone(),
            line: mapping.line,
            written: mapping.written.clone(),
            technique_written: mapping.technique,
            state,
            to: to
                .iter()
                .map(|technique| TechniqueSummary {
                    successor: None,
                    ..technique.listed()
                })
                .collect(),
            reason: reasons.join("; "),
        }))
    }
}

fn drift_row(row: &Row<'_>) -> Result<DriftRow, Error> {
    let (source, path): (String, String) = (row.get(0)?, row.get(2)?);
    let technique_written: Option<String> = row.get(7)?;
    let state = word(row, 8)?;
    Ok(DriftRow {
        key: key(&source, &path, row.get(3)?),
        source,
        part: row.get(1)?,
        title: row.get(4)?,
        path,
        line: row.get(5)?,
        written: row.get(6)?,
        technique_written: technique_written.and_then(|id| id.parse().ok()),
        state,
        // What is withdrawn leads to itself: nothing should stand there.
        to: match state {
            MappingState::Deprecated => Vec::new(),
            _ => technique(row)?.into_iter().collect(),
        },
        reason: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
    })
}

/// The technique that the mapping leads to, if there is one.
fn technique(row: &Row<'_>) -> Result<Option<TechniqueSummary>, Error> {
    let name: Option<String> = row.get(11)?;
    name.map(|name| {
        Ok(TechniqueSummary {
            id: word(row, 10)?,
            name,
            active: row.get(12)?,
            successor: None,
        })
    })
    .transpose()
}
