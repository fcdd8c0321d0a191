//! The scripts of the web app: their types and form, and the tests in a real browser, Debian's Chromium, driven from
//! `tests/browser`.

use std::process::Command;

use crate::{root, run};

/// A program that is needed, and the package of Debian that brings it.
type Needed = (&'static str, &'static str);

const NODE: &[Needed] = &[("node", "nodejs"), ("npm", "npm")];
const CHROMIUM: &[Needed] = &[("chromium", "chromium")];

/// Formats all scripts. Says so where nothing can be formatted.
pub(crate) fn format() -> anyhow::Result<()> {
    if lacks(NODE, "formatting of scripts") {
        return Ok(());
    }
    npm(&["ci", "--silent", "--no-audit", "--no-fund"])?;
    npm(&["run", "format", "--silent"])
}

/// Fails where a script has a wrong type or is not formatted. Says so where nothing can be checked.
pub(crate) fn check() -> anyhow::Result<()> {
    if lacks(NODE, "checks of scripts") {
        return Ok(());
    }
    npm(&["ci", "--silent", "--no-audit", "--no-fund"])?;
    npm(&["run", "types", "--silent"])?;
    npm(&["run", "formatted", "--silent"])
}

/// Walks every page of the server that was built for the tests. Reports when the browser is missing.
pub(crate) fn test() -> anyhow::Result<()> {
    if lacks(NODE, "browser tests") || lacks(CHROMIUM, "browser tests") {
        return Ok(());
    }
    npm(&["ci", "--silent", "--no-audit", "--no-fund"])?;
    npm(&["test", "--silent"])
}

/// Runs npm in the folder of the tests.
fn npm(arguments: &[&str]) -> anyhow::Result<()> {
    let folder = root().join("tests/browser");
    let folder = folder.to_string_lossy();
    run("npm", &[arguments, &["--prefix", &folder]].concat())
}

/// Whether a program is missing and cannot be installed, which it says.
fn lacks(needed: &[Needed], for_what: &str) -> bool {
    let missing = |(program, package): &&Needed| !is_there(program) && !install(package);
    let found = needed.iter().find(missing);
    if let Some((program, package)) = found {
        eprintln!("{for_what} skipped: there is no `{program}`; install {package}");
    }
    found.is_some()
}

fn is_there(program: &str) -> bool {
    let output = Command::new(program).arg("--version").output();
    output.is_ok_and(|output| output.status.success())
}

fn install(package: &str) -> bool {
    let apt = |arguments: &[&str]| {
        let output = Command::new("apt-get").args(arguments).output();
        output.is_ok_and(|output| output.status.success())
    };
    eprintln!("installing {package}");
    let install = ["install", "--yes", "--no-install-recommends", package];
    apt(&install) || (apt(&["update"]) && apt(&install))
}
