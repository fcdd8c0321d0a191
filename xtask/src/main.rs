//! Tasks of development: what CI runs, the built-in catalogue, measurements, generated pages.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of developers runs programs and prints"
)]

mod bench;
mod bench_serve;
mod browser;
mod check;
mod compare;
mod format;
mod fuzz_api;
mod generate;
mod starter;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Parser;

/// Tasks of the workshop
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// All that CI runs: format, lints, tests, documentation, licences, unused dependencies, generated pages
    Check {
        /// All but the tests, which ran before
        #[arg(long)]
        without_tests: bool,
    },
    /// Format all files, also those that `cargo fmt` does not find
    Format,
    /// The tests alone
    Test,
    /// Write the pages that are generated from the code
    Generate,
    /// Make the built-in catalogue from a bundle
    Starter {
        /// The bundle
        #[arg(long, value_name = "BUNDLE")]
        from: PathBuf,
    },
    /// Measure the server over 200 connections: at a fixed rate, as fast as it can, while its catalogue is replaced
    BenchServe {
        /// The catalogue
        #[arg(long, value_name = "FILE")]
        catalogue: PathBuf,
        /// What is asked for, with the id of a technique in place of {}
        #[arg(long, value_name = "PATH", default_value = "/technique/{}")]
        path: Vec<String>,
        /// The program to measure. Default: it is built first
        #[arg(long, value_name = "FILE")]
        program: Option<PathBuf>,
    },
    /// Ask the API what its description allows, and what it does not, by schemathesis, which pip installs
    FuzzApi {
        /// The catalogue. Default: the built-in one
        #[arg(long, value_name = "FILE")]
        catalogue: Option<PathBuf>,
        /// How many cases of each question at most, beside those that every argument has
        #[arg(long, value_name = "N", default_value_t = 15)]
        examples: u32,
        /// Where to begin; the same number asks the same
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u32,
        /// The program that answers. Default: it is built first
        #[arg(long, value_name = "FILE")]
        program: Option<PathBuf>,
    },
    /// Compare the answers of two versions of the program, as JSON, over catalogues that each builds of the bundles
    Compare {
        /// The program before the change
        #[arg(long, value_name = "FILE")]
        old: PathBuf,
        /// The program after the change
        #[arg(long, value_name = "FILE")]
        new: PathBuf,
        /// The bundles
        #[arg(long, value_name = "BUNDLE", required = true)]
        from: Vec<PathBuf>,
    },
    /// Measure building and asking: wall, processor time, memory, size
    Bench {
        /// The bundle
        #[arg(long, value_name = "BUNDLE")]
        from: PathBuf,
        /// Only these sources of it. Default: all that it holds by default
        #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
        only: Vec<String>,
        /// The program to measure. Default: it is built first
        #[arg(long, value_name = "FILE")]
        program: Option<PathBuf>,
        /// Another version of the program, measured in turns with it
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Check { without_tests } => check::check(without_tests),
        Task::Format => format::format(),
        Task::Test => check::test(),
        Task::Generate => generate::write(),
        Task::Starter { from } => starter::starter(&from),
        Task::BenchServe {
            catalogue,
            path,
            program: built,
        } => {
            let built = built.map_or_else(program, Ok)?;
            bench_serve::bench(&built, &catalogue, &path)
        }
        Task::FuzzApi {
            catalogue,
            examples,
            seed,
            program: built,
        } => {
            let built = built.map_or_else(program, Ok)?;
            fuzz_api::fuzz(&built, catalogue.as_deref(), (examples, seed))
        }
        Task::Compare { old, new, from } => compare::compare(&old, &new, &from),
        Task::Bench {
            from,
            only,
            program: Some(program),
            against,
        } => {
            let programs: Vec<&Path> = against
                .iter()
                .chain([&program])
                .map(PathBuf::as_path)
                .collect();
            bench::bench(&programs, &from, &only)
        }
        Task::Bench { .. } => bench::build_and_restart(&program()?),
    }
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the repository")
}

/// Runs cargo in the root of the repository.
fn cargo(arguments: &[&str]) -> anyhow::Result<()> {
    run("cargo", arguments)
}

/// Runs a program in the root of the repository.
fn run(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    eprintln!("{program} {}", arguments.join(" "));
    let status = std::process::Command::new(program)
        .args(arguments)
        .current_dir(root())
        .status()
        .with_context(|| format!("`{program}` does not start"))?;
    if !status.success() {
        bail!("`{program} {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// The program, built for release.
fn program() -> anyhow::Result<PathBuf> {
    cargo(&["build", "--release", "--package", "rhumb"])?;
    let output = std::process::Command::new("cargo")
        .args(["metadata", "--format-version=1", "--no-deps"])
        .current_dir(root())
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let target = metadata["target_directory"]
        .as_str()
        .context("cargo does not tell its target folder")?;
    Ok(Path::new(target).join("release").join("rhumb"))
}
