//! A source of the user's own as the configuration writes it, and what is checked of it.

use std::path::PathBuf;

use model::{Kind, TextPolicy};
use serde::Deserialize;
use sources::{FORMATS, Format, OwnSource, SOURCES, check_pattern, format, source, sources_of};
use toml::Spanned;

use super::ConfiguredSource;
use super::kind::{OwnRole, kind};
use super::repository::{address, revision};
use super::toml_file::{TomlFile, nearest};
use crate::error::Error;

/// A `[[source]]` of the configuration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceTable {
    /// What the user types: lower-case letters, digits, `-` and `_`.
    pub(super) id: Spanned<String>,
    /// What pages call it. Default: the id.
    title: Option<String>,
    /// What its resources are for. Default: the first kind of its format.
    kind: Option<Spanned<Kind>>,
    /// What its resources are, if they are adversaries.
    role: Option<Spanned<OwnRole>>,
    /// The format of its files.
    format: Spanned<String>,
    /// A file or folder, relative to the configuration.
    path: Option<Spanned<String>>,
    /// `owner/name` on GitHub, an address, or a path of a repository relative to the configuration.
    repository: Option<Spanned<String>>,
    /// The branch to read. Default: files as they lie in the folder, or the repository's own main branch.
    branch: Option<Spanned<String>>,
    /// Patterns of the files to read. Default: those of the format.
    #[serde(default)]
    include: Vec<Spanned<String>>,
    /// Patterns of files to leave out.
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
    /// Its licence.
    licence: Option<String>,
    /// Whether its words may be shown to others: `free` or `link_only`. Default: `link_only`.
    text: Option<TextPolicy>,
}

impl SourceTable {
    /// The source, if every value can be used.
    pub(super) fn check(self, file: &TomlFile<'_>) -> Result<ConfiguredSource, Error> {
        let id = own_id(&self.id, file)?;
        let format = known_format(&self.format, file)?;
        let kind = kind(self.kind.as_ref(), self.role.as_ref(), format, file)?;
        let path = existing_path(self.path.as_ref(), file)?;
        if path.is_none() && self.repository.is_none() {
            let what = format!("`{id}` has neither a `path` nor a `repository`");
            return Err(file.error(&self.id, what));
        }
        let repository = address(self.repository.as_ref(), file)?;
        let branch = revision(self.branch.as_ref(), file)?;
        let paths = match &path {
            Some(path) if path.is_file() => self.only_file(file)?,
            _ => self.patterns(format, file)?,
        };
        let source = OwnSource {
            title: self.title.unwrap_or_else(|| id.clone()),
            id,
            format,
            kind,
            role: self.role.map(|role| role.into_inner().into()),
            repository,
            branch,
            licence: self.licence,
            text: self.text.unwrap_or(TextPolicy::LinkOnly),
            paths,
        };
        Ok(ConfiguredSource { source, path })
    }

    fn only_file(&self, file: &TomlFile<'_>) -> Result<Vec<String>, Error> {
        match self.include.iter().chain(&self.exclude).next() {
            Some(pattern) => {
                let what = "`path` is a file: there is nothing to include or exclude";
                Err(file.error(pattern, what))
            }
            None => Ok(vec!["*".to_owned()]),
        }
    }

    fn patterns(&self, format: &Format, file: &TomlFile<'_>) -> Result<Vec<String>, Error> {
        for pattern in self.include.iter().chain(&self.exclude) {
            let text = pattern.get_ref();
            let checked = if text.starts_with('!') {
                Err("patterns to leave out go to `exclude`".to_owned())
            } else {
                check_pattern(text)
            };
            checked.map_err(|why| file.error(pattern, format!("`{text}` is no pattern: {why}")))?;
        }
        let mut patterns: Vec<String> = if self.include.is_empty() {
            let default = format.include.iter();
            default.map(|&pattern| pattern.to_owned()).collect()
        } else {
            let include = self.include.iter();
            include.map(|pattern| pattern.get_ref().clone()).collect()
        };
        let exclude = self.exclude.iter();
        patterns.extend(exclude.map(|pattern| format!("!{}", pattern.get_ref())));
        Ok(patterns)
    }
}

/// An id that is a plain name and not that of a public source.
fn own_id(id: &Spanned<String>, file: &TomlFile<'_>) -> Result<String, Error> {
    let name = id.get_ref();
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let inside = |letter: char| plain(letter) || letter == '-' || letter == '_';
    if !(name.starts_with(plain) && name.chars().all(inside) && name.len() <= 64) {
        let what =
            "an id is at most 64 lower-case letters, digits, `-` and `_`, such as `acme-rules`";
        return Err(file.error(id, format!("`{name}` cannot be an id: {what}")));
    }
    let mut parts = SOURCES.iter().flat_map(|source| source.parts);
    let is_part = parts.any(|part| part.id == name);
    if source(name).is_some() || sources_of(name).next().is_some() || is_part {
        let what = format!("`{name}` is the id of a public source: choose another one");
        return Err(file.error(id, what));
    }
    Ok(name.clone())
}

fn known_format(value: &Spanned<String>, file: &TomlFile<'_>) -> Result<&'static Format, Error> {
    let name = value.get_ref();
    format(name).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.id).collect();
        let near = nearest(name, known.iter().copied()).unwrap_or_default();
        let all = known.join(", ");
        let what = format!("there is no format `{name}`; the nearest is `{near}`, all are {all}");
        file.error(value, what)
    })
}

fn existing_path(
    value: Option<&Spanned<String>>,
    file: &TomlFile<'_>,
) -> Result<Option<PathBuf>, Error> {
    let Some(value) = value else { return Ok(None) };
    let path = file.folder().join(value.get_ref());
    if !value.get_ref().is_empty() && (path.is_dir() || path.is_file()) {
        return Ok(Some(path));
    }
    let what = format!("`path`: there is no file or folder `{}`", path.display());
    Err(file.error(value, what))
}
