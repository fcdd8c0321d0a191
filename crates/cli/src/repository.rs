//! A repository of the user's own: where its rules lie, as they lie there and as they were committed. No catalogue needs to
//! hold them.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use model::{Harvest, RelationKind, TextPolicy};
use repositories::{Configuration, ConfiguredSource, nearest};
use sources::{OwnSource, Tree, format};

use crate::locations::ConfigurationFile;

/// The rules, and the repository that they lie in.
pub(crate) struct Repository {
    /// What reads them from their folder.
    source: OwnSource,
    folder: PathBuf,
    /// The root of the git repository that they lie in, if any.
    root: Option<PathBuf>,
    /// From that root to the folder: `rules/`.
    prefix: String,
}

/// The rules with their files.
pub(crate) struct Rules {
    /// What they say. Paths begin at the root of the repository.
    pub(crate) harvest: Harvest,
    tree: Tree,
    /// What paths have before those of the tree.
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
    /// The source of the configuration, or the only one.
    pub(crate) fn find(source: Option<&str>, file: &ConfigurationFile) -> anyhow::Result<Self> {
        let configuration = file.read()?;
        let configured = choose_source(source, &configuration)?;
        let Some(path) = &configured.path else {
            bail!(
                "`{}` is fetched, and does not lie here: say where with `rhumb check PATH --as {}`",
                configured.source.id,
                configured.source.format.id
            );
        };
        Self::at_path(configured.source.clone(), path)
    }

    /// Files of this format at a path.
    pub(crate) fn of_format(path: &str, format: &str) -> anyhow::Result<Self> {
        Self::at_path(source_of_format(format)?, Path::new(path))
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
        let root = root(&folder);
        let prefix = prefix(&folder);
        Ok(Self {
            source,
            folder,
            root,
            prefix,
        })
    }

    /// How its rules relate to others.
    pub(crate) fn relations(&self) -> Vec<RelationKind> {
        (self.source.format.relations)()
    }

    /// The rules as they lie there, committed or not; with a branch, as they are committed to it.
    pub(crate) fn head(&self) -> anyhow::Result<Rules> {
        let bare = Tree::is_git(&self.folder) && !self.folder.join(".git").exists();
        let revision = match &self.source.branch {
            Some(branch) => Some(branch.as_str()),
            None if bare => Some("HEAD"),
            None => None,
        };
        if let (Some(root), Some(revision)) = (&self.root, revision) {
            return Ok(self.at_revision(root, revision)?);
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
        Ok(Rules {
            harvest,
            tree,
            prefix: self.prefix.clone(),
        })
    }

    /// The rules of the revision.
    pub(crate) fn base(&self, revision: &str) -> anyhow::Result<Harvest> {
        let Some(root) = &self.root else {
            bail!(
                "`{}` lies in no git repository: there is no `{revision}` to compare with",
                self.folder.display()
            );
        };
        let rules = self.at_revision(root, revision).map_err(|source| NoBase {
            revision: revision.to_owned(),
            source,
        })?;
        Ok(rules.harvest)
    }

    /// Read from the root, for a folder of a commit cannot be opened alone.
    fn at_revision(&self, root: &Path, revision: &str) -> Result<Rules, sources::Error> {
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
        Ok(Rules {
            harvest: source.harvest(&tree),
            tree,
            prefix: String::new(),
        })
    }

    /// The path of a file as findings show it: from the root of the repository, if it lies there.
    pub(crate) fn path_of(&self, file: &Path) -> String {
        let root = self.root.as_deref().unwrap_or(&self.folder);
        relative_path(root, file).unwrap_or_else(|| file.display().to_string())
    }
}

impl Rules {
    /// The text of a file; none where it is no UTF-8.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        let file = self.tree.file(path.strip_prefix(&self.prefix)?)?;
        std::str::from_utf8(file.bytes).ok().map(str::to_owned)
    }
}

/// The root of the git repository that a folder lies in.
fn root(folder: &Path) -> Option<PathBuf> {
    let mut above = folder.ancestors();
    above.find(|above| Tree::is_git(above)).map(Path::to_owned)
}

/// The way from the root of the git repository to a folder in it, such as `rules/`; empty where there is none.
pub(crate) fn prefix(folder: &Path) -> String {
    let inside = || {
        let folder = folder.canonicalize().ok()?;
        relative_path(&root(&folder)?, &folder)
    };
    match inside() {
        Some(inside) if !inside.is_empty() => inside + "/",
        _ => String::new(),
    }
}

/// The path from `root`, with `/`; nothing where it does not lie below.
fn relative_path(root: &Path, path: &Path) -> Option<String> {
    let path = path.canonicalize().ok()?;
    let rest = path.strip_prefix(root).ok()?;
    let parts = rest.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
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
