//! The search index, built by a thread of its own beside the other tables and copied to them when it is done.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params, params_from_iter};

use crate::error::Error;
use crate::format::schema;

/// What is found under a row.
pub(crate) struct IndexEntry {
    pub(crate) row: i64,
    pub(crate) ids: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) query: String,
}

/// An index that is being built.
pub(crate) struct Index {
    entries: Sender<IndexEntry>,
    merging: IndexMerge,
}

/// An index that has all its entries, and is being merged into one part.
pub(crate) struct IndexMerge(JoinHandle<Result<Connection, Error>>);

impl Index {
    pub(crate) fn begin() -> Self {
        // As many wait as there are: their texts are in memory anyway, and while the index is made all else is written.
        let (entries, waiting) = channel();
        let merging = IndexMerge(std::thread::spawn(move || built(&waiting)));
        Self { entries, merging }
    }

    /// Rows come in ascending order, those of techniques before those of resources.
    pub(crate) fn add(&self, entry: IndexEntry) {
        // Where the thread has ended early, `finish` tells why.
        let _ = self.entries.send(entry);
    }

    /// No more entries come.
    pub(crate) fn close(self) -> IndexMerge {
        self.merging
    }
}

impl IndexMerge {
    /// Copies the finished index into the tables that the database has for it.
    pub(crate) fn finish(self, database: &Connection) -> Result<(), Error> {
        let built = self
            .0
            .join()
            .map_err(|_| Error::Damaged("the search index".to_owned()))??;
        for table in [
            "search_data",
            "search_idx",
            "search_docsize",
            "search_config",
        ] {
            copy(table, &built, database)?;
        }
        free(built);
        Ok(())
    }
}

fn built(entries: &Receiver<IndexEntry>) -> Result<Connection, Error> {
    let database = Connection::open_in_memory()?;
    database.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")?;
    database.execute_batch(schema::SEARCH)?;
    database.execute_batch(schema::GATHER)?;
    let mut insert = database.prepare(
        "INSERT INTO search (rowid, ids, title, description, query) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for IndexEntry {
        row,
        ids,
        title,
        description,
        query,
    } in entries
    {
        insert.execute(params![row, ids, title, description, query])?;
    }
    drop(insert);
    database.execute_batch("INSERT INTO search(search) VALUES ('optimize'); COMMIT;")?;
    Ok(database)
}

fn copy(table: &str, from: &Connection, to: &Connection) -> Result<(), Error> {
    to.execute(&format!("DELETE FROM {table}"), [])?;
    let mut select = from.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = select.column_count();
    let places = vec!["?"; columns].join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let values: Vec<ToSqlOutput<'_>> = (0..columns)
            .map(|column| Ok(ToSqlOutput::Borrowed(row.get_ref(column)?)))
            .collect::<rusqlite::Result<_>>()?;
        insert.execute(params_from_iter(values))?;
    }
    Ok(())
}

/// Frees what nobody needs any more beside all else: of many small texts it takes as long as writing an index.
pub(crate) fn free(unused: impl Send + 'static) {
    rayon::spawn(move || drop(unused));
}
