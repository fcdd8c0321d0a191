//! Writing bundles: what is read from one is what was read from the repositories. The same trees give the same bytes.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::archive::sum;
use super::{Bundle, BundleEntry, Error, Tree};
use crate::Origin;

/// Stronger levels take minutes for what everything weighs, and save a tenth of it.
const LEVEL: i32 = 9;

#[derive(Serialize)]
struct List<'a> {
    format: u32,
    sources: &'a [BundleEntry],
}

impl Bundle {
    /// Begins a bundle in the folder: it is none before its list is written.
    pub fn begin(folder: &Path) -> Result<(), Error> {
        std::fs::create_dir_all(folder).map_err(|source| cannot(folder, source))?;
        let list = folder.join("sources.json");
        match std::fs::remove_file(&list) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot(&list, error)),
            _ => Ok(()),
        }
    }

    /// Packs the files of the tree into the folder.
    pub fn pack(
        folder: &Path,
        id: &str,
        tree: &Tree,
        origin: &Origin,
    ) -> Result<BundleEntry, Error> {
        let name = format!("{id}.tar.zst");
        let path = folder.join(&name);
        let packed = archive(id, tree).map_err(|source| cannot(&path, source))?;
        std::fs::write(&path, &packed).map_err(|source| cannot(&path, source))?;
        Ok(BundleEntry::new(
            id,
            origin,
            name,
            sum(&packed),
            tree.all_files(),
        ))
    }

    /// Writes the list of what was packed, by which the folder becomes a bundle.
    pub fn list(folder: &Path, entries: &[BundleEntry]) -> Result<(), Error> {
        let path = folder.join("sources.json");
        let list = List {
            format: 1,
            sources: entries,
        };
        let text = serde_json::to_string_pretty(&list).map_err(io::Error::from);
        let written = text.and_then(|text| std::fs::write(&path, text + "\n"));
        written.map_err(|source| cannot(&path, source))
    }
}

fn cannot(path: &Path, source: io::Error) -> Error {
    Error::Write {
        path: path.to_owned(),
        source,
    }
}

/// The files by path, without a date or an owner.
fn archive(root: &str, tree: &Tree) -> io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(zstd::Encoder::new(Vec::new(), LEVEL)?);
    for file in tree.files(&["**"]) {
        let mut header = tar::Header::new_gnu();
        header.set_size(file.bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        archive.append_data(&mut header, format!("{root}/{}", file.path), file.bytes)?;
    }
    archive.into_inner()?.finish()
}
