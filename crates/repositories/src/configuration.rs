//! `rhumb.toml`: sources of your own, and where and at which state the public ones are fetched.
//!
//! To add a key: its field in [`SourceTable`] or [`Repository`], its row in `docs/own-sources.md`.

mod toml_file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use model::{Kind, Text};
use serde::Deserialize;
use sources::{
    FORMATS, Format, OwnSource, Reader, SOURCES, check_pattern, format, source, sources_of,
};
use toml::Spanned;

pub use self::toml_file::{TomlFile, nearest};

/// What the file is called where it is looked for.
pub const NAME: &str = "rhumb.toml";

/// What the configuration says; nothing where there is none.
#[derive(Debug, Default)]
pub struct Configuration {
    /// The file that was read.
    pub file: Option<PathBuf>,
    /// Sources of the user's own, in the order of the file.
    pub sources: Vec<ConfiguredSource>,
    /// What is said of the repositories of public sources, by the id of their archive.
    pub repositories: BTreeMap<String, Repository>,
}

/// A source of the user's own, and where it lies.
#[derive(Debug)]
pub struct ConfiguredSource {
    /// What reads it. Its repository and branch are what is to be fetched where no path is given.
    pub source: OwnSource,
    /// The file or folder on this machine, absolute unless the configuration was named by a relative path.
    pub path: Option<PathBuf>,
}

/// What the configuration says of the repository of a public source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Repository {
    /// Where to fetch it: `owner/name` on GitHub, an address, or a path relative to the configuration.
    pub repository: Option<String>,
    /// Which branch.
    pub branch: Option<String>,
    /// Which commit, and no newer one.
    pub commit: Option<String>,
    /// Leave it out.
    pub skip: bool,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    source: Vec<SourceTable>,
    #[serde(default)]
    repositories: BTreeMap<String, Spanned<Repository>>,
}

/// A source of the user's own, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTable {
    /// What you will type: lower-case letters, digits and `-`.
    id: Spanned<String>,
    /// What pages call it; the id unless said.
    title: Option<String>,
    /// What its resources are for; unless said, the first kind of its format.
    kind: Option<Spanned<Kind>>,
    /// The form of its files.
    format: Spanned<String>,
    /// A file or folder, relative to the configuration.
    path: Option<Spanned<String>>,
    /// `owner/name` on GitHub, an address, or a path of a repository relative to the configuration.
    repository: Option<Spanned<String>>,
    /// The branch to read; without it, files as they lie in the folder, or the repository's own main branch.
    branch: Option<Spanned<String>>,
    /// Patterns of the files to read; those of the format unless said.
    #[serde(default)]
    include: Vec<Spanned<String>>,
    /// Patterns of files to leave out.
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
    /// Its licence.
    licence: Option<String>,
    /// Whether its words may be shown to others: `free` or `link_only`, which is taken unless said.
    text: Option<Text>,
}

impl Configuration {
    /// The user's own source of this id.
    pub fn source(&self, id: &str) -> Option<&ConfiguredSource> {
        self.sources.iter().find(|one| one.source.id == id)
    }

    /// Reads the file.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the configuration `{}`", file.display()))?;
        let toml_file = TomlFile { file, text: &text };
        let written: Document =
            toml::from_str(&text).map_err(|error| toml_file.parse_error(&error))?;
        let mut sources: Vec<ConfiguredSource> = Vec::new();
        for one in written.source {
            let twice = sources
                .iter()
                .any(|other| other.source.id == *one.id.get_ref());
            if twice {
                return Err(
                    toml_file.error(&one.id, format!("`{}` is there twice", one.id.get_ref()))
                );
            }
            sources.push(configured(one, &toml_file)?);
        }
        let mut repositories = BTreeMap::new();
        for (id, one) in written.repositories {
            let checked = repository(&id, one, &toml_file)?;
            repositories.insert(id, checked);
        }
        Ok(Self {
            file: Some(file.to_owned()),
            sources,
            repositories,
        })
    }
}

impl ConfiguredSource {
    /// What reads it.
    pub fn reader(&self) -> Reader {
        Reader::Own(Box::new(self.source.clone()))
    }
}

fn configured(written: SourceTable, toml_file: &TomlFile<'_>) -> anyhow::Result<ConfiguredSource> {
    let id = own_id(&written.id, toml_file)?;
    let format = known_format(&written.format, toml_file)?;
    let kind = kind(written.kind.as_ref(), format, toml_file)?;
    let path = written.path.as_ref().map(|path| existing(path, toml_file));
    let path = path.transpose()?;
    if path.is_none() && written.repository.is_none() {
        let what = format!("`{id}` has neither a `path` nor a `repository`");
        return Err(toml_file.error(&written.id, what));
    }
    let repository = written.repository.as_ref();
    let repository = repository
        .map(|repository| address(repository, toml_file))
        .transpose()?;
    let branch = written.branch.as_ref();
    let branch = branch
        .map(|branch| revision(branch, toml_file))
        .transpose()?;
    let paths = match &path {
        Some(file) if file.is_file() => only_file(&written, toml_file)?,
        _ => patterns(&written, format, toml_file)?,
    };
    let source = OwnSource {
        title: written.title.unwrap_or_else(|| id.clone()),
        id,
        format,
        kind,
        repository,
        branch,
        licence: written.licence,
        text: written.text.unwrap_or(Text::LinkOnly),
        paths,
    };
    Ok(ConfiguredSource { source, path })
}

/// An id that is a plain name and stands for nothing else.
fn own_id(id: &Spanned<String>, toml_file: &TomlFile<'_>) -> anyhow::Result<String> {
    let name = id.get_ref();
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let inside = |letter: char| plain(letter) || letter == '-' || letter == '_';
    if !(name.starts_with(plain) && name.chars().all(inside) && name.len() <= 64) {
        let what =
            "an id is at most 64 lower-case letters, digits, `-` and `_`, such as `acme-rules`";
        return Err(toml_file.error(id, format!("`{name}` cannot be an id: {what}")));
    }
    let parts = SOURCES.iter().flat_map(|source| source.parts);
    let is_part = parts.into_iter().any(|(part, ..)| part == name);
    if source(name).is_some() || sources_of(name).next().is_some() || is_part {
        let what = format!("`{name}` is the id of a public source: choose another one");
        return Err(toml_file.error(id, what));
    }
    Ok(name.clone())
}

fn known_format(
    written: &Spanned<String>,
    toml_file: &TomlFile<'_>,
) -> anyhow::Result<&'static Format> {
    let name = written.get_ref();
    let known = || FORMATS.iter().map(|format| format.id);
    format(name).ok_or_else(|| {
        let near = nearest(name, known()).unwrap_or_default();
        let all = known().collect::<Vec<_>>().join(", ");
        let what = format!("there is no format `{name}`; the nearest is `{near}`, all are {all}");
        toml_file.error(written, what)
    })
}

fn kind(
    written: Option<&Spanned<Kind>>,
    format: &'static Format,
    toml_file: &TomlFile<'_>,
) -> anyhow::Result<Kind> {
    let Some(written) = written else {
        return Ok(format.kinds[0]);
    };
    let kind = *written.get_ref();
    if format.kinds.contains(&kind) {
        return Ok(kind);
    }
    let kinds: Vec<String> = format.kinds.iter().map(Kind::to_string).collect();
    let what = format!(
        "`{}` holds no resources of kind `{kind}`, only {}",
        format.id,
        kinds.join(", ")
    );
    Err(toml_file.error(written, what))
}

fn existing(path: &Spanned<String>, toml_file: &TomlFile<'_>) -> anyhow::Result<PathBuf> {
    let whole = toml_file.folder().join(path.get_ref());
    if !path.get_ref().is_empty() && (whole.is_dir() || whole.is_file()) {
        return Ok(whole);
    }
    let what = format!("`path`: there is no file or folder `{}`", whole.display());
    Err(toml_file.error(path, what))
}

/// A path stands where the configuration stands; `owner/name` and addresses stay as they are.
fn address(written: &Spanned<String>, toml_file: &TomlFile<'_>) -> anyhow::Result<String> {
    let repository = written.get_ref();
    if repository.is_empty() || repository.starts_with('-') || has_odd_letters(repository) {
        let what = format!("`{}` is no repository", repository.escape_debug());
        return Err(toml_file.error(written, what));
    }
    let is_path = Path::new(repository).is_absolute() || repository.starts_with('.');
    if is_path {
        return Ok(toml_file.folder().join(repository).display().to_string());
    }
    Ok(repository.clone())
}

/// What git takes for a branch or commit and not for an option or a range.
fn revision(written: &Spanned<String>, toml_file: &TomlFile<'_>) -> anyhow::Result<String> {
    let name = written.get_ref();
    let odd = |letter: char| letter.is_whitespace() || "~^:?*[\\".contains(letter);
    let wrong = name.is_empty()
        || name.starts_with('-')
        || name.contains("..")
        || name.contains("@{")
        || name.contains(odd)
        || has_odd_letters(name);
    if wrong {
        return Err(toml_file.error(written, format!("`{}` is no branch", name.escape_debug())));
    }
    Ok(name.clone())
}

fn has_odd_letters(text: &str) -> bool {
    text.contains(char::is_control)
}

fn only_file(written: &SourceTable, toml_file: &TomlFile<'_>) -> anyhow::Result<Vec<String>> {
    match written.include.iter().chain(&written.exclude).next() {
        Some(pattern) => {
            let what = "`path` is a file: there is nothing to include or exclude";
            Err(toml_file.error(pattern, what))
        }
        None => Ok(vec!["*".to_owned()]),
    }
}

fn patterns(
    written: &SourceTable,
    format: &Format,
    toml_file: &TomlFile<'_>,
) -> anyhow::Result<Vec<String>> {
    for pattern in written.include.iter().chain(&written.exclude) {
        let text = pattern.get_ref();
        let checked = match text {
            text if text.starts_with('!') => {
                Err("patterns to leave out go to `exclude`".to_owned())
            }
            text => check_pattern(text),
        };
        checked
            .map_err(|why| toml_file.error(pattern, format!("`{text}` is no pattern: {why}")))?;
    }
    let owned = |text: &&str| (*text).to_owned();
    let mut patterns: Vec<String> = match &written.include[..] {
        [] => format.include.iter().map(owned).collect(),
        include => include.iter().map(|text| text.get_ref().clone()).collect(),
    };
    let exclude = written.exclude.iter();
    patterns.extend(exclude.map(|text| format!("!{}", text.get_ref())));
    Ok(patterns)
}

fn repository(
    id: &str,
    written: Spanned<Repository>,
    toml_file: &TomlFile<'_>,
) -> anyhow::Result<Repository> {
    if sources_of(id).next().is_none() {
        let known = SOURCES.iter().map(|source| source.archive);
        let near = nearest(id, known).unwrap_or_default();
        let what = format!("no public source has the repository `{id}`; the nearest is `{near}`");
        return Err(toml_file.error(&written, what));
    }
    let (span, one) = (written.span(), written.into_inner());
    let spanned = |text: &String| Spanned::new(span.clone(), text.clone());
    let is_commit = |commit: &String| {
        matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if let Some(commit) = one.commit.as_ref().filter(|commit| !is_commit(commit)) {
        let what = format!("`{}` is no whole commit id", commit.escape_debug());
        return Err(toml_file.error(&spanned(commit), what));
    }
    let address = one
        .repository
        .as_ref()
        .map(|text| address(&spanned(text), toml_file));
    let branch = one
        .branch
        .as_ref()
        .map(|text| revision(&spanned(text), toml_file));
    Ok(Repository {
        repository: address.transpose()?,
        branch: branch.transpose()?,
        ..one
    })
}
