//! The catalogue that answers: the one given by `--catalogue`, else the user's own, else the built-in one.

use std::io::IsTerminal;
use std::path::Path;

use catalogue::{Catalogue, CatalogueSummary};

use crate::arguments::GlobalArguments;
use crate::{built_in, locations};

/// Where the catalogue comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    File,
    BuiltIn,
}

/// Opens the catalogue that questions are to be asked.
pub(crate) fn open(named: Option<&Path>) -> anyhow::Result<(Catalogue, Origin)> {
    let own = locations::catalogue()?;
    match named {
        Some(file) => Ok((Catalogue::open(file)?, Origin::File)),
        None if own.is_file() => Ok((Catalogue::open(&own)?, Origin::File)),
        None => Ok((built_in::open()?, Origin::BuiltIn)),
    }
}

/// Opens it with the release of ATT&CK that was asked for.
pub(crate) fn open_at_release(global: &GlobalArguments) -> anyhow::Result<(Catalogue, Origin)> {
    let (mut catalogue, origin) = open(global.catalogue.as_deref())?;
    if let Some(version) = &global.attack {
        catalogue.choose(version)?;
    }
    Ok((catalogue, origin))
}

/// Tells a person who asks the built-in catalogue what to do next.
pub(crate) fn hint(origin: Origin, about: &CatalogueSummary) {
    if origin == Origin::BuiltIn
        && std::io::stderr().is_terminal()
        && std::io::stdout().is_terminal()
    {
        eprintln!(
            "Built-in catalogue of {} (facts only). `rhumb sync` brings texts and news.",
            about.date
        );
    }
}
