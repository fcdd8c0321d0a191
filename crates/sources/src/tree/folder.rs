//! A tree from a plain folder. Links are not followed: they can lead anywhere.

use std::fs;
use std::path::Path;

use super::{Error, Filling, Tree};

impl Tree {
    /// The files below the folder.
    pub fn folder(root: &Path, paths: &[&str]) -> Result<Self, Error> {
        let mut tree = Filling::new(paths);
        walk(root, "", &mut tree)?;
        Ok(tree.done())
    }
}

fn walk(folder: &Path, prefix: &str, tree: &mut Filling) -> Result<(), Error> {
    let cannot = |source| Error::Read {
        path: folder.to_owned(),
        source,
    };
    let mut entries = fs::read_dir(folder)
        .map_err(cannot)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(cannot)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(cannot)?;
        let name = entry.file_name();
        if kind.is_dir() && name != ".git" {
            walk(
                &entry.path(),
                &format!("{prefix}{}/", name.to_string_lossy()),
                tree,
            )?;
        } else if kind.is_file() {
            take(&entry, prefix, tree);
        }
    }
    Ok(())
}

fn take(entry: &fs::DirEntry, prefix: &str, tree: &mut Filling) {
    let mut name = prefix.as_bytes().to_vec();
    name.extend_from_slice(entry.file_name().as_encoded_bytes());
    let size = entry.metadata().map_or(0, |metadata| metadata.len());
    if !tree.wants(&name, size) {
        return;
    }
    let path = String::from_utf8_lossy(&name).into_owned();
    match fs::read(entry.path()) {
        Ok(bytes) => tree.put(path, bytes),
        Err(error) => tree.problem(&path, format!("cannot be read: {error}")),
    }
}
