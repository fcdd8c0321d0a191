//! PDF: the text of its pages, in the order in which it is drawn.
//!
//! The syntax is read by `hayro-syntax`; what text operators, fonts and their maps mean is read here. Text that is only
//! drawn (scans) has no characters, and nothing is guessed.

mod bound;
mod cmap;
mod content;
mod font;
mod glyph;
mod layout;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::object::dict::keys::CONTENTS;
use hayro_syntax::object::{Array, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{LoadPdfError, Pdf};

use super::format::Format;
use super::passage::{Passage, Position};
use super::{Report, text};
use crate::{Error, ErrorPosition};

/// How many pages are read at most.
const PAGES: usize = 2_000;

/// How much text is read at most, in bytes.
const TEXT: usize = 8 << 20;

/// How much page content is read at most, in bytes: drawings count too.
const CONTENT: usize = 256 << 20;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Report, Error> {
    // A parser of so large a format has bugs that only a hostile file finds. It works on a copy of its own, so nothing that a
    // panic leaves half done is seen again.
    let read = catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    let failure = match read {
        Ok(Ok(document)) => return Ok(document.report(name)),
        Ok(Err(failure)) => failure,
        Err(_) => Failure::Damaged,
    };
    let (what, remedy) = failure.words();
    Err(Error {
        name: name.to_owned(),
        place: failure.place(),
        what,
        remedy: Some(remedy.to_owned()),
    })
}

struct Document {
    title: Option<String>,
    passages: Vec<Passage>,
    /// Characters of which the file does not say what they are.
    unreadable: usize,
}

impl Document {
    fn report(self, name: &str) -> Report {
        let note = || {
            format!(
                "{} characters have no meaning in their fonts and are left out",
                self.unreadable
            )
        };
        Report {
            name: name.to_owned(),
            notes: (self.unreadable > 0).then(note).into_iter().collect(),
            title: self.title,
            format: Format::Pdf,
            passages: self.passages,
        }
    }
}

enum Failure {
    Damaged,
    Encrypted,
    Expands(u64),
    Lzw,
    Pages(usize),
    Text,
    Content,
    Pictures,
}

impl Failure {
    fn words(&self) -> (String, &'static str) {
        let again = "open it in a reader and print it to a new PDF, or save its text";
        match self {
            Self::Damaged => (
                "it begins as a PDF but cannot be read as one".to_owned(),
                again,
            ),
            Self::Encrypted => (
                "it is encrypted".to_owned(),
                "remove its protection (`qpdf --decrypt in.pdf out.pdf`) or save its text",
            ),
            Self::Expands(_) => (
                "what it contains is too large when unpacked".to_owned(),
                again,
            ),
            Self::Lzw => (
                "it is packed with LZW, an old method that is not read".to_owned(),
                again,
            ),
            Self::Pages(pages) => (
                format!("it has {pages} pages; at most {PAGES} are read"),
                "split it",
            ),
            Self::Text => (
                format!("it has more than {} MiB of text", TEXT >> 20),
                "split it",
            ),
            Self::Content => ("its pages draw more than is read".to_owned(), again),
            Self::Pictures => (
                "it has no text: its pages are pictures".to_owned(),
                "let a program recognise the text (OCR) and try again",
            ),
        }
    }

    fn place(&self) -> Option<ErrorPosition> {
        match self {
            Self::Expands(offset) => Some(ErrorPosition::Field(format!("byte {offset}"))),
            _ => None,
        }
    }
}

fn pages(bytes: &[u8]) -> Result<Document, Failure> {
    // Checked on the bytes, before the parser unpacks anything on its own.
    bound::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Failure::Encrypted,
        LoadPdfError::Invalid => Failure::Damaged,
    })?;
    let pages = pdf.pages();
    if pages.len() > PAGES {
        return Err(Failure::Pages(pages.len()));
    }
    let title = pdf.metadata().title.as_deref().map(glyph::text_string);
    let mut document = Document {
        title: title
            .map(|title| title.trim().to_owned())
            .filter(|title| !title.is_empty()),
        passages: Vec::new(),
        unreadable: 0,
    };
    let mut size = 0;
    let mut reader = content::Reader::new();
    for (number, page) in (1..).zip(pages.iter()) {
        let content = content(page, &mut reader.room);
        let lines = reader.page(&content, page.resources());
        size += lines.iter().map(String::len).sum::<usize>();
        if size > TEXT {
            return Err(Failure::Text);
        }
        let lines = lines
            .iter()
            .map(|line| (Position::Page(number), line.as_str()));
        document
            .passages
            .extend(text::passages(lines, Format::Pdf).1);
    }
    if reader.cut_short() {
        return Err(Failure::Content);
    }
    document.unreadable = reader.unreadable;
    let letters = |passage: &Passage| passage.text.chars().any(char::is_alphanumeric);
    if document.passages.iter().any(letters) {
        Ok(document)
    } else {
        Err(Failure::Pictures)
    }
}

/// The content of a page. A stream may be named any number of times, so that all of them together are bounded.
fn content(page: &Page<'_>, room: &mut usize) -> Vec<u8> {
    let mut content = Vec::new();
    let mut add = |stream: Stream<'_>| {
        content.extend(bound::unpack(&stream, room));
        // Streams are apart, as if a space stood between.
        content.push(b' ');
        *room > 0
    };
    if let Some(stream) = page.raw().get::<Stream<'_>>(CONTENTS) {
        add(stream);
    } else if let Some(streams) = page.raw().get::<Array<'_>>(CONTENTS) {
        let _ = streams.iter::<Stream<'_>>().all(add);
    }
    content
}
