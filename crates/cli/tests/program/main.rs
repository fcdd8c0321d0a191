//! The program from arguments to output: each file here is one boundary, on catalogues that the program itself builds
//! from the fixtures.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod build;
#[cfg(unix)]
mod bundle;
#[cfg(unix)]
mod check;
#[cfg(unix)]
mod diff;
mod errors;
mod formats;
mod help;
#[cfg(unix)]
mod killed;
mod lists;
#[cfg(unix)]
mod mcp;
mod notices;
mod own;
mod packed;
mod patch;
mod retag;
mod sandbox;
mod schema;
#[cfg(unix)]
mod serve;
#[cfg(unix)]
mod server_process;
mod site;
#[cfg(unix)]
mod sync;
mod terminal;
mod threats;
#[cfg(unix)]
mod troubles;
#[cfg(unix)]
mod upstream;

/// Compares with the file of this name.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
