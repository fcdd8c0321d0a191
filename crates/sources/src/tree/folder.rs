//! A tree from a plain folder. Links are not followed: they can lead anywhere.

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::{Error, Tree, TreeBuilder};

impl Tree {
    /// The files below the folder.
    pub fn folder(root: &Path, paths: &[&str]) -> Result<Self, Error> {
        let mut tree = TreeBuilder::new(paths);
        let entries = entries(root).map_err(|source| Error::Read {
            path: root.to_owned(),
            source,
        })?;
        walk(entries, b"", &mut tree);
        Ok(tree.done())
    }

    /// The one file at this path, which may be a link: whoever named it knows where it leads.
    pub fn one_file(path: &Path) -> Result<Self, Error> {
        let wrong = |source| Error::Read {
            path: path.to_owned(),
            source,
        };
        let facts = fs::metadata(path).map_err(wrong)?;
        if !facts.is_file() {
            return Err(wrong(io::Error::other("it is no file")));
        }
        let name = path.file_name().unwrap_or_default();
        let mut tree = TreeBuilder::new(&["*"]);
        if tree.wants(name.as_encoded_bytes(), facts.len()) {
            let bytes = fs::read(path).map_err(wrong)?;
            tree.put(name.to_string_lossy().into_owned(), bytes);
        }
        Ok(tree.done())
    }
}

fn entries(folder: &Path) -> io::Result<Vec<DirEntry>> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

fn walk(within: Vec<DirEntry>, prefix: &[u8], tree: &mut TreeBuilder) {
    for entry in within {
        let name = [prefix, entry.file_name().as_encoded_bytes()].concat();
        if let Err(error) = visit(&entry, &name, tree) {
            let path = String::from_utf8_lossy(&name);
            tree.problem(&path, format!("it cannot be read: {error}"));
        }
    }
}

fn visit(entry: &DirEntry, name: &[u8], tree: &mut TreeBuilder) -> io::Result<()> {
    let kind = entry.file_type()?;
    // A folder, or a file where the work tree lies elsewhere than its repository.
    if entry.file_name() == ".git" {
        return Ok(());
    }
    if kind.is_dir() {
        walk(entries(&entry.path())?, &[name, b"/"].concat(), tree);
    } else if kind.is_file() && tree.wants(name, entry.metadata()?.len()) {
        let bytes = fs::read(entry.path())?;
        tree.put(String::from_utf8_lossy(name).into_owned(), bytes);
    }
    Ok(())
}
