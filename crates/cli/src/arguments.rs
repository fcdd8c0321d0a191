//! The commands, and the arguments of all questions. The arguments of each command are in its own module.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand};
use publish::{Format, Layout, Score};
use questions::Question;
use strum::VariantNames;

use crate::build::BuildArguments;
use crate::bundle::BundleArguments;
use crate::check::CheckArguments;
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

/// Arguments of all questions.
#[derive(Args)]
pub(crate) struct GlobalArguments {
    /// Print help
    #[arg(short, long, action = ArgAction::HelpShort, global = true)]
    help: Option<bool>,
    /// The catalogue to ask. Default: your own if you built one, else the built-in one
    #[arg(long, value_name = "FILE", global = true, help_heading = "Answer")]
    pub(crate) catalogue: Option<PathBuf>,
    /// The release of ATT&CK that answers refer to, such as 18.1 or 19. Default: the newest that was read completely
    #[arg(long, value_name = "VERSION", global = true, help_heading = "Answer")]
    pub(crate) attack: Option<String>,
    /// The format of the answer
    #[arg(long, value_name = "FORMAT", global = true, help_heading = "Answer", default_value = "terminal", value_parser = word_parser::<Format>())]
    pub(crate) format: Format,
    /// The number that colours layers and pictures. Default: what the answer is about
    #[arg(long, value_name = "NUMBER", global = true, help_heading = "Answer", value_parser = word_parser::<Score>())]
    pub(crate) score: Option<Score>,
    /// Where the files are that `drift --format diff` retags, as for `build --from`. Default: what was synced
    #[arg(
        long,
        value_name = "[SOURCE=]PATH",
        global = true,
        help_heading = "Answer"
    )]
    pub(crate) files: Option<String>,
    /// The layout of a technique's page: everything, or as it was published in 2022
    #[arg(long, value_name = "LAYOUT", global = true, help_heading = "Answer", default_value = "full", value_parser = word_parser::<Layout>())]
    pub(crate) layout: Layout,
    /// How many resources of a source the terminal shows on a page; 0 for all
    #[arg(
        long,
        value_name = "N",
        global = true,
        help_heading = "Answer",
        default_value_t = 10
    )]
    pub(crate) rows: usize,
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

pub(crate) fn word_parser<T: VariantNames + std::str::FromStr + Clone + Send + Sync + 'static>()
-> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::VARIANTS)
        .try_map(|word| word.parse::<T>().map_err(|_| "unknown word"))
}
