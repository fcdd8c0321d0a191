//! The formats of answers, and which answer has which.

use std::borrow::Cow;

use questions::Answer;
use strum::{Display, EnumString, VariantNames};

use crate::answers::{self, Forms};
use crate::heat::Score;
use crate::style::Style;
use crate::table::Table;
use crate::{layer, markdown, stix, svg, terminal, xlsx};

/// A format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// For people at a terminal.
    Terminal,
    /// The same: lists are tables there.
    Table,
    /// For documents.
    Markdown,
    /// A page that stands alone. Only the web app can write it.
    Html,
    /// For programs: the answer whole.
    Json,
    /// For programs: one item of a list per line.
    Ndjson,
    /// For spreadsheets: one item of a list per row.
    Csv,
    /// For `git apply`: drift as a patch. Only who has the files can write it.
    Diff,
    /// For Excel and its like: one item of a list per row, and on a second sheet what was asked and of what.
    Xlsx,
    /// For the ATT&CK Navigator: techniques with a score, as a layer.
    Layer,
    /// For threat intelligence platforms: resources and the techniques that they are mapped to, as a STIX 2.1 bundle.
    Stix,
    /// For slides and reports: techniques with a score, as a picture of the matrix.
    Svg,
}

impl Format {
    /// Whether the answers of a question with these forms can be published in it.
    pub(crate) fn is_of(self, forms: Forms) -> bool {
        match self {
            Self::Terminal | Self::Table | Self::Json | Self::Ndjson => true,
            Self::Markdown | Self::Html => forms.list || forms.page,
            Self::Csv | Self::Xlsx => forms.list,
            Self::Layer => forms.heat,
            Self::Svg => forms.picture,
            Self::Stix => forms.statements,
            // Only who has the files can write it.
            Self::Diff => false,
        }
    }

    /// Whether it holds all items of a list, however many pages that are, unless somebody asks for fewer.
    pub fn holds_all(self) -> bool {
        match self {
            Self::Ndjson | Self::Csv | Self::Xlsx | Self::Layer | Self::Stix | Self::Svg => true,
            Self::Terminal
            | Self::Table
            | Self::Markdown
            | Self::Html
            | Self::Json
            | Self::Diff => false,
        }
    }
}

/// An answer in its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// Text.
    Text(String),
    /// What only a program can open.
    Bytes(Vec<u8>),
}

impl Published {
    /// The text, where it is text.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }

    /// What a file of it holds.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

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
    /// The format.
    pub format: Format,
    /// The layout of a page.
    pub layout: Layout,
    /// The reader's terminal.
    pub style: Style,
    /// How many resources of a source the terminal shows on a page.
    pub rows: usize,
    /// By what layers and pictures of the matrix are coloured; unless said, by what the answer is about.
    pub score: Option<Score>,
}

/// An answer cannot be published so.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The answer is no list, or a list and no page.
    #[error("this answer has no {0} form")]
    NoForm(Format),
    /// The answer has no such score.
    #[error("cannot write the answer as {format}: {why}")]
    NoScore {
        /// The format.
        format: Format,
        /// Why.
        why: String,
    },
    /// A value that the format cannot hold.
    #[error("cannot write the answer as {format}: {why}")]
    Write {
        /// The format.
        format: Format,
        /// Why.
        why: String,
    },
}

/// The answer in its format; pages are made by the web app, which passes all else to this function.
pub fn publish(answer: &Answer, options: &Options) -> Result<Published, Error> {
    if options.format == Format::Xlsx {
        return xlsx::xlsx(answer).map(Published::Bytes);
    }
    text(answer, options).map(Published::Text)
}

fn text(answer: &Answer, options: &Options) -> Result<String, Error> {
    let format = options.format;
    let none = || Error::NoForm(format);
    match format {
        Format::Terminal | Format::Table if options.layout == Layout::Classic => {
            answers::markdown(answer, Layout::Classic).ok_or_else(none)
        }
        Format::Terminal | Format::Table => Ok(terminal::terminal(answer, options)),
        Format::Markdown => match answers::markdown(answer, options.layout) {
            Some(page) => Ok(page),
            None => Ok(markdown::table(&answers::table(answer).ok_or_else(none)?)),
        },
        Format::Json => json(answer),
        Format::Ndjson => ndjson(answer),
        Format::Html | Format::Diff | Format::Xlsx => Err(none()),
        Format::Layer => layer::layer(answer, options.score),
        Format::Stix => stix::stix(answer),
        Format::Svg => svg::svg(answer, options.score),
        Format::Csv => csv(&answers::table(answer).ok_or_else(none)?),
    }
}

fn json(answer: &Answer) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(answer).map_err(|error| Error::Write {
        format: Format::Json,
        why: error.to_string(),
    })?;
    Ok(text + "\n")
}

fn ndjson(answer: &Answer) -> Result<String, Error> {
    answers::ndjson(answer).map_err(|error| Error::Write {
        format: Format::Ndjson,
        why: error.to_string(),
    })
}

pub(crate) fn csv(table: &Table) -> Result<String, Error> {
    let cannot = |why: String| Error::Write {
        format: Format::Csv,
        why,
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: Vec<Cow<'_, str>>| {
        writer
            .write_record(row.into_iter().map(inert).map(Cow::into_owned))
            .map_err(|error| cannot(error.to_string()))
    };
    write(
        table
            .columns()
            .iter()
            .map(|column| Cow::Borrowed(&*column.key))
            .collect(),
    )?;
    table.written().try_for_each(write)?;
    let bytes = writer
        .into_inner()
        .map_err(|error| cannot(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| cannot(error.to_string()))
}

/// A spreadsheet runs what starts like a formula; upstream titles are not to be run.
fn inert(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        cell
    }
}
