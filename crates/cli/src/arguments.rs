//! What the program can be told. Questions bring their own arguments; here stand only those of the program.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand};
use publish::{Format, Layout, Score};
use questions::Question;
use strum::VariantNames;

/// What `rhumb` alone says: the five things one does most.
pub(crate) const WELCOME: &str = "\
Rhumb: which controls, detections and tests exist for an ATT&CK technique, and what is missing?

  rhumb page T1021                        everything for one technique
  rhumb search kerberoasting              find techniques, rules, tests and controls
  rhumb align APT29                       whom you face against what exists, with the gaps
  rhumb resource CAR-2013-07-001          one of them whole
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
    pub(crate) shared: Shared,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What every question understands.
#[derive(Args)]
pub(crate) struct Shared {
    /// This help
    #[arg(short, long, action = ArgAction::HelpShort, global = true)]
    help: Option<bool>,
    /// The catalogue to ask: your own if you built one, else the built-in one
    #[arg(long, value_name = "FILE", global = true, help_heading = "Answer")]
    pub(crate) catalogue: Option<PathBuf>,
    /// The release of ATT&CK to look at it by, such as 18.1 or 19; unless said, the newest that was read whole
    #[arg(long, value_name = "VERSION", global = true, help_heading = "Answer")]
    pub(crate) attack: Option<String>,
    /// How to answer
    #[arg(long, value_name = "FORMAT", global = true, help_heading = "Answer", default_value = "terminal", value_parser = words::<Format>())]
    pub(crate) format: Format,
    /// By what layers and pictures are coloured; unless said, what the answer is about
    #[arg(long, value_name = "NUMBER", global = true, help_heading = "Answer", value_parser = words::<Score>())]
    pub(crate) score: Option<Score>,
    /// Where the files are that `drift --format diff` retags: as `build --from`; unless said, what was synced
    #[arg(
        long,
        value_name = "[SOURCE=]PATH",
        global = true,
        help_heading = "Answer"
    )]
    pub(crate) files: Option<String>,
    /// The layout of a technique's page: everything, or as it was published in 2022
    #[arg(long, value_name = "LAYOUT", global = true, help_heading = "Answer", default_value = "full", value_parser = words::<Layout>())]
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
    Build(Build),
    /// Pack what was synced into a folder, for networks without a way out
    Bundle(BundleArguments),
    /// What is new, changed and gone between two catalogues or days, per source and technique
    Diff(DiffArguments),
    /// What a report speaks of: techniques, groups and software, with the words that say so
    Extract(ExtractArguments),
    /// Everything for an audit as a folder: joined tables, commits, licences, hashes, reasons for empty cells
    Pack(Box<PackArguments>),
    /// Threats under a name of your own
    #[command(subcommand)]
    Threat(ThreatCommand),
    /// What you own: a commented file to begin with, imports of other tools
    #[command(subcommand)]
    Stack(StackCommand),
    /// Judge a repository of rules by a policy: a gate for its changes
    Check(crate::check::CheckArguments),
    /// The questions in the browser, for programs and for assistants
    Serve(Box<crate::serve::ServeArguments>),
    /// The pages as files, for any web host or none: everything is computed in the browser
    Site(crate::site::SiteArguments),
    /// The questions for an assistant, over standard input and output (Model Context Protocol)
    Mcp,
    /// Arguments and answer of every question, as JSON Schema
    Schema,
    /// Completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page
    Man,
}

/// Arguments of `extract`.
#[derive(Args)]
pub(crate) struct ExtractArguments {
    /// The report: a file, an address or `-`; text, Markdown, HTML or PDF. A review that was decided is read back
    pub(crate) report: String,
    /// How sure what is undecided must be to belong to the threat
    #[arg(long, value_name = "CONFIDENCE", default_value = "medium")]
    pub(crate) at_least: Sure,
    /// Ask of each technique whether it belongs to the threat
    #[arg(long)]
    pub(crate) review: bool,
    /// Save the threat under this name
    #[arg(long, value_name = "NAME")]
    pub(crate) save: Option<String>,
}

/// Arguments of `pack`.
#[derive(Args)]
pub(crate) struct PackArguments {
    /// The folder that becomes the pack
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) align: questions::align::Arguments,
}

/// How sure a finding is.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Sure {
    /// It may well be something else.
    Low,
    /// It is probably meant.
    Medium,
    /// It is meant.
    High,
}

impl From<Sure> for imports::report::Confidence {
    fn from(sure: Sure) -> Self {
        match sure {
            Sure::Low => Self::Low,
            Sure::Medium => Self::Medium,
            Sure::High => Self::High,
        }
    }
}

/// What can be done with threats.
#[derive(Subcommand)]
pub(crate) enum ThreatCommand {
    /// Save what is given under a name; several are merged
    Save {
        /// The name
        name: String,
        #[command(flatten)]
        threat: questions::threat::ThreatArguments,
    },
    /// All that are saved
    List,
    /// A saved one, as JSON
    Show {
        /// The name
        name: String,
    },
    /// Remove a saved one
    Remove {
        /// The name
        name: String,
    },
}

/// What can be done with stacks.
#[derive(Subcommand)]
pub(crate) enum StackCommand {
    /// Write a commented stack.toml, with all words that can be filled in
    Init {
        /// Where to
        #[arg(long, value_name = "FILE", default_value = "stack.toml")]
        out: PathBuf,
        /// Platforms in use: Windows, Linux, IaaS
        #[arg(long, value_name = "PLATFORM", value_delimiter = ',')]
        platform: Vec<String>,
        /// Products in use: splunk, sentinel, sysmon
        #[arg(long, value_name = "PRODUCT", value_delimiter = ',')]
        product: Vec<String>,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// Read files of DeTT&CT, Navigator, Splunk, Sentinel, Elastic or CSV as one stack
    Import {
        /// The files; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// Where to; unless said, to standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// What the catalogue makes of a stack, and which of its words it does not know
    Show {
        /// The file, or the name of a saved stack
        stack: String,
    },
    /// All words that a stack can name
    Words,
}

/// Arguments of `build`.
#[derive(Args)]
pub(crate) struct Build {
    /// A bundle, or SOURCE=PATH for the folder or git repository of one source; PATH@REVISION reads a revision. Unless
    /// said, what `rhumb sync` fetched, at the commits of rhumb.lock. Sources of your own come from the configuration
    #[arg(long, value_name = "[SOURCE=]PATH")]
    pub(crate) from: Vec<String>,
    /// Archives of a bundle that it does not give by default, such as older releases of ATT&CK: attack-11.3
    #[arg(long, value_name = "ARCHIVE", value_delimiter = ',', requires = "from")]
    pub(crate) also: Vec<String>,
    /// Only these sources of what is named
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) options: BuildOptions,
}

/// How a catalogue is built.
#[derive(Args)]
pub(crate) struct BuildOptions {
    /// Where the catalogue goes; unless said, where questions look for your own
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Leave out descriptions, queries and commands
    #[arg(long)]
    pub(crate) facts_only: bool,
    /// How many sources are fetched or read at a time; unless said, four are fetched, and one per processor is read
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Read everything anew, also what has not changed since the last build
    #[arg(long)]
    pub(crate) fresh: bool,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationFile,
    #[command(flatten)]
    pub(crate) cache: CacheFolder,
}

/// Which configuration holds.
#[derive(Args)]
pub(crate) struct ConfigurationFile {
    /// The configuration; unless said, `RHUMB_CONFIG`, the nearest `rhumb.toml` from here upwards, or your own
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Where clones and harvests are kept.
#[derive(Args)]
pub(crate) struct CacheFolder {
    /// Where fetched repositories, and what was read of them, are kept; unless said, `RHUMB_CACHE` or your cache folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) cache: Option<PathBuf>,
}

/// Arguments of `sync`.
#[derive(Args)]
pub(crate) struct SyncArguments {
    /// Only the repositories of these sources; the others stay as they are
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// The last state of this day, YYYY-MM-DD, instead of the newest
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<jiff::civil::Date>,
    /// Exactly the commits of rhumb.lock, all of them or none
    #[arg(long, conflicts_with = "as_of")]
    pub(crate) locked: bool,
    /// Fetch only; the catalogue stays as it is
    #[arg(long)]
    pub(crate) no_build: bool,
    /// For how long nothing may come before a fetch is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) timeout: u64,
    #[command(flatten)]
    pub(crate) build: BuildOptions,
}

/// Arguments of `bundle`.
#[derive(Args)]
pub(crate) struct BundleArguments {
    /// The folder that becomes the bundle
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationFile,
    #[command(flatten)]
    pub(crate) cache: CacheFolder,
}

/// Arguments of `diff`.
#[derive(Args)]
pub(crate) struct DiffArguments {
    /// The older state: a catalogue file, or a day as YYYY-MM-DD
    pub(crate) old: String,
    /// The newer state: another one; unless said, the catalogue that questions ask
    pub(crate) new: Option<String>,
    #[command(flatten)]
    pub(crate) chosen: questions::diff::Arguments,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationFile,
    #[command(flatten)]
    pub(crate) cache: CacheFolder,
}

pub(crate) fn words<T: VariantNames + std::str::FromStr + Clone + Send + Sync + 'static>()
-> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::VARIANTS)
        .try_map(|word| word.parse::<T>().map_err(|_| "unknown word"))
}

/// The completions for a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Program::command(), "rhumb", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page, with those of the commands behind it.
pub(crate) fn man() -> anyhow::Result<String> {
    let mut page = Vec::new();
    let mut program = Program::command();
    program.build();
    clap_mangen::Man::new(program.clone()).render(&mut page)?;
    for command in program.get_subcommands() {
        clap_mangen::Man::new(command.clone()).render(&mut page)?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}
