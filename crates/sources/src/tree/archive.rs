//! A tree from a `.tar.zst`, unpacked in memory: no path in it ever touches the disk.

use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Error, Filling, LARGEST_FILE, Tree};

/// The most that one archive may unpack to, wanted or not: a bomb ends here.
const LARGEST_TREE: u64 = 4 << 30;

impl Tree {
    /// The files below `root/` in the archive, if its checksum is right.
    pub fn archive(
        path: &Path,
        root: &str,
        sha256: Option<&str>,
        paths: &[&str],
    ) -> Result<Self, Error> {
        let packed = std::fs::read(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        check(path, &packed, sha256)?;
        unpack(&packed, root, paths).map_err(|error| Error::Archive {
            path: path.to_owned(),
            why: error.to_string(),
        })
    }
}

fn check(path: &Path, packed: &[u8], sha256: Option<&str>) -> Result<(), Error> {
    let Some(expected) = sha256 else {
        return Ok(());
    };
    let found: String = Sha256::digest(packed)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if found.eq_ignore_ascii_case(expected) {
        return Ok(());
    }
    Err(Error::Checksum {
        path: path.to_owned(),
        found,
        expected: expected.to_owned(),
    })
}

fn unpack(packed: &[u8], root: &str, paths: &[&str]) -> io::Result<Tree> {
    let unpacked = zstd::Decoder::new(packed)?.take(LARGEST_TREE);
    let mut archive = tar::Archive::new(unpacked);
    let mut tree = Filling::new(paths);
    let prefix = format!("{root}/");
    for entry in archive.entries()? {
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = entry.path_bytes().into_owned();
        let Some(name) = name.strip_prefix(prefix.as_bytes()) else {
            tree.problem(
                &String::from_utf8_lossy(&name).escape_debug().to_string(),
                format!("its path does not start with `{prefix}`"),
            );
            continue;
        };
        if tree.wants(name, entry.size()) {
            let mut bytes =
                Vec::with_capacity(usize::try_from(entry.size().min(LARGEST_FILE)).unwrap_or(0));
            entry.read_to_end(&mut bytes)?;
            tree.put(String::from_utf8_lossy(name).into_owned(), bytes);
        }
    }
    Ok(tree.done())
}
