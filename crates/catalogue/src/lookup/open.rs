//! Opening a catalogue, read-only, from a file or from memory.

use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::CountingData;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::body::Body;
use crate::format::packing;
use crate::format::schema;
use crate::lookup::declaration::Declarations;

/// After how many steps of the database it is looked whether anybody still waits: well below a millisecond.
const STEPS: i32 = 10_000;

/// A finished catalogue, opened read-only.
#[derive(Debug)]
pub struct Catalogue {
    pub(crate) database: Connection,
    /// The row of the chosen release.
    pub(crate) release: i64,
    pub(crate) about: CatalogueSummary,
    /// What the descriptions of techniques are packed with.
    dictionary: Vec<u8>,
    /// What the bodies of each source are packed with, once it was needed.
    dictionaries: Vec<OnceCell<Vec<u8>>>,
    /// What counting needs of the chosen release, once it was needed.
    pub(crate) counting_data: OnceCell<Arc<CountingData>>,
    /// What its sources say of themselves, once it was needed.
    pub(crate) declarations: OnceCell<Declarations>,
}

/// A summary of a catalogue, part of every answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CatalogueSummary {
    /// The release of ATT&CK that all mappings are followed to.
    pub attack: String,
    /// Whether that release is known by ids, names and tactics only: no texts, platforms or relations.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub names_only: bool,
    /// The newest day on which one of its sources was read, `YYYY-MM-DD`.
    pub date: String,
    /// Whether it carries facts only: no descriptions, queries or commands.
    pub facts_only: bool,
    /// How many sources it holds.
    pub sources: u32,
    /// How many resources.
    pub resources: u32,
    /// The id of the source that techniques are of, which is the one that states releases; empty where there is none.
    #[serde(skip)]
    pub techniques_of: String,
}

impl Catalogue {
    /// Opens the file.
    #[expect(clippy::disallowed_methods, reason = "a catalogue is a file")]
    pub fn open(path: &Path) -> Result<Self, Error> {
        if !path.is_file() {
            return Err(Error::Missing(path.to_owned()));
        }
        let foreign = |why: &str| Error::Foreign {
            path: path.to_owned(),
            why: why.to_owned(),
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags)
            .map_err(|error| foreign(&error.to_string()))?;
        let size = std::fs::metadata(path).map_or(0, |file| file.len());
        Self::checked(database, size).map_err(|error| match error {
            Error::Foreign { why, .. } => foreign(&why),
            Error::Database(error) => foreign(&error.to_string()),
            other => other,
        })
    }

    /// Gives up what is asked, with [`Error::GivenUp`], from the moment at which this is true.
    pub fn give_up_when(&mut self, given_up: Arc<AtomicBool>) -> Result<(), Error> {
        let look = move || given_up.load(Ordering::Relaxed);
        Ok(self.database.progress_handler(STEPS, Some(look))?)
    }

    /// Opens the bytes of a file, in memory.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::from_reader(bytes, bytes.len())
    }

    /// Opens a file that the program carries, packed as one zstd frame. It is unpacked straight into the memory of
    /// the database.
    pub fn from_packed(packed: &[u8]) -> Result<Self, Error> {
        let unknown = || Error::Damaged("it does not say how large it is".to_owned());
        let size = zstd::zstd_safe::get_frame_content_size(packed)
            .ok()
            .flatten()
            .and_then(|size| usize::try_from(size).ok())
            .filter(|&size| size > 0)
            .ok_or_else(unknown)?;
        Self::from_reader(zstd::Decoder::with_buffer(packed)?, size)
    }

    fn from_reader(reader: impl std::io::Read, size: usize) -> Result<Self, Error> {
        let mut database = Connection::open_in_memory()?;
        database.deserialize_read_exact("main", reader, size, true)?;
        Self::checked(database, size as u64)
    }

    fn checked(database: Connection, size: u64) -> Result<Self, Error> {
        check_format(&database, size)?;
        let about = about(&database)?;
        let dictionary = database.query_row(FACT, ["dictionary"], |row| row.get(0))?;
        let release = database
            .query_row(
                "SELECT id FROM release WHERE version = ?1",
                [&about.attack],
                |row| row.get(0),
            )
            .optional()?;
        Ok(Self {
            release: release.unwrap_or(-1),
            dictionaries: vec![OnceCell::new(); about.sources as usize],
            counting_data: OnceCell::new(),
            declarations: OnceCell::new(),
            about,
            dictionary,
            database,
        })
    }

    /// What it holds.
    pub fn about(&self) -> &CatalogueSummary {
        &self.about
    }

    /// The description of a technique.
    pub(crate) fn unpack(&self, packed: Vec<u8>) -> Result<Vec<u8>, Error> {
        self.unpacked(packed, &self.dictionary)
    }

    /// The body of a resource of the source of this number.
    pub(crate) fn unpack_body(&self, source: usize, packed: Vec<u8>) -> Result<Body, Error> {
        let text = self.unpacked(packed, self.dictionary_of(source)?)?;
        Ok(serde_json::from_slice(&text)?)
    }

    pub(crate) fn unpacked(&self, packed: Vec<u8>, dictionary: &[u8]) -> Result<Vec<u8>, Error> {
        if self.about.facts_only {
            return Ok(packed);
        }
        Ok(packing::decompress(&packed, dictionary)?)
    }

    fn dictionary_of(&self, source: usize) -> Result<&[u8], Error> {
        let none = || Error::Damaged(format!("the number {source} of a source"));
        let known = self.dictionaries.get(source).ok_or_else(none)?;
        if let Some(known) = known.get() {
            return Ok(known);
        }
        let read = self
            .database
            .prepare_cached("SELECT dictionary FROM source WHERE id = ?1")?
            .query_row([source], |row| row.get(0))?;
        Ok(known.get_or_init(|| read))
    }
}

/// One of the facts about the catalogue itself.
const FACT: &str = "SELECT value FROM fact WHERE name = ?1";

/// Whether it is a catalogue of this format, and whole.
fn check_format(database: &Connection, size: u64) -> Result<(), Error> {
    let foreign = |why: String| Error::Foreign {
        path: "".into(),
        why,
    };
    let pragma = |name| database.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    if pragma("application_id")? != schema::APPLICATION {
        return Err(foreign("it is another kind of file".to_owned()));
    }
    let format = pragma("user_version")?;
    if format != schema::FORMAT {
        return Err(foreign(format!(
            "its format is {format}, this program reads {}",
            schema::FORMAT
        )));
    }
    // SQLite itself does not miss the end of the last page.
    if u64::from(pragma("page_count")?) * u64::from(pragma("page_size")?) != size {
        return Err(foreign("its end is missing".to_owned()));
    }
    Ok(())
}

fn about(database: &Connection) -> Result<CatalogueSummary, Error> {
    let text = |name: &str| database.query_row(FACT, [name], |row| row.get::<_, String>(0));
    let first = |sql: &str| database.query_row(sql, [], |row| row.get(0));
    Ok(CatalogueSummary {
        attack: text("view")?,
        names_only: false,
        date: text("date")?,
        facts_only: database.query_row(FACT, ["facts_only"], |row| row.get(0))?,
        sources: first("SELECT count(*) FROM source")?,
        // Numbers of resources have no gaps, and the greatest is found at once.
        resources: first("SELECT ifnull(max(id) + 1, 0) FROM resource")?,
        techniques_of: text("techniques_of")?,
    })
}
