//! The logs that detections read.

use model::LogSource;

use crate::error::Error;
use crate::format::column::list;
use crate::lookup::open::Catalogue;

impl Catalogue {
    /// The logs that detections read, each as often as one reads it.
    pub fn detection_logs(&self) -> Result<Vec<LogSource>, Error> {
        let sql =
            "SELECT log_sources FROM resource WHERE kind = 'detection' AND log_sources <> '[]'";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut logs: Vec<LogSource> = Vec::new();
        while let Some(row) = rows.next()? {
            logs.extend(list::<LogSource>(row, 0)?);
        }
        Ok(logs)
    }
}
