//! What CI runs.

use crate::{browser, cargo, format, generate, run};

/// The tests alone. Without nextest, cargo's own runner does.
pub(crate) fn test() -> anyhow::Result<()> {
    if has("nextest") {
        cargo(&["nextest", "run", "--workspace"])?;
    } else {
        cargo(&["test", "--workspace", "--quiet"])?;
    }
    browser::test()
}

/// All of it.
pub(crate) fn check(without_tests: bool) -> anyhow::Result<()> {
    format::check()?;
    browser::check()?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ])?;
    generate::check()?;
    if !without_tests {
        test()?;
    }
    cargo(&["test", "--workspace", "--doc", "--quiet"])?;
    document()?;
    cargo(&[
        "deny",
        "--log-level",
        "error",
        "check",
        "--hide-inclusion-graph",
        "bans",
        "licenses",
        "sources",
    ])?;
    // As `cargo machete` it takes its own name for a folder where cargo runs it within cargo.
    run("cargo-machete", &["--with-metadata"])
}

fn document() -> anyhow::Result<()> {
    eprintln!("cargo doc");
    let mut command = std::process::Command::new("cargo");
    command
        .args([
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
            "--quiet",
        ])
        .env("RUSTDOCFLAGS", "-D warnings");
    let status = command.current_dir(crate::root()).status()?;
    anyhow::ensure!(status.success(), "the documentation has warnings");
    Ok(())
}

fn has(tool: &str) -> bool {
    let output = std::process::Command::new("cargo")
        .args([tool, "--version"])
        .output();
    output.is_ok_and(|output| output.status.success())
}
