//! Loads what a question is given by name: files, addresses, standard input, and what was saved. Questions themselves never
//! see a path.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use questions::Question;
use questions::stack::StackInput;
use questions::threat::ThreatInput;

use crate::fetch::fetch;
use crate::store::{self, Store};

/// The largest input; each format has its own, smaller limit.
const LARGEST: u64 = 64 << 20;

/// Loads all threats and stacks that the question names, but for names of the catalogue.
pub(crate) fn load_inputs(question: &mut Question) -> anyhow::Result<()> {
    for threat in question.threats() {
        load_threat(threat)?;
    }
    for stack in question.stacks() {
        load_stack(stack)?;
    }
    Ok(())
}

/// Loads a threat from a file, an address or standard input, or a saved one.
pub(crate) fn load_threat(given: &mut ThreatInput) -> anyhow::Result<()> {
    let ThreatInput::Name(name) = given else {
        return Ok(());
    };
    let threat = match (read(name)?, Store::Threats.find(name)) {
        (Some(bytes), _) => imports::threat(display_name(name), &bytes)?,
        (None, Some(path)) => store::threat(&path)?,
        // A name of the catalogue.
        (None, None) => return Ok(()),
    };
    *given = ThreatInput::Threat(Box::new(threat));
    Ok(())
}

/// Loads a stack from a file, an address or standard input, or a saved one.
pub(crate) fn load_stack(given: &mut StackInput) -> anyhow::Result<()> {
    let StackInput::Name(name) = given else {
        return Ok(());
    };
    let bytes = match (read(name)?, Store::Stacks.find(name)) {
        (Some(bytes), _) => bytes,
        (None, Some(path)) => read_file(&path)?,
        (None, None) => bail!(
            "there is no stack `{name}`: neither a file, an address nor a saved stack; `rhumb stack init` writes one"
        ),
    };
    let imported = imports::stack(display_name(name), &bytes)?;
    for note in &imported.notes {
        eprintln!("{}: {note}", display_name(name));
    }
    let mut stack = imported.stack;
    if stack.name.is_none() {
        stack.name = Some(display_name(name).to_owned());
    }
    *given = StackInput::Stack(Box::new(stack));
    Ok(())
}

/// What messages call it.
pub(crate) fn display_name(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}

/// The bytes of a file, an address or standard input; `None` where the name is none of these.
pub(crate) fn read(name: &str) -> anyhow::Result<Option<Vec<u8>>> {
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        ensure!(
            bytes.len() as u64 <= LARGEST,
            "standard input holds more than {} MB",
            LARGEST >> 20
        );
        return Ok(Some(bytes));
    }
    if name.starts_with("https://") || name.starts_with("http://") {
        return fetch(name, LARGEST).map(Some);
    }
    let path = Path::new(name);
    if path.is_file() {
        return read_file(path).map(Some);
    }
    let looks_like_a_path = name.contains(['/', '\\']) && !name.contains(':');
    let ends_like_a_file = [
        "json", "csv", "tsv", "txt", "toml", "yaml", "yml", "ndjson", "conf", "html", "pdf", "md",
        "xlsx",
    ]
    .iter()
    .any(|ending| {
        path.extension()
            .is_some_and(|known| known.eq_ignore_ascii_case(ending))
    });
    ensure!(
        !looks_like_a_path && !ends_like_a_file,
        "there is no file `{name}`"
    );
    Ok(None)
}

fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("cannot read `{}`", path.display());
    let file = std::fs::File::open(path).with_context(cannot)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    ensure!(
        bytes.len() as u64 <= LARGEST,
        "`{}` is larger than {} MB",
        path.display(),
        LARGEST >> 20
    );
    Ok(bytes)
}
