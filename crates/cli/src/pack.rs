//! `rhumb pack`: an audit pack as a folder, written to a temporary folder that is renamed at the end.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use questions::Question;

use crate::arguments::GlobalArguments;
use crate::catalogues;
use crate::input::load_inputs;

/// Arguments of `pack`.
#[derive(clap::Args)]
pub(crate) struct PackArguments {
    /// The folder to write
    out: PathBuf,
    #[command(flatten)]
    align: questions::align::Arguments,
}

pub(crate) fn pack(arguments: PackArguments, global: &GlobalArguments) -> anyhow::Result<()> {
    let out = arguments.out;
    ensure!(!out.exists(), "`{}` is there already", out.display());
    let (catalogue, _) = catalogues::open_at_release(global)?;
    let mut question = Question::Align(arguments.align);
    load_inputs(&mut question)?;
    let Question::Align(align) = &question else {
        unreachable!("it was made an alignment above")
    };
    let files = publish::pack(&questions::pack::pack(&catalogue, align)?)?;
    let cannot = || format!("cannot write `{}`", out.display());
    let parent = out
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(std::path::Path::new("."));
    std::fs::create_dir_all(parent).with_context(cannot)?;
    let temporary = tempfile::Builder::new()
        .prefix(".rhumb-pack-")
        .tempdir_in(parent)
        .with_context(cannot)?;
    for (name, bytes) in &files {
        std::fs::write(temporary.path().join(name), bytes).with_context(cannot)?;
    }
    std::fs::rename(temporary.path(), &out).with_context(cannot)?;
    let _ = temporary.keep();
    eprintln!("{}: {} files", out.display(), files.len());
    Ok(())
}
