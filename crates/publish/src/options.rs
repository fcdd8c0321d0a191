//! How an answer is published, whatever the format.

use strum::{Display, EnumString, VariantNames};

use crate::heat::Score;
use crate::style::Style;

/// The layout of a technique's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Display, EnumString, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Layout {
    /// Everything that is known.
    #[default]
    Full,
    /// As the Control Validation Compass published it in 2022, for those who parse it.
    Classic,
}

/// How to publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The layout of a page.
    pub layout: Layout,
    /// The reader's terminal.
    pub style: Style,
    /// How many resources of a source the terminal shows on a page.
    pub rows: usize,
    /// The score that colours layers and pictures of the matrix. Default: what the answer is about.
    pub score: Option<Score>,
}
