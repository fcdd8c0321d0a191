//! The blocks of which most pages of the web app consist: numbers, tables, lists of names, texts.
//!
//! To add a block: a variant here, its markup in `templates/block.html`.

use super::grid::Grid;
use super::pillar_style::PillarStyle;
use super::prose::Prose;
use super::safe::{Address, Link, SafeText};
use super::table::Table;

/// A block of a section.
pub(crate) enum Block {
    Statistics(Vec<Statistic>),
    Table(Table),
    Prose(Prose),
    Text(SafeText),
    Note(Vec<Link>),
    Empty(SafeText),
    Names(Vec<Link>),
    Facts(Vec<(&'static str, Vec<Link>)>),
    Code(Vec<Token>),
    Tabs(Vec<Tab>),
    Diamond(Diamond),
    Grid(Box<Grid>),
}

/// A number of a panel, or a picture.
pub(crate) struct Statistic {
    pub(crate) pillar: Option<PillarStyle>,
    pub(crate) name: SafeText,
    pub(crate) number: SafeText,
    pub(crate) words: SafeText,
    /// What it counts.
    pub(crate) address: Option<Address>,
    pub(crate) rung_bar: Option<RungBar>,
}

/// Techniques by rung as one bar of 1,000.
pub(crate) struct RungBar {
    pub(crate) words: String,
    pub(crate) segments: Vec<RungSegment>,
}

/// The segment of one rung.
pub(crate) struct RungSegment {
    pub(crate) rung: usize,
    pub(crate) x: u32,
    pub(crate) width: u32,
    pub(crate) count: String,
    pub(crate) name: &'static str,
}

/// A link to one of several views.
pub(crate) struct Tab {
    pub(crate) words: SafeText,
    pub(crate) address: Address,
    pub(crate) current: bool,
    pub(crate) pillar: Option<PillarStyle>,
}

/// The four corners of the diamond model.
pub(crate) struct Diamond {
    pub(crate) adversary: SafeText,
    pub(crate) capability: SafeText,
    pub(crate) infrastructure: SafeText,
    pub(crate) victim: SafeText,
}

/// A piece of highlighted text.
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) text: String,
}

/// The kind of a token, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Plain,
    Key,
    Text,
    Comment,
}

impl Statistic {
    pub(crate) fn new(name: &str, number: &str, words: &str) -> Self {
        Self {
            pillar: None,
            name: SafeText::of(name),
            number: SafeText::of(number),
            words: SafeText::of(words),
            address: None,
            rung_bar: None,
        }
    }

    /// Links the number to what it counts.
    pub(crate) fn leading(self, address: Address) -> Self {
        Self {
            address: Some(address),
            ..self
        }
    }

    /// Techniques by their best evidence.
    pub(crate) fn rungs(rungs: &[u32; 6]) -> Self {
        let total: u32 = rungs.iter().sum();
        let mut x = 0;
        let mut segments = Vec::new();
        for (rung, (&count, name)) in rungs.iter().zip(RUNGS).enumerate() {
            let width = 1000 * count / total.max(1);
            if count > 0 {
                segments.push(RungSegment {
                    rung,
                    x,
                    width: width.saturating_sub(1).max(1),
                    count: count.to_string(),
                    name,
                });
            }
            x += width;
        }
        let counts: Vec<String> = segments
            .iter()
            .map(|segment| format!("{} {}", segment.count, segment.name))
            .collect();
        Self {
            rung_bar: Some(RungBar {
                words: format!("Techniques by best evidence: {}", counts.join(", ")),
                segments,
            }),
            ..Self::new("Techniques by best evidence", "", "")
        }
    }
}

/// The names of the rungs.
pub(crate) const RUNGS: [&str; 6] = [
    "nothing",
    "mapped",
    "log source there",
    "test linked",
    "fired on a recorded sample",
    "fired in my lab",
];
