//! `rhumb diff`: compares two catalogues, or the states of two days.

use std::path::Path;

use anyhow::bail;
use catalogue::Catalogue;
use publish::Options;
use questions::diff::compare;

use crate::arguments::GlobalArguments;
use crate::locations::{CacheFolder, ConfigurationFile};
use crate::{build, catalogues, output, sync};

/// Arguments of `diff`.
#[derive(clap::Args)]
pub(crate) struct DiffArguments {
    /// The older state: a catalogue file, or a day as YYYY-MM-DD
    old: String,
    /// The newer state, in the same form. Default: the catalogue that questions ask
    new: Option<String>,
    #[command(flatten)]
    filter: questions::diff::Arguments,
    #[command(flatten)]
    configuration: ConfigurationFile,
    #[command(flatten)]
    cache: CacheFolder,
}

pub(crate) fn diff(arguments: &DiffArguments, global: &GlobalArguments) -> anyhow::Result<()> {
    let old = open(&arguments.old, arguments)?;
    let new = match &arguments.new {
        Some(new) => open(new, arguments)?,
        None => catalogues::open(global.catalogue.as_deref())?.0,
    };
    let answer = compare(&old, &new, &arguments.filter)?;
    let options = Options {
        layout: global.layout,
        style: output::style(),
        rows: global.rows,
        score: None,
    };
    let text = publish::diff(&answer, global.format, &options)?;
    output::page(&text, global.format)
}

/// The catalogue of this name, or the one of this day.
fn open(named: &str, arguments: &DiffArguments) -> anyhow::Result<Catalogue> {
    if Path::new(named).is_file() {
        return Ok(Catalogue::open(Path::new(named))?);
    }
    match named.parse() {
        Ok(day) => catalogue_of_day(day, arguments),
        Err(_) => bail!("`{named}` is neither a catalogue file nor a day (YYYY-MM-DD)"),
    }
}

/// Built of the states of that day, in memory; lock and catalogue stay as they are.
fn catalogue_of_day(
    day: jiff::civil::Date,
    arguments: &DiffArguments,
) -> anyhow::Result<Catalogue> {
    let configuration = arguments.configuration.read()?;
    let lock = sync::lock_of_day(
        day,
        &configuration,
        &arguments.cache,
        &arguments.filter.source,
    )?;
    let built = build::build_in_memory(&arguments.cache, &lock, &configuration)?;
    Ok(Catalogue::from_bytes(&built.bytes()?)?)
}
