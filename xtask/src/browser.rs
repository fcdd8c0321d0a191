//! The tests in a real browser: Debian's Chromium, driven from `tests/browser`.

use std::process::Command;

use crate::{root, run};

/// Each program that is needed, and the package of Debian that brings it.
const NEEDED: &[(&str, &str)] = &[("node", "nodejs"), ("npm", "npm"), ("chromium", "chromium")];

/// Walks every page of the server that was built for the tests. Reports when the browser is missing.
pub(crate) fn test() -> anyhow::Result<()> {
    for (program, package) in NEEDED {
        if !is_there(program) && !install(package) {
            eprintln!("browser tests skipped: there is no `{program}`; install {package}");
            return Ok(());
        }
    }
    let folder = root().join("tests/browser").display().to_string();
    run(
        "npm",
        &[
            "ci",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            &folder,
        ],
    )?;
    run("npm", &["test", "--silent", "--prefix", &folder])
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
