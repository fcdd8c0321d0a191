//! When authors last changed what is theirs, as far as they say so.

use crate::error::Error;
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::ResourceSummary;

/// How much of a source was last changed in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedInMonth {
    /// The source.
    pub source: String,
    /// The month, `YYYY-MM`.
    pub month: String,
    /// How many of its resources.
    pub resources: u32,
}

impl Catalogue {
    /// Resources by source and by the month in which their authors last changed them.
    pub fn changed_by_month(&self) -> Result<Vec<ChangedInMonth>, Error> {
        let sql = "SELECT source.name, substr(changed, 1, 7) AS month, count(*) FROM resource JOIN source ON source.id = resource.source
                   WHERE changed IS NOT NULL GROUP BY source.name, month ORDER BY source.name, month";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(ChangedInMonth {
                source: row.get(0)?,
                month: row.get(1)?,
                resources: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The resources that were changed last, up to a day, the newest first.
    pub fn last_changed(&self, until: &str, most: u32) -> Result<Vec<ResourceSummary>, Error> {
        let sql = "SELECT id FROM resource WHERE changed <= ?1 ORDER BY changed DESC, id LIMIT ?2";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows: Vec<i64> = statement
            .query_map((until, most), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut resources = self.summaries(&rows)?;
        resources.sort_by(|first, second| {
            (&second.changed, first.row).cmp(&(&first.changed, second.row))
        });
        Ok(resources)
    }
}
