//! Brings what a question is given by name: files, addresses, standard input, and what was saved. Questions themselves never
//! see a path.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use questions::Question;
use questions::stack::GivenStack;
use questions::threat::GivenThreat;

use crate::fetch::fetch;
use crate::saved::{self, Saved};

/// The most that is read of anything; each format has its own, smaller limit.
const MOST: u64 = 64 << 20;

/// Reads all that the question names and that is no name of the catalogue.
pub(crate) fn bring(question: &mut Question) -> anyhow::Result<()> {
    for threat in question.threats() {
        bring_threat(threat)?;
    }
    for stack in question.stacks() {
        bring_stack(stack)?;
    }
    Ok(())
}

/// Reads a threat that stands in a file, at an address or on standard input, or was saved.
pub(crate) fn bring_threat(given: &mut GivenThreat) -> anyhow::Result<()> {
    let GivenThreat::Name(name) = given else {
        return Ok(());
    };
    let threat = match (bytes(name)?, Saved::Threat.find(name)) {
        (Some(bytes), _) => imports::threat(called(name), &bytes)?,
        (None, Some(path)) => saved::threat(&path)?,
        // A name of the catalogue.
        (None, None) => return Ok(()),
    };
    *given = GivenThreat::Threat(Box::new(threat));
    Ok(())
}

/// The same for a stack.
pub(crate) fn bring_stack(given: &mut GivenStack) -> anyhow::Result<()> {
    let GivenStack::Name(name) = given else {
        return Ok(());
    };
    let bytes = match (bytes(name)?, Saved::Stack.find(name)) {
        (Some(bytes), _) => bytes,
        (None, Some(path)) => read(&path)?,
        (None, None) => bail!(
            "there is no stack `{name}`: neither a file, an address nor a saved stack; `rhumb stack init` writes one"
        ),
    };
    let imported = imports::stack(called(name), &bytes)?;
    for note in &imported.notes {
        eprintln!("{}: {note}", called(name));
    }
    let mut stack = imported.stack;
    if stack.name.is_none() {
        stack.name = Some(called(name).to_owned());
    }
    *given = GivenStack::Stack(Box::new(stack));
    Ok(())
}

/// What errors call it.
pub(crate) fn called(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}

/// The bytes, where the name is a file, an address or standard input.
pub(crate) fn bytes(name: &str) -> anyhow::Result<Option<Vec<u8>>> {
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(MOST + 1)
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        ensure!(
            bytes.len() as u64 <= MOST,
            "standard input holds more than {} MB",
            MOST >> 20
        );
        return Ok(Some(bytes));
    }
    if name.starts_with("https://") || name.starts_with("http://") {
        return fetch(name, MOST).map(Some);
    }
    let path = Path::new(name);
    if path.is_file() {
        return read(path).map(Some);
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

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("cannot read `{}`", path.display());
    let file = std::fs::File::open(path).with_context(cannot)?;
    let mut bytes = Vec::new();
    file.take(MOST + 1)
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    ensure!(
        bytes.len() as u64 <= MOST,
        "`{}` is larger than {} MB",
        path.display(),
        MOST >> 20
    );
    Ok(bytes)
}
