//! Where catalogues are: the one that is named, else the user's own, else the built-in one.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use catalogue::{About, Catalogue};

use crate::{built_in, locations};

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
    locations::catalogue()
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
