//! One resource whole: its words, its mappings as written and as followed, what it points to.

use model::{Conclusion, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conclusions::cluster::CopiedBy;
use crate::error::Error;
use crate::format::body::Body;
use crate::format::column::word;
use crate::lookup::listed::{COLUMNS, Listed, REASON, STATE, listed};
use crate::lookup::open::Catalogue;
use crate::lookup::related::RelatedRow;

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

/// One resource whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Whole {
    /// What lists show of it.
    #[serde(flatten)]
    pub resource: Listed,
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
    /// The resources that this text names: by key (`source:path#ordinal`) or by the id that their authors gave them.
    pub fn named(&self, text: &str) -> Result<Vec<Listed>, Error> {
        let text = text.trim();
        let by_id = self.list_where("upstream = ?1 COLLATE NOCASE", [text])?;
        let Some((source, path)) = text.split_once(':').filter(|_| by_id.is_empty()) else {
            return Ok(by_id);
        };
        let (path, ordinal) = match path.rsplit_once('#') {
            Some((path, ordinal)) if ordinal.parse::<u32>().is_ok() => (path, ordinal),
            _ => (path, "0"),
        };
        self.list_where(
            "source.name = ?1 AND path = ?2 AND ordinal = CAST(?3 AS INTEGER)",
            [source, path, ordinal],
        )
    }

    /// Resources whose own ids stand next to the text in the order of ids, those that begin most like it first.
    pub fn neighbours(&self, text: &str, most: usize) -> Result<Vec<Listed>, Error> {
        let mut near = Vec::new();
        for (side, order) in [("<", "DESC"), (">", "ASC")] {
            near.extend(self.list_where(
                &format!(
                    "resource.id IN (SELECT min(id) FROM resource WHERE upstream {side} ?1 COLLATE NOCASE
                     GROUP BY upstream COLLATE NOCASE ORDER BY upstream COLLATE NOCASE {order} LIMIT {most})"
                ),
                [text],
            )?);
        }
        let alike = |resource: &Listed| {
            let id = resource.id.as_deref().unwrap_or("");
            let same = id.bytes().zip(text.bytes());
            same.take_while(|(one, other)| one.eq_ignore_ascii_case(other))
                .count()
        };
        near.sort_by_cached_key(|resource| (std::cmp::Reverse(alike(resource)), resource.row));
        near.truncate(most);
        Ok(near)
    }

    /// Resources whose files are called most like the last part of the text.
    pub fn files_like(&self, text: &str, most: usize) -> Result<Vec<Listed>, Error> {
        let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let wanted = last(text);
        let mut statement = self
            .database
            .prepare_cached("SELECT id, path FROM resource WHERE ordinal = 0")?;
        let mut rows = statement.query([])?;
        let mut near: Vec<(usize, i64)> = Vec::new();
        while let Some(row) = rows.next()? {
            let name = last(row.get_ref(1)?.as_str().unwrap_or_default());
            // More than two letters apart is another name; most are told by their length alone.
            if name.len().abs_diff(wanted.len()) <= 2 {
                near.push((strsim::osa_distance(&name, &wanted), row.get(0)?));
            }
        }
        near.retain(|&(distance, _)| distance <= 2);
        near.sort_unstable();
        let mut found = Vec::new();
        for (_, row) in near.into_iter().take(most) {
            found.extend(self.list_where("resource.id = ?1", [row])?);
        }
        Ok(found)
    }

    pub(crate) fn list_where(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<Listed>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM resource JOIN source ON source.id = resource.source WHERE {condition} ORDER BY resource.id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(listed(row)?);
        }
        Ok(found)
    }

    /// The resource whole.
    pub fn whole(&self, resource: Listed) -> Result<Whole, Error> {
        let body = self.body(resource.row)?;
        Ok(Whole {
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

    pub(crate) fn body(&self, resource: i64) -> Result<Body, Error> {
        let sql = "SELECT source, body FROM body JOIN resource ON resource.id = body.resource WHERE body.resource = ?1";
        let (source, packed) = self
            .database
            .prepare_cached(sql)?
            .query_row([resource], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.unpack_body(source, packed)
    }

    /// The mappings of a resource, without what the source adds to each.
    pub fn mappings(&self, resource: &Listed) -> Result<Vec<MappingRow>, Error> {
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
    pub fn copies(&self, resource: &Listed) -> Result<Vec<CopyRow>, Error> {
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
            let copy = listed(row)?;
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
