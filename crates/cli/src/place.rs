//! Where catalogues are: the one that is named, else the user's own, else the built-in one.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::Context;
use catalogue::{About, Catalogue};
use etcetera::BaseStrategy;

use crate::configuration::Configuration;
use crate::{built_in, lock};

/// Which catalogue was opened.
#[derive(PartialEq, Eq)]
pub(crate) enum From {
    File,
    BuiltIn,
}

/// Opens the catalogue that questions are to be asked.
pub(crate) fn open(named: Option<&Path>) -> anyhow::Result<(Catalogue, From)> {
    let own = own()?;
    match named {
        Some(path) => Ok((Catalogue::open(path)?, From::File)),
        None if own.is_file() => Ok((Catalogue::open(&own)?, From::File)),
        None => Ok((built_in::open()?, From::BuiltIn)),
    }
}

/// The user's own catalogue, whether it exists or not.
pub(crate) fn own() -> anyhow::Result<PathBuf> {
    Ok(data()?.join("catalogue.rhumb"))
}

/// Where the lock is, whether it exists or not: beside the configuration, if there is one.
pub(crate) fn lock(configuration: &Configuration) -> anyhow::Result<PathBuf> {
    match &configuration.file {
        Some(file) => Ok(file.with_file_name(lock::NAME)),
        None => Ok(data()?.join(lock::NAME)),
    }
}

/// The user's own folder.
pub(crate) fn data() -> anyhow::Result<PathBuf> {
    let folders = etcetera::choose_base_strategy().context("cannot tell your home folder")?;
    Ok(folders.data_dir().join("rhumb"))
}

/// What to do next, for a person.
pub(crate) fn hint(from: &From, about: &About) {
    if *from == From::BuiltIn && std::io::stderr().is_terminal() && std::io::stdout().is_terminal()
    {
        eprintln!(
            "Built-in catalogue of {} (facts only). `rhumb sync` brings texts and news.",
            about.date
        );
    }
}
