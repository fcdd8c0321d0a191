//! Resources by key, id or title, and near names where none matches.

use crate::error::Error;
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::{ResourceSummary, key};

/// The names of a resource, and no more: deployed rules and adversaries are recognised by them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName {
    /// Its number in this catalogue.
    pub row: i64,
    /// Its part of the source.
    pub part: String,
    /// The id that its authors gave it.
    pub id: Option<String>,
    /// Its stable key.
    pub key: String,
    /// Its title.
    pub title: String,
}

impl Catalogue {
    /// The resources that this text names: by key (`source:path#ordinal`) or by the id that their authors gave them.
    pub fn by_key_or_id(&self, text: &str) -> Result<Vec<ResourceSummary>, Error> {
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
    pub fn neighbours(&self, text: &str, most: usize) -> Result<Vec<ResourceSummary>, Error> {
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
        let alike = |resource: &ResourceSummary| {
            let id = resource.id.as_deref().unwrap_or("");
            id.bytes()
                .zip(text.bytes())
                .take_while(|(own, asked)| own.eq_ignore_ascii_case(asked))
                .count()
        };
        near.sort_by_cached_key(|resource| (std::cmp::Reverse(alike(resource)), resource.row));
        near.truncate(most);
        Ok(near)
    }

    /// Resources whose file names are most like the last part of the text.
    pub fn files_like(&self, text: &str, most: usize) -> Result<Vec<ResourceSummary>, Error> {
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

    /// The resources of this title, in whatever case.
    pub fn by_title(&self, title: &str) -> Result<Vec<ResourceSummary>, Error> {
        self.list_where("resource.title = ?1 COLLATE NOCASE", [title.trim()])
    }

    /// The names of every detection.
    pub fn detection_names(&self) -> Result<Vec<ResourceName>, Error> {
        self.names_where("kind = 'detection'", [])
    }

    /// The names of the resources of a part.
    pub(crate) fn names_of_part(&self, part: &str) -> Result<Vec<ResourceName>, Error> {
        let of_part = "resource.source IN (SELECT source FROM part WHERE id = ?1) AND part = ?1";
        self.names_where(of_part, [part])
    }

    fn names_where(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<ResourceName>, Error> {
        let sql = format!(
            "SELECT resource.id, upstream, source.name, path, ordinal, resource.title, part
             FROM resource JOIN source ON source.id = resource.source WHERE {condition} ORDER BY resource.id"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let rows = statement.query_map(values, |row| {
            let (source, path): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(ResourceName {
                row: row.get(0)?,
                id: row.get(1)?,
                key: key(&source, &path, row.get(4)?),
                title: row.get(5)?,
                part: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
