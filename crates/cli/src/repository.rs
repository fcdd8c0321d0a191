//! The repository that is checked: where its rules lie, as they lie there and as they were committed.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use model::{Harvest, RelationKind, TextPolicy};
use repositories::{Configuration, ConfiguredSource, nearest};
use sources::{OwnSource, Tree, format};

use super::{CheckArguments, relative_path};

/// The rules, and the repository that they lie in.
pub(super) struct Repository {
    /// What reads them from their folder.
    source: OwnSource,
    folder: PathBuf,
    /// The root of the git repository that they lie in, if any.
    root: Option<PathBuf>,
    /// From that root to the folder: `rules/`.
    prefix: String,
}

/// The base of the comparison cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the base `{revision}`")]
pub(crate) struct NoBase {
    revision: String,
    source: sources::Error,
}

impl Repository {
    pub(super) fn find(arguments: &CheckArguments) -> anyhow::Result<Self> {
        if let (Some(path), Some(id)) = (&arguments.source, &arguments.as_format) {
            return Self::at_path(source_of_format(id)?, Path::new(path));
        }
        let configuration = arguments.configuration.read()?;
        let configured = choose_source(arguments.source.as_deref(), &configuration)?;
        let Some(path) = &configured.path else {
            bail!(
                "`{}` is fetched, and does not lie here: say where with `rhumb check PATH --as {}`",
                configured.source.id,
                configured.source.format.id
            );
        };
        Self::at_path(configured.source.clone(), path)
    }

    /// What lies at the path.
    fn at_path(mut source: OwnSource, path: &Path) -> anyhow::Result<Self> {
        let mut folder = path
            .canonicalize()
            .with_context(|| format!("there is no file or folder `{}`", path.display()))?;
        if let (true, Some(name)) = (folder.is_file(), folder.file_name()) {
            source.paths = vec![literal_pattern(&name.to_string_lossy())];
            folder.pop();
        }
        let root = folder
            .ancestors()
            .find(|above| Tree::is_git(above))
            .map(Path::to_owned);
        let inside = root
            .as_deref()
            .and_then(|root| relative_path(root, &folder));
        let prefix = match inside {
            Some(inside) if !inside.is_empty() => inside + "/",
            _ => String::new(),
        };
        Ok(Self {
            source,
            folder,
            root,
            prefix,
        })
    }

    /// How its rules relate to others.
    pub(super) fn relations(&self) -> Vec<RelationKind> {
        (self.source.format.relations)()
    }

    /// The rules as they lie there, committed or not; with a branch, as they are committed to it.
    pub(super) fn head(&self) -> anyhow::Result<Harvest> {
        let bare = Tree::is_git(&self.folder) && !self.folder.join(".git").exists();
        let revision = match &self.source.branch {
            Some(branch) => Some(branch.as_str()),
            None if bare => Some("HEAD"),
            None => None,
        };
        if let (Some(root), Some(revision)) = (&self.root, revision) {
            return Ok(self.harvest_at(root, revision)?);
        }
        let tree = Tree::folder(&self.folder, &self.source.paths())?;
        let mut harvest = self.source.harvest(&tree);
        for resource in &mut harvest.resources {
            resource.place.path.insert_str(0, &self.prefix);
        }
        for problem in &mut harvest.problems {
            // A problem without a path is one of the whole folder.
            if !problem.path.is_empty() {
                problem.path.insert_str(0, &self.prefix);
            }
        }
        Ok(harvest)
    }

    /// The rules of the revision.
    pub(super) fn base(&self, revision: &str) -> anyhow::Result<Harvest> {
        let Some(root) = &self.root else {
            bail!(
                "`{}` lies in no git repository: there is no `{revision}` to compare with",
                self.folder.display()
            );
        };
        let harvest = self.harvest_at(root, revision).map_err(|source| NoBase {
            revision: revision.to_owned(),
            source,
        })?;
        Ok(harvest)
    }

    /// Read from the root, for a folder of a commit cannot be opened alone.
    fn harvest_at(&self, root: &Path, revision: &str) -> Result<Harvest, sources::Error> {
        let prefix = literal_pattern(&self.prefix);
        let from_root = |pattern: &String| match pattern.strip_prefix('!') {
            Some(without) => format!("!{prefix}{without}"),
            None => format!("{prefix}{pattern}"),
        };
        let source = OwnSource {
            paths: self.source.paths.iter().map(from_root).collect(),
            ..self.source.clone()
        };
        let (tree, _) = Tree::git(root, revision, &source.paths())?;
        Ok(source.harvest(&tree))
    }

    /// The path of a file as findings show it: from the root of the repository, if it lies there.
    pub(super) fn path_of(&self, file: &Path) -> String {
        let root = self.root.as_deref().unwrap_or(&self.folder);
        relative_path(root, file).unwrap_or_else(|| file.display().to_string())
    }
}

/// The source that is named, or the only one.
fn choose_source<'a>(
    named: Option<&str>,
    configuration: &'a Configuration,
) -> anyhow::Result<&'a ConfiguredSource> {
    let all = &configuration.sources;
    let ids = || all.iter().map(|configured| configured.source.id.as_str());
    match (named, &all[..]) {
        (Some(id), _) => configuration.source(id).with_context(|| {
            if Path::new(id).exists() {
                return format!("say what the files of `{id}` are: --as sigma");
            }
            let near = match nearest(id, ids()) {
                Some(near) => format!("; the nearest is `{near}`"),
                None => String::new(),
            };
            format!("no source `{id}` is configured{near}")
        }),
        (None, [only]) => Ok(only),
        (None, []) => bail!("say which rules: `rhumb check PATH --as sigma --policy FILE`"),
        (None, _) => {
            let ids = ids().collect::<Vec<_>>().join(", ");
            bail!("say which source of the configuration: {ids}")
        }
    }
}

/// Files of this format, wherever they are.
fn source_of_format(id: &str) -> anyhow::Result<OwnSource> {
    let format = format(id).with_context(|| format!("there is no format `{id}`"))?;
    Ok(OwnSource {
        id: "own".to_owned(),
        title: "the rules".to_owned(),
        format,
        kind: format.kinds[0],
        role: None,
        repository: None,
        branch: None,
        licence: None,
        text: TextPolicy::LinkOnly,
        paths: format
            .include
            .iter()
            .map(|&pattern| pattern.to_owned())
            .collect(),
    })
}

/// A pattern for this path. Characters with a meaning in patterns become `?`.
fn literal_pattern(path: &str) -> String {
    path.replace(['*', '?', '[', ']', '{', '}', '!', '\\'], "?")
}
