//! Threats and stacks that are saved under a name: beside the configuration, if there is one, else in the user's own folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use model::Threat;

use crate::locations;

/// What is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    /// As JSON.
    Threats,
    /// As TOML, to be edited by hand.
    Stacks,
}

impl Store {
    fn folder(self) -> &'static str {
        match self {
            Self::Threats => "threats",
            Self::Stacks => "stacks",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Threats => ".json",
            Self::Stacks => ".toml",
        }
    }

    /// Where all of them are.
    fn location(self) -> anyhow::Result<PathBuf> {
        let configuration = locations::configuration()?;
        let folder = match configuration.file.as_deref().and_then(Path::parent) {
            Some(folder) => folder.to_owned(),
            None => locations::data()?,
        };
        Ok(folder.join(self.folder()))
    }

    /// Where it is saved under this name, whether it exists or not.
    pub(crate) fn path(self, name: &str) -> anyhow::Result<PathBuf> {
        let plain = |letter: char| letter.is_alphanumeric() || "-_. ".contains(letter);
        ensure!(
            !name.is_empty()
                && name.len() <= 100
                && name.chars().all(plain)
                && !name.starts_with('.'),
            "`{}` cannot be a name: at most 100 letters, digits, blanks, `-`, `_` and `.`",
            name.escape_debug()
        );
        Ok(self.location()?.join(format!("{name}{}", self.extension())))
    }

    /// The file that was saved under this name, if there is one.
    pub(crate) fn find(self, name: &str) -> Option<PathBuf> {
        self.path(name).ok().filter(|path| path.is_file())
    }

    /// All names.
    pub(crate) fn names(self) -> anyhow::Result<Vec<String>> {
        let Ok(files) = std::fs::read_dir(self.location()?) else {
            return Ok(Vec::new());
        };
        let mut names: Vec<String> = files
            .filter_map(|file| file.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(self.extension()).map(str::to_owned))
            .collect();
        names.sort();
        Ok(names)
    }

    /// Saves it, written beside and renamed in.
    pub(crate) fn save(self, name: &str, text: &str) -> anyhow::Result<PathBuf> {
        let path = self.path(name)?;
        write(&path, text)?;
        Ok(path)
    }

    /// Removes what was saved under this name.
    pub(crate) fn remove(self, name: &str) -> anyhow::Result<()> {
        let Some(path) = self.find(name) else {
            bail!("nothing is saved under the name `{name}`");
        };
        std::fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))
    }
}

/// Writes a file whole or not at all.
pub(crate) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}

/// The threat of a saved file.
pub(crate) fn threat(path: &Path) -> anyhow::Result<Threat> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(imports::threat(&path.display().to_string(), &bytes)?)
}
