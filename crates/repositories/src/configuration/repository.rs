//! Repositories in a configuration: overrides for those of public sources, and the revisions that git fetches.

use std::path::Path;

use serde::Deserialize;
use sources::{SOURCES, sources_of};
use toml::Spanned;

use super::toml_file::{TomlFile, nearest};
use crate::error::Error;
use crate::lock::is_commit;

/// What is different about the repository of a public source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RepositoryOverride {
    /// Where to fetch it: `owner/name` on GitHub, an address, or a path relative to the configuration.
    pub repository: Option<String>,
    /// Which branch.
    pub branch: Option<String>,
    /// Which commit, and no newer one.
    pub commit: Option<String>,
    /// Leave it out.
    pub skip: bool,
}

pub(super) fn check(
    id: &str,
    table: Spanned<RepositoryOverride>,
    file: &TomlFile<'_>,
) -> Result<RepositoryOverride, Error> {
    if sources_of(id).next().is_none() {
        let known = SOURCES.iter().map(|source| source.archive);
        let near = nearest(id, known).unwrap_or_default();
        let what = format!("no public source has the repository `{id}`; the nearest is `{near}`");
        return Err(file.error(&table, what));
    }
    let (span, table) = (table.span(), table.into_inner());
    let spanned = |text: String| Spanned::new(span.clone(), text);
    if let Some(commit) = table.commit.as_ref().filter(|commit| !is_commit(commit)) {
        let what = format!("`{}` is no whole commit id", commit.escape_debug());
        return Err(file.error(&spanned(commit.clone()), what));
    }
    let repository = table.repository.map(spanned);
    let branch = table.branch.map(spanned);
    Ok(RepositoryOverride {
        repository: address(repository.as_ref(), file)?,
        branch: revision(branch.as_ref(), file)?,
        ..table
    })
}

/// A path is relative to the configuration; `owner/name` and addresses stay as they are.
pub(super) fn address(
    value: Option<&Spanned<String>>,
    file: &TomlFile<'_>,
) -> Result<Option<String>, Error> {
    let Some(value) = value else { return Ok(None) };
    let repository = value.get_ref();
    if repository.is_empty() || repository.starts_with('-') || has_control_letters(repository) {
        let what = format!("`{}` is no repository", repository.escape_debug());
        return Err(file.error(value, what));
    }
    if Path::new(repository).is_absolute() || repository.starts_with('.') {
        return Ok(Some(file.folder().join(repository).display().to_string()));
    }
    Ok(Some(repository.clone()))
}

/// What git takes for a branch or commit and not for an option or a range.
pub(super) fn revision(
    value: Option<&Spanned<String>>,
    file: &TomlFile<'_>,
) -> Result<Option<String>, Error> {
    let Some(value) = value else { return Ok(None) };
    let name = value.get_ref();
    let is_special = |letter: char| letter.is_whitespace() || "~^:?*[\\".contains(letter);
    let is_wrong = name.is_empty()
        || name.starts_with('-')
        || name.contains("..")
        || name.contains("@{")
        || name.contains(is_special)
        || has_control_letters(name);
    if is_wrong {
        return Err(file.error(value, format!("`{}` is no branch", name.escape_debug())));
    }
    Ok(Some(name.clone()))
}

fn has_control_letters(text: &str) -> bool {
    text.contains(char::is_control)
}
