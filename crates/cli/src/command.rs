//! The commands.
//!
//! To add one: a module with its arguments and the function that runs it, its line in [`Command`], its arm in `run` of `main.rs`.

use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};
use questions::Question;

use crate::arguments::GlobalArguments;
use crate::build::BuildArguments;
use crate::bundle::BundleArguments;
use crate::check::{CheckArguments, formats};
use crate::diff::DiffArguments;
use crate::extract::ExtractArguments;
use crate::pack::PackArguments;
use crate::serve::ServeArguments;
use crate::site::SiteArguments;
use crate::stack::StackCommand;
use crate::sync::SyncArguments;
use crate::threat::ThreatCommand;

/// What `rhumb` prints without a command: the five most frequent ones.
pub(crate) const WELCOME: &str = "\
Rhumb: which controls, detections and tests exist for an ATT&CK technique, and what is missing?

  rhumb page T1021                        everything for one technique
  rhumb search kerberoasting              find techniques, rules, tests and controls
  rhumb align APT29                       the threat you face against what exists, with the gaps
  rhumb resource CAR-2013-07-001          one rule, test or control in full
  rhumb sync                              the newest state of all sources, with all texts

`rhumb --help` lists everything.
";

const EXAMPLES: &str = "\
Examples:
  rhumb page T1021.002 --format markdown > T1021.002.md
  rhumb resources --technique T1059 --sub-techniques --kind test --platform linux
  rhumb search 'cmd.exe /c whoami' --format json
";

/// A control validation compass: which controls, detections and tests exist for an ATT&CK technique, and what is
/// missing
#[derive(Parser)]
#[command(name = "rhumb", version, about, after_help = EXAMPLES, disable_help_flag = true, disable_help_subcommand = true)]
pub(crate) struct Program {
    #[command(flatten)]
    pub(crate) global: GlobalArguments,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Question(Question),
    /// Fetch the newest state of all sources and build the catalogue from it
    Sync(SyncArguments),
    /// Build a catalogue from what was synced, or from bundles, folders and git repositories
    Build(BuildArguments),
    /// Pack what was synced into a folder, for networks without internet access
    Bundle(BundleArguments),
    /// Show what is new, changed and gone between two catalogues or days, per source and technique
    Diff(DiffArguments),
    /// Find the techniques, groups and software that a report names, with the passages that name them
    Extract(ExtractArguments),
    /// Write everything for an audit to a folder: joined tables, commits, licences, hashes, reasons for empty cells
    Pack(Box<PackArguments>),
    /// Save, list, show and remove threats under a name of your own
    #[command(subcommand)]
    Threat(ThreatCommand),
    /// Describe what you own: write a commented file to start with, import files of other tools
    #[command(subcommand)]
    Stack(StackCommand),
    /// Check a repository of rules against a policy, as a gate for its changes
    Check(CheckArguments),
    /// Answer questions in the browser, for programs and for assistants
    Serve(Box<ServeArguments>),
    /// Write the pages as files, for any web host or none: everything is computed in the browser
    Site(SiteArguments),
    /// Answer an assistant over standard input and output (Model Context Protocol)
    Mcp,
    /// Print the arguments and the answer of every question as JSON Schema
    Schema,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// The commands, with what the program alone knows of questions: `drift` takes files that are in no catalogue.
pub(crate) fn all() -> clap::Command {
    let format = Arg::new("as")
        .long("as")
        .value_name("FORMAT")
        .requires("source")
        .value_parser(formats())
        .help("The format of the files at a path that is given instead of a source");
    Program::command().mut_subcommand("drift", |drift| {
        drift
            .mut_arg("source", |source| {
                source.help("Only this source, or a file or folder together with --as")
            })
            .arg(format)
    })
}

/// The arguments of the process, and the format of the files that `drift` is asked for. It ends the process where they
/// cannot be read.
pub(crate) fn parse() -> (Program, Option<String>) {
    let matches = all().get_matches();
    let drift = matches.subcommand_matches("drift");
    let format = drift.and_then(|drift| drift.get_one::<String>("as").cloned());
    match Program::from_arg_matches(&matches) {
        Ok(program) => (program, format),
        Err(error) => error.format(&mut all()).exit(),
    }
}
