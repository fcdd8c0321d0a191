//! Harvests are kept from one build to the next, with what follows from each alone: what has not changed since is neither
//! read nor prepared again.
//!
//! A harvest is that of one source, read by one program (not one version: any change to a reader makes another program)
//! from one state of a tree, and is served only where all three are the same. A plain folder has no state that could be
//! told without reading it, so its harvest is not kept. Of each source and tree the newest harvest is kept. One that is
//! damaged or of another state is ignored: the tree is read, and its harvest replaces it.

#![expect(clippy::disallowed_methods, reason = "harvests are kept in files")]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use borsh::{BorshDeserialize, BorshSerialize};
use catalogue::PackedHarvest;
use model::Harvest;
use sha2::{Digest, Sha256};
use sources::Reader;

/// A SHA-256.
type Key = [u8; 32];

/// The length of the program and its checksum: enough to tell builds apart that happen on one machine, and done before
/// the first harvest is read.
type Fingerprint = (usize, u32);

/// The folder of the harvests.
#[derive(Debug)]
pub struct HarvestCache {
    folder: PathBuf,
    /// The file of the program that reads.
    executable: Option<PathBuf>,
    /// Tells that program from others; `None` where it cannot be read, and then nothing is kept.
    fingerprint: OnceLock<Option<Fingerprint>>,
}

/// What was read of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Reading {
    pub(crate) harvest: Harvest,
    /// What follows from it alone.
    pub(crate) prepared: Option<PackedHarvest>,
    /// How many files the tree held.
    pub(crate) files: usize,
    /// How many bytes they had.
    pub(crate) bytes: u64,
}

/// A state of a tree.
#[derive(Debug)]
pub(crate) struct TreeState<'a> {
    /// Which tree of its source it is: an archive's name, or `git`.
    pub(crate) tree: &'a str,
    /// The sum of the archive, or the commit.
    pub(crate) sum: String,
}

impl HarvestCache {
    /// The harvests in this folder, whether it exists or not, that the program in this file read.
    pub(crate) fn new(folder: PathBuf, executable: Option<PathBuf>) -> Self {
        Self {
            folder,
            executable,
            fingerprint: OnceLock::new(),
        }
    }

    /// What was read of this state by this program, if it was kept.
    pub(crate) fn get(&self, source: &Reader, state: &TreeState<'_>) -> Option<Reading> {
        let key = self.key(source, state)?;
        let mut file = fs::File::open(self.file(source, state)).ok()?;
        let mut found = Key::default();
        file.read_exact(&mut found).ok()?;
        if found != key {
            return None;
        }
        let mut checksum = [0; size_of::<u32>()];
        file.read_exact(&mut checksum).ok()?;
        let mut written = Vec::new();
        file.read_to_end(&mut written).ok()?;
        if crc32fast::hash(&written) != u32::from_le_bytes(checksum) {
            return None;
        }
        borsh::from_slice(&written).ok()
    }

    /// Keeps what was read. That it cannot be kept is no reason to fail: it is read again next time.
    pub(crate) fn put(&self, source: &Reader, state: &TreeState<'_>, reading: &Reading) {
        if let Some(key) = self.key(source, state) {
            let _ = self.write(&self.file(source, state), key, reading);
        }
    }

    /// Written to a temporary file and renamed, so that no process reads a partial file.
    fn write(&self, path: &Path, key: Key, reading: &Reading) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        let written = borsh::to_vec(reading)?;
        file.write_all(&key)?;
        file.write_all(&crc32fast::hash(&written).to_le_bytes())?;
        file.write_all(&written)?;
        file.persist(path)?;
        Ok(())
    }

    fn file(&self, source: &Reader, state: &TreeState<'_>) -> PathBuf {
        // Names of archives come from the list of a bundle.
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let tree: String = state.tree.chars().filter(|&letter| plain(letter)).collect();
        self.folder.join(format!("{}@{tree}.harvest", source.id()))
    }

    fn key(&self, source: &Reader, state: &TreeState<'_>) -> Option<Key> {
        let (length, checksum) = (*self
            .fingerprint
            .get_or_init(|| fingerprint(self.executable.as_deref()?).ok()))?;
        let mut sum = Sha256::new();
        sum.update(length.to_le_bytes());
        sum.update(checksum.to_le_bytes());
        for text in [&reader_key(source), state.tree, &state.sum] {
            sum.update(text.len().to_le_bytes());
            sum.update(text);
        }
        Some(sum.finalize().into())
    }
}

/// What decides how a tree is read: of public sources the program, of one's own also the configuration.
fn reader_key(source: &Reader) -> String {
    match source {
        Reader::Public(source) => source.id.to_owned(),
        Reader::Own(own) => format!("{} {} {} {:?}", own.id, own.format.id, own.kind, own.paths),
    }
}

fn fingerprint(executable: &Path) -> io::Result<Fingerprint> {
    let bytes = fs::read(executable)?;
    Ok((bytes.len(), crc32fast::hash(&bytes)))
}

#[cfg(test)]
mod tests {
    use model::Problem;
    use sources::source;

    use super::*;

    const STATE: TreeState<'static> = TreeState {
        tree: "car",
        sum: String::new(),
    };

    #[test]
    fn what_was_put_is_found_where_all_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let harvests = cache_in(folder.path().join("harvests"));
        let (car, art) = (public("car"), public("art"));
        assert_eq!(harvests.get(&car, &STATE), None);
        harvests.put(&car, &STATE, &reading());
        assert_eq!(harvests.get(&car, &STATE), Some(reading()));
        assert_eq!(harvests.get(&art, &STATE), None);
        let other = TreeState {
            sum: "other".to_owned(),
            ..STATE
        };
        assert_eq!(harvests.get(&car, &other), None);
        harvests.put(&car, &other, &Reading::default());
        assert_eq!(harvests.get(&car, &STATE), None, "the newest alone is kept");
        assert_eq!(fs::read_dir(&harvests.folder).unwrap().count(), 1);
    }

    #[test]
    fn another_program_reads_anew() {
        let folder = tempfile::tempdir().unwrap();
        let harvests = cache_in(folder.path().to_owned());
        harvests.put(&public("car"), &STATE, &reading());
        let other = cache_in(folder.path().to_owned());
        other.fingerprint.set(Some((7, 7))).unwrap();
        assert_eq!(other.get(&public("car"), &STATE), None);
    }

    #[test]
    fn what_is_damaged_is_as_good_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let harvests = cache_in(folder.path().to_owned());
        let car = public("car");
        harvests.put(&car, &STATE, &reading());
        let path = harvests.file(&car, &STATE);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            fs::write(&path, &damaged).unwrap();
            assert_eq!(harvests.get(&car, &STATE), None, "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(harvests.get(&car, &STATE), None, "cut at byte {at}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_reason_to_fail() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        cache_in(file.join("harvests")).put(&public("car"), &STATE, &reading());
    }

    fn cache_in(folder: PathBuf) -> HarvestCache {
        HarvestCache::new(folder, std::env::current_exe().ok())
    }

    fn public(id: &str) -> Reader {
        Reader::Public(source(id).unwrap())
    }

    fn reading() -> Reading {
        let problem = Problem {
            path: "lamps.yml".to_owned(),
            line: None,
            what: "is empty".to_owned(),
        };
        Reading {
            harvest: Harvest {
                problems: vec![problem],
                ..Harvest::default()
            },
            prepared: Some(PackedHarvest::default()),
            files: 1,
            bytes: 2,
        }
    }
}
