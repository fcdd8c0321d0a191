//! Builds a catalogue from harvests: sorted first, so that the order in which sources were read does not matter;
//! in memory, then written beside the old file and renamed in, so that a reader never sees half.

mod building;
pub(crate) mod index;
mod insert;
mod order;
pub(crate) mod prepared;
mod vocabulary;

use std::path::Path;

use model::{Harvest, Provenance, Release};
use rusqlite::Connection;

use crate::builder::building::Building;
use crate::builder::insert::Insert;
use crate::builder::prepared::{Prepared, sort as sort_harvest};
use crate::conclusions::crosswalk::Crosswalk;
use crate::conclusions::follow::{Releases, View};
use crate::conclusions::followed::Followed;
use crate::error::Error;
use crate::format::contents::Contents;
use crate::format::schema;

/// One source, read.
#[derive(Debug)]
pub struct Gathered {
    /// Where it comes from.
    pub provenance: Provenance,
    /// What it says.
    pub harvest: Harvest,
    /// What [`prepare`](crate::prepare) made of it; where it is none, it is made now.
    pub prepared: Option<Prepared>,
}

/// A catalogue that is not written yet.
#[derive(Debug)]
pub struct Built {
    database: Connection,
    /// How many resources it holds.
    pub resources: u32,
    /// How many mappings, as written.
    pub mappings: u32,
    /// How many problems.
    pub problems: u32,
}

/// Builds the catalogue.
pub fn build(mut gathered: Vec<Gathered>, contents: Contents) -> Result<Built, Error> {
    sort(&mut gathered);
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
    let mut insert = Insert::new(&database, Followed::new(&all), contents)?;
    for release in &releases {
        insert.release(release)?;
    }
    if all.views().contains(&View::Nineteen) {
        insert.names(&crosswalk)?;
    }
    for one in newest_states(gathered) {
        insert.source(one)?;
    }
    let counts = insert.finish(releases.last().map_or("", |newest| &newest.version))?;
    database.execute_batch("COMMIT; PRAGMA analysis_limit = 1000; ANALYZE;")?;
    Ok(Built {
        database,
        resources: counts.resources,
        mappings: counts.mappings,
        problems: counts.problems,
    })
}

/// Of several states of one source, all releases are read, but only the newest state gives resources.
fn newest_states(gathered: Vec<Gathered>) -> Vec<Gathered> {
    let mut newest: Vec<Gathered> = Vec::with_capacity(gathered.len());
    for one in gathered {
        newest.pop_if(|before| before.provenance.source == one.provenance.source);
        newest.push(one);
    }
    newest
}

/// By source; its states, such as the releases of ATT&CK, from old to new.
fn sort(gathered: &mut [Gathered]) {
    let key = |one: &Gathered| {
        (
            one.provenance.source.clone(),
            version(one),
            one.provenance.commit_date.clone(),
            one.provenance.read.clone(),
            one.provenance.commit.clone(),
        )
    };
    gathered.sort_by_cached_key(key);
    for one in gathered.iter_mut().filter(|one| one.prepared.is_none()) {
        sort_harvest(&one.provenance, &mut one.harvest);
    }
}

fn version(one: &Gathered) -> Vec<u32> {
    let stated = one.provenance.release.as_deref().or(one
        .harvest
        .release
        .as_ref()
        .map(|release| release.version.as_str()));
    stated
        .unwrap_or("")
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// From old to new; of several states of one release the newest.
fn releases(gathered: &mut [Gathered]) -> Vec<Release> {
    let mut releases: Vec<Release> = Vec::new();
    for release in gathered.iter_mut().filter_map(release) {
        releases.pop_if(|before| before.version == release.version);
        releases.push(release);
    }
    releases
}

fn release(one: &mut Gathered) -> Option<Release> {
    let mut release = one.harvest.release.take()?;
    if let Some(version) = &one.provenance.release {
        release.version.clone_from(version);
    }
    one.provenance.release = Some(release.version.clone());
    Some(release)
}

impl Built {
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
        let building = Building::begin(folder).map_err(cannot)?;
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
fn allow_all_to_read(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn allow_all_to_read(_: &Path) -> std::io::Result<()> {
    Ok(())
}
