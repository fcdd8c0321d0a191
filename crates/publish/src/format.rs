//! The formats of answers: one row each in one table, which the command line, the API and downloads read.
//!
//! To add a format: its file in `format/` with a function that writes it, and here its `mod` line, its variant and its row.

mod csv;
mod json;
pub(crate) mod layer;
mod markdown;
mod ndjson;
mod stix;
mod svg;
mod terminal;
mod xlsx;

use questions::Answer;
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

pub(crate) use self::csv::csv;
use crate::answers::AnswerShape;
use crate::options::Options;

/// A format of an answer, in the order in which help lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// For people at a terminal.
    Terminal,
    /// A synonym: lists are tables on the terminal.
    Table,
    /// For documents.
    Markdown,
    /// A self-contained page. Only the web app can write it.
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

/// The properties of a format.
struct FormatSpec {
    format: Format,
    media_type: &'static str,
    /// The end of the name under which a browser saves it; none where it shows it.
    ending: Option<&'static str>,
    /// Whether it holds a list whole, however many pages that are.
    whole: bool,
    /// Whether only a program can open it.
    binary: bool,
    /// Whether the API offers it. What is made for terminals, pages and patches it does not.
    api: bool,
    /// Whether the answers of a question with these forms have it.
    has: fn(AnswerShape) -> bool,
    write: fn(&Answer, &Options) -> Result<Output, Error>,
}

/// What most formats have in common.
const TEXT: FormatSpec = FormatSpec {
    format: Format::Terminal,
    media_type: "text/plain; charset=utf-8",
    ending: None,
    whole: false,
    binary: false,
    api: false,
    has: |_| true,
    write: terminal::write,
};

/// All formats, those of the API in the order in which its description lists them.
const FORMATS: [FormatSpec; 12] = [
    FormatSpec {
        format: Format::Json,
        media_type: "application/json",
        api: true,
        write: json::write,
        ..TEXT
    },
    FormatSpec {
        format: Format::Ndjson,
        media_type: "application/x-ndjson",
        whole: true,
        api: true,
        write: ndjson::write,
        ..TEXT
    },
    FormatSpec {
        format: Format::Csv,
        media_type: "text/csv; charset=utf-8",
        ending: Some("csv"),
        whole: true,
        api: true,
        has: |shape| shape.list,
        write: csv::write,
        ..TEXT
    },
    FormatSpec {
        format: Format::Markdown,
        media_type: "text/markdown; charset=utf-8",
        api: true,
        has: |shape| shape.list || shape.page,
        write: markdown::write,
        ..TEXT
    },
    FormatSpec {
        format: Format::Xlsx,
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ending: Some("xlsx"),
        whole: true,
        binary: true,
        api: true,
        has: |shape| shape.list,
        write: xlsx::write,
    },
    FormatSpec {
        format: Format::Layer,
        media_type: "application/json",
        ending: Some("layer.json"),
        whole: true,
        api: true,
        has: |shape| shape.heat,
        write: layer::write,
        ..TEXT
    },
    FormatSpec {
        format: Format::Svg,
        media_type: "image/svg+xml",
        ending: Some("svg"),
        whole: true,
        api: true,
        has: |shape| shape.picture,
        write: svg::write,
        ..TEXT
    },
    FormatSpec {
        format: Format::Stix,
        media_type: "application/stix+json;version=2.1",
        ending: Some("stix.json"),
        whole: true,
        api: true,
        has: |shape| shape.statements,
        write: stix::write,
        ..TEXT
    },
    FormatSpec {
        format: Format::Html,
        media_type: "text/html; charset=utf-8",
        has: |shape| shape.list || shape.page,
        // `web` writes it: pages are made there.
        write: |_, _| Err(Error::FormatUnavailable(Format::Html)),
        ..TEXT
    },
    TEXT,
    FormatSpec {
        format: Format::Table,
        ..TEXT
    },
    FormatSpec {
        format: Format::Diff,
        has: |_| false,
        write: |_, _| Err(Error::FormatUnavailable(Format::Diff)),
        ..TEXT
    },
];

impl Format {
    /// The formats that the API offers, in the order in which its description lists them.
    pub fn api_formats() -> impl Iterator<Item = Self> {
        FORMATS
            .iter()
            .filter(|spec| spec.api)
            .map(|spec| spec.format)
    }

    fn spec(self) -> &'static FormatSpec {
        let spec = FORMATS.iter().find(|spec| spec.format == self);
        spec.expect("each format has a row, as a test states")
    }

    /// The word that names it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.spec().media_type
    }

    /// The end of the name under which a browser saves it; none where it shows it.
    pub fn ending(self) -> Option<&'static str> {
        self.spec().ending
    }

    /// Whether it holds all items of a list, however many pages that are. An explicit limit is respected.
    pub fn holds_whole_list(self) -> bool {
        self.spec().whole
    }

    /// Whether only a program can open it.
    pub fn is_binary(self) -> bool {
        self.spec().binary
    }
}

impl AnswerShape {
    /// Whether it can be published in this format.
    pub fn has(self, format: Format) -> bool {
        (format.spec().has)(self)
    }
}

/// An answer in its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Text.
    Text(String),
    /// What only a program can open.
    Bytes(Vec<u8>),
}

impl Output {
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

/// An answer cannot be published so.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The answer is no list, or a list and no page.
    #[error("this answer has no {0} form")]
    FormatUnavailable(Format),
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
pub fn publish(answer: &Answer, format: Format, options: &Options) -> Result<Output, Error> {
    (format.spec().write)(answer, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_one_row() {
        for name in Format::VARIANTS {
            let rows = FORMATS
                .iter()
                .filter(|spec| spec.format.to_string() == *name);
            assert_eq!(rows.count(), 1, "{name}");
        }
        assert_eq!(FORMATS.len(), Format::VARIANTS.len());
    }
}
