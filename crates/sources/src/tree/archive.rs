//! A tree from a `.tar.zst`, unpacked in memory: no path in it ever touches the disk.

use std::cell::Cell;
use std::fmt::Write;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Error, LIMITS, Limits, Tree, TreeBuilder, binary};

/// What may stand between two files of an archive: headers and long names. The unpacker takes them into memory.
const LARGEST_HEADERS: u64 = 1 << 20;

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
        unpack(&packed, root, paths, LIMITS).map_err(|error| Error::Archive {
            path: path.to_owned(),
            why: error.to_string(),
        })
    }
}

fn check(path: &Path, packed: &[u8], sha256: Option<&str>) -> Result<(), Error> {
    let Some(expected) = sha256 else {
        return Ok(());
    };
    let found = sum(packed);
    if found.eq_ignore_ascii_case(expected) {
        return Ok(());
    }
    Err(Error::Checksum {
        path: path.to_owned(),
        found,
        expected: expected.to_owned(),
    })
}

/// The SHA-256 as it is written in lists.
pub(super) fn sum(bytes: &[u8]) -> String {
    let sum = Sha256::digest(bytes);
    sum.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unpack(packed: &[u8], root: &str, paths: &[&str], limits: Limits) -> io::Result<Tree> {
    let gauge = ByteBudget {
        all: Cell::new(limits.archive),
        headers: Cell::new(LARGEST_HEADERS),
    };
    let mut archive = tar::Archive::new(LimitedReader {
        unpacked: zstd::Decoder::new(packed)?,
        gauge: &gauge,
        limits,
    });
    let mut tree = TreeBuilder::limited(paths, limits);
    let prefix = format!("{root}/");
    for entry in archive.entries()? {
        gauge.headers.set(u64::MAX);
        let mut entry = entry?;
        take(&mut entry, &prefix, &mut tree)?;
        // What is left of the file is read here and not in search of the next one, where only headers are expected.
        io::copy(&mut entry, &mut io::sink())?;
        gauge.headers.set(LARGEST_HEADERS);
    }
    Ok(tree.done())
}

fn take(
    entry: &mut tar::Entry<'_, impl Read>,
    prefix: &str,
    tree: &mut TreeBuilder,
) -> io::Result<()> {
    // Links could lead anywhere, and a source asks for files.
    if !entry.header().entry_type().is_file() {
        return Ok(());
    }
    let name = entry.path_bytes().into_owned();
    let Some(name) = name.strip_prefix(prefix.as_bytes()) else {
        tree.problem(
            &String::from_utf8_lossy(&name),
            format!("its path does not start with `{prefix}`"),
        );
        return Ok(());
    };
    if tree.wants(name, entry.size()) {
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        tree.put(String::from_utf8_lossy(name).into_owned(), bytes);
    }
    Ok(())
}

/// How many bytes may still be unpacked.
struct ByteBudget {
    all: Cell<u64>,
    headers: Cell<u64>,
}

struct LimitedReader<'a, R> {
    unpacked: R,
    gauge: &'a ByteBudget,
    limits: Limits,
}

impl<R: Read> Read for LimitedReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(buffer)?;
        for (left, most, what) in [
            (&self.gauge.all, self.limits.archive, "it unpacks to"),
            (
                &self.gauge.headers,
                LARGEST_HEADERS,
                "the name of a file is",
            ),
        ] {
            let rest = left
                .get()
                .checked_sub(read as u64)
                .ok_or_else(|| io::Error::other(format!("{what} more than {}", binary(most))))?;
            left.set(rest);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Limits = Limits {
        file: 1 << 20,
        tree: 3 << 20,
        archive: 8 << 20,
    };

    #[test]
    fn a_bomb_ends_at_the_limit() {
        let bomb = packed(|archive| file(archive, "x/unwanted.bin", 64 << 20));
        let error = unpack(&bomb, "x", &["*.yml"], SMALL).unwrap_err();
        assert_eq!(error.to_string(), "it unpacks to more than 8 MiB");
    }

    #[test]
    fn a_file_that_is_too_large_is_left_out_and_the_rest_is_read() {
        let bomb = packed(|archive| {
            file(archive, "x/a.yml", 10);
            file(archive, "x/bomb.yml", 2 << 20);
            file(archive, "x/z.yml", 10);
        });
        let tree = unpack(&bomb, "x", &["*.yml"], SMALL).unwrap();
        assert_eq!(
            problems(&tree),
            ["bomb.yml: it is larger than 1 MiB".to_owned()]
        );
        assert_eq!(paths(&tree), ["a.yml", "z.yml"]);
    }

    #[test]
    fn many_files_that_are_too_large_together_are_left_out() {
        let bomb = packed(|archive| {
            for name in ["a", "b", "c", "d"] {
                file(archive, &format!("x/{name}.yml"), 1 << 20);
            }
        });
        let tree = unpack(&bomb, "x", &["*.yml"], SMALL).unwrap();
        assert_eq!(
            problems(&tree),
            ["d.yml: with it, the files of this source are larger than 3 MiB".to_owned()]
        );
        assert_eq!(paths(&tree), ["a.yml", "b.yml", "c.yml"]);
    }

    #[test]
    fn a_name_as_long_as_a_bomb_is_not_taken_into_memory() {
        let bomb = packed(|archive| {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(tar::EntryType::GNULongName);
            header.set_size(4 << 20);
            archive
                .append_data(&mut header, "x", io::repeat(b'a').take(4 << 20))
                .unwrap();
        });
        let error = unpack(&bomb, "x", &["*.yml"], SMALL).unwrap_err();
        assert_eq!(error.to_string(), "the name of a file is more than 1 MiB");
    }

    fn packed(fill: impl FnOnce(&mut tar::Builder<&mut Vec<u8>>)) -> Vec<u8> {
        let mut unpacked = Vec::new();
        let mut archive = tar::Builder::new(&mut unpacked);
        fill(&mut archive);
        archive.finish().unwrap();
        drop(archive);
        zstd::encode_all(unpacked.as_slice(), 1).unwrap()
    }

    fn file(archive: &mut tar::Builder<&mut Vec<u8>>, path: &str, size: u64) {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        archive
            .append_data(&mut header, path, io::repeat(b' ').take(size))
            .unwrap();
    }

    fn problems(tree: &Tree) -> Vec<String> {
        tree.problems()
            .iter()
            .map(|problem| format!("{}: {}", problem.path, problem.what))
            .collect()
    }

    fn paths(tree: &Tree) -> Vec<&str> {
        tree.files(&["**"]).map(|file| file.path).collect()
    }
}
