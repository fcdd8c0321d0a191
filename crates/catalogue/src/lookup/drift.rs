//! Mappings whose words are no technique in use of the chosen release.

use model::{State, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::column::word;
use crate::lookup::open::Catalogue;
use crate::lookup::technique::ListedTechnique;

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
    pub state: State,
    /// What should stand there: several where that is ambiguous, none where nothing does.
    pub to: Vec<ListedTechnique>,
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
        let mut found: Vec<DriftRow> = Vec::new();
        let mut last: Option<(i64, i64)> = None;
        while let Some(row) = rows.next()? {
            let to = match row.get::<_, Option<String>>(11)? {
                Some(name) => Some(ListedTechnique {
                    id: word(row, 10)?,
                    name,
                    active: row.get(12)?,
                    successor: None,
                }),
                None => None,
            };
            let mapping = (row.get(13)?, row.get(14)?);
            if let Some(before) = found.last_mut().filter(|_| last == Some(mapping)) {
                before.to.extend(to);
                continue;
            }
            last = Some(mapping);
            let (source, path): (String, String) = (row.get(0)?, row.get(2)?);
            let state = word(row, 8)?;
            found.push(DriftRow {
                key: match row.get::<_, u32>(3)? {
                    0 => format!("{source}:{path}"),
                    ordinal => format!("{source}:{path}#{ordinal}"),
                },
                source,
                part: row.get(1)?,
                title: row.get(4)?,
                path,
                line: row.get(5)?,
                written: row.get(6)?,
                technique_written: row
                    .get::<_, Option<String>>(7)?
                    .and_then(|id| id.parse().ok()),
                state,
                // What is withdrawn leads to itself: nothing should stand there.
                to: to
                    .filter(|_| state != State::Deprecated)
                    .into_iter()
                    .collect(),
                reason: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
            });
        }
        Ok(found)
    }
}
