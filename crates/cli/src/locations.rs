//! Where the user's files are: configuration, lock, cache, saved threats and stacks. Nothing else asks the environment for
//! folders.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Context;
use etcetera::base_strategy::{BaseStrategy, choose_base_strategy};
use repositories::{Cache, Configuration, Lock};

/// Which configuration holds.
#[derive(clap::Args)]
pub(crate) struct ConfigurationFile {
    /// The configuration. Default: `RHUMB_CONFIG`, the nearest `rhumb.toml` from here upwards, or your own
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ConfigurationFile {
    /// The configuration that is named, else the one that is found.
    pub(crate) fn read(&self) -> anyhow::Result<Configuration> {
        match &self.config {
            Some(file) => Ok(Configuration::read(file)?),
            None => configuration(),
        }
    }
}

/// Where clones and harvests are kept.
#[derive(clap::Args)]
pub(crate) struct CacheFolder {
    /// Where fetched repositories, and what was read of them, are kept. Default: `RHUMB_CACHE` or your cache folder
    #[arg(long, value_name = "FOLDER")]
    cache: Option<PathBuf>,
}

impl CacheFolder {
    /// The cache in the folder that is named, else in the user's own.
    pub(crate) fn cache(&self) -> anyhow::Result<Cache> {
        match &self.cache {
            Some(folder) => Ok(Cache::new(folder.clone())),
            None => cache(),
        }
    }
}

/// That of `RHUMB_CONFIG`, else the nearest `rhumb.toml` from here upwards, else the one in the user's configuration folder;
/// empty where there is none.
pub(crate) fn configuration() -> anyhow::Result<Configuration> {
    match configuration_file()? {
        Some(file) => Ok(Configuration::read(&file)?),
        None => Ok(Configuration::default()),
    }
}

fn configuration_file() -> anyhow::Result<Option<PathBuf>> {
    if let Some(file) = variable("RHUMB_CONFIG") {
        return Ok(Some(file.into()));
    }
    let here = env::current_dir().context("cannot tell the current folder")?;
    let above = here
        .ancestors()
        .map(|folder| folder.join(Configuration::FILE_NAME));
    let of_user = folders()?
        .config_dir()
        .join("rhumb")
        .join(Configuration::FILE_NAME);
    Ok(above.chain([of_user]).find(|file| file.is_file()))
}

/// The cache in `RHUMB_CACHE`, else in the user's own folder.
pub(crate) fn cache() -> anyhow::Result<Cache> {
    let folder = match variable("RHUMB_CACHE") {
        Some(folder) => folder.into(),
        None => folders()?.cache_dir().join("rhumb"),
    };
    Ok(Cache::new(folder))
}

/// Where the lock is, whether it exists or not: beside the configuration, if there is one.
pub(crate) fn lock(configuration: &Configuration) -> anyhow::Result<PathBuf> {
    match &configuration.file {
        Some(file) => Ok(file.with_file_name(Lock::FILE_NAME)),
        None => Ok(data()?.join(Lock::FILE_NAME)),
    }
}

/// The folder of what the user saved without a name for it: catalogue, lock, threats and stacks.
pub(crate) fn data() -> anyhow::Result<PathBuf> {
    Ok(folders()?.data_dir().join("rhumb"))
}

/// The user's own catalogue, whether it exists or not.
pub(crate) fn catalogue() -> anyhow::Result<PathBuf> {
    Ok(data()?.join("catalogue.rhumb"))
}

/// The file of this program, if it is known.
pub(crate) fn executable() -> Option<PathBuf> {
    env::current_exe().ok()
}

/// Whether the user says which `ssh` git is to use.
pub(crate) fn names_ssh() -> bool {
    ["GIT_SSH_COMMAND", "GIT_SSH"]
        .iter()
        .any(|name| env::var_os(name).is_some())
}

/// A variable of the environment that is not empty.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn folders() -> anyhow::Result<impl BaseStrategy> {
    choose_base_strategy().context("cannot tell your home folder")
}
