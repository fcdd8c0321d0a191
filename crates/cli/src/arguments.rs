//! The arguments of all questions. Those of each command are in its own module.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args};
use publish::{Format, Layout, Score};
use strum::VariantNames;

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

pub(crate) fn word_parser<T: VariantNames + std::str::FromStr + Clone + Send + Sync + 'static>()
-> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::VARIANTS)
        .try_map(|word| word.parse::<T>().map_err(|_| "unknown word"))
}
