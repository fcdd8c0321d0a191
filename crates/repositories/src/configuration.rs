//! `rhumb.toml`: sources of the user's own, and where and at which state the public ones are fetched.
//!
//! To add a key: its field in [`SourceTable`] or [`RepositoryOverride`], its row in `docs/own-sources.md`.

#![expect(
    clippy::disallowed_methods,
    reason = "the configuration is a file and names others"
)]

mod kind;
mod repository;
mod source_table;
mod toml_file;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sources::{OwnSource, Reader, sources_of};
use toml::Spanned;

pub use self::repository::RepositoryOverride;
use self::source_table::SourceTable;
pub use self::toml_file::{TomlFile, nearest};
use crate::error::Error;

/// What the user configured; nothing where there is no file.
#[derive(Debug, Default)]
pub struct Configuration {
    /// The file that was read.
    pub file: Option<PathBuf>,
    /// Sources of the user's own, in the order of the file.
    pub sources: Vec<ConfiguredSource>,
    /// What is different about the repositories of public sources, by the id of their archive.
    pub repositories: BTreeMap<String, RepositoryOverride>,
}

/// A source of the user's own, and where it lies.
#[derive(Debug)]
pub struct ConfiguredSource {
    /// What reads it. Its repository and branch are what is to be fetched where no path is given.
    pub source: OwnSource,
    /// The file or folder on this machine, absolute unless the configuration was named by a relative path.
    pub path: Option<PathBuf>,
}

/// The file as the user wrote it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    source: Vec<SourceTable>,
    #[serde(default)]
    repositories: BTreeMap<String, Spanned<RepositoryOverride>>,
}

impl Configuration {
    /// The name of the file where it is looked for.
    pub const FILE_NAME: &str = "rhumb.toml";

    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Configuration {
            path: path.to_owned(),
            source,
        })?;
        let file = TomlFile { path, text: &text };
        let document: Document = toml::from_str(&text).map_err(|error| file.parse_error(&error))?;
        let mut sources: Vec<ConfiguredSource> = Vec::new();
        for table in document.source {
            let id = table.id.get_ref();
            if sources.iter().any(|other| other.source.id == *id) {
                return Err(file.error(&table.id, format!("`{id}` is there twice")));
            }
            sources.push(table.check(&file)?);
        }
        let mut repositories = BTreeMap::new();
        for (id, table) in document.repositories {
            let checked = repository::check(&id, table, &file)?;
            repositories.insert(id, checked);
        }
        Ok(Self {
            file: Some(path.to_owned()),
            sources,
            repositories,
        })
    }

    /// The user's own source of this id.
    pub fn source(&self, id: &str) -> Option<&ConfiguredSource> {
        let mut sources = self.sources.iter();
        sources.find(|configured| configured.source.id == id)
    }

    /// Whether the user leaves out the repository of a public source.
    pub(crate) fn skips(&self, id: &str) -> bool {
        let configured = self.repositories.get(id);
        configured.is_some_and(|configured| configured.skip)
    }

    /// What reads the archive, or the repository of the user's own source.
    pub(crate) fn readers(&self, archive: &str) -> Vec<Reader> {
        let own = self.source(archive).map(ConfiguredSource::reader);
        let public = sources_of(archive).map(Reader::Public);
        own.into_iter().chain(public).collect()
    }
}

impl ConfiguredSource {
    /// What reads it.
    pub(crate) fn reader(&self) -> Reader {
        Reader::Own(Box::new(self.source.clone()))
    }
}
