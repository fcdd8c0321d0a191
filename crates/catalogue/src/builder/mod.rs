//! Builds a catalogue from harvests: sorted first, so that the order in which sources were read does not matter;
//! in memory, then written beside the old file and renamed in, so that a reader never sees half.

mod conclusion_tables;
mod counting;
mod index;
mod order;
pub(crate) mod packed_harvest;
mod release;
mod source;
pub(crate) mod source_harvest;
mod temporary_file;
mod title_words;
mod writer;

use std::path::Path;

use rusqlite::Connection;

use crate::builder::source_harvest::{SourceHarvest, newest_states, releases, sort, techniques_of};
use crate::builder::temporary_file::TemporaryFile;
use crate::builder::writer::Writer;
use crate::conclusions::crosswalk::Crosswalk;
use crate::conclusions::follow::{Releases, View};
use crate::conclusions::spellings::Spellings;
use crate::error::Error;
use crate::format::contents::Contents;
use crate::format::schema;

/// A catalogue that is not written yet.
#[derive(Debug)]
pub struct UnsavedCatalogue {
    database: Connection,
    /// How many resources it holds.
    pub resources: u32,
    /// How many mappings, as written.
    pub mappings: u32,
    /// How many problems.
    pub problems: u32,
}

/// Builds the catalogue.
pub fn build(
    mut gathered: Vec<SourceHarvest>,
    contents: Contents,
) -> Result<UnsavedCatalogue, Error> {
    sort(&mut gathered);
    let techniques_of = techniques_of(&gathered);
    let releases = releases(&mut gathered);
    let crosswalk = Crosswalk::new();
    let all = Releases::new(&releases, &crosswalk);
    let database = Connection::open_in_memory()?;
    database.execute_batch(&format!(
        "PRAGMA application_id = {}; PRAGMA user_version = {};",
        schema::APPLICATION,
        schema::FORMAT
    ))?;
    database.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")?;
    database.execute_batch(schema::TABLES)?;
    database.execute_batch(schema::SEARCH)?;
    let mut writer = Writer::new(&database, Spellings::new(&all), contents)?;
    for release in &releases {
        writer.release(release)?;
    }
    if all.views().contains(&View::Nineteen) {
        writer.names(&crosswalk)?;
    }
    for source in newest_states(gathered) {
        writer.source(source)?;
    }
    let attack = releases.last().map_or("", |newest| &newest.version);
    let totals = writer.finish(attack, &techniques_of)?;
    database.execute_batch("COMMIT; PRAGMA analysis_limit = 1000; ANALYZE;")?;
    Ok(UnsavedCatalogue {
        database,
        resources: totals.resources,
        mappings: totals.mappings,
        problems: totals.problems,
    })
}

#[expect(clippy::disallowed_methods, reason = "a catalogue is saved as a file")]
impl UnsavedCatalogue {
    /// Writes the catalogue beside `path` and renames it in. Killed at any moment, the old file stays whole.
    pub fn save(&self, path: &Path) -> Result<u64, Error> {
        let cannot = |source| Error::Write {
            path: path.to_owned(),
            source,
        };
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(cannot)?;
        let building = TemporaryFile::begin(folder).map_err(cannot)?;
        let beside = building.file.path();
        self.write(beside)
            .map_err(|error| cannot(std::io::Error::other(error.to_string())))?;
        let file = std::fs::File::open(beside).map_err(cannot)?;
        file.sync_all().map_err(cannot)?;
        let size = file.metadata().map_err(cannot)?.len();
        allow_all_to_read(beside).map_err(cannot)?;
        let renamed = building.file.persist(path);
        renamed.map_err(|error| cannot(error.error))?;
        Ok(size)
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Result<Vec<u8>, Error> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("catalogue");
        self.write(&path)?;
        Ok(std::fs::read(path)?)
    }

    fn write(&self, path: &Path) -> Result<(), Error> {
        self.database
            .execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
        Ok(())
    }
}

/// Temporary files are the owner's alone; a catalogue is for every reader that the folder lets in.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "a catalogue is saved as a file")]
fn allow_all_to_read(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn allow_all_to_read(_: &Path) -> std::io::Result<()> {
    Ok(())
}
