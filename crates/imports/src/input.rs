//! A file as it was brought: its name, and its text once it is known to be text of a bearable size.

use documents::text::{self, NotUtf8};

use crate::limits::LARGEST_FILE;
use crate::notes::{LONGEST_REASON, cut};
use crate::{Error, ErrorPosition};

/// So many characters of what is wrong are shown.
const LONGEST_ERROR: usize = 300;

/// How files begin that are no text, what they are, and what to do.
const NO_TEXT: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "is a ZIP or Excel file",
        "unpack it, or save the sheet as CSV",
    ),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it first"),
    (
        b"\x28\xb5\x2f\xfd",
        "is compressed with zstd",
        "unpack it first",
    ),
    (
        b"%PDF",
        "is a PDF",
        "export the ids as a list, a layer or CSV",
    ),
    (b"\xff\xfe", "is UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16", "save it as UTF-8"),
];

/// A file that is text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a> {
    name: &'a str,
    /// Its text, without byte order mark.
    pub(crate) text: &'a str,
}

impl<'a> Input<'a> {
    /// Takes what is text, not empty and not too large.
    pub(crate) fn open(name: &'a str, bytes: &'a [u8]) -> Result<Self, Error> {
        let none = Self { name, text: "" };
        if bytes.len() > LARGEST_FILE {
            return Err(none.too_large(bytes.len()));
        }
        if let Some((_, what, remedy)) = NO_TEXT.iter().find(|(start, ..)| bytes.starts_with(start))
        {
            return Err(none.error(None, *what).with(*remedy));
        }
        let text = text::decode(bytes).map_err(|error| none.not_utf8(error))?;
        let input = Self { name, text };
        if text.trim().is_empty() {
            return Err(input.error(None, "is empty"));
        }
        if let Some(at) = text.find('\0') {
            return Err(input.error(Some(input.place(at)), "is not text: it holds a zero byte"));
        }
        if text.trim_start().starts_with('<') {
            let remedy = "use the file itself, or the link to its raw text";
            return Err(input.error(None, "is a web page or XML").with(remedy));
        }
        Ok(input)
    }

    /// An error of this file.
    pub(crate) fn error(&self, place: Option<ErrorPosition>, what: impl AsRef<str>) -> Error {
        Error {
            name: self.called(),
            place,
            what: cut(what.as_ref(), LONGEST_ERROR),
            remedy: None,
        }
    }

    /// `file trickbot.json`, an address, `standard input`.
    pub(crate) fn shown(&self) -> String {
        let called = self.called();
        if called.contains("://") || self.name == "-" {
            called
        } else {
            format!("file {}", last(&called))
        }
    }

    /// What to call that which names itself nowhere: the name of the file without its extension.
    pub(crate) fn stem(&self) -> String {
        let called = self.called();
        let last = last(&called);
        match last.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
            _ => last.to_owned(),
        }
    }

    /// Whether the name ends so.
    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        let called = self.called();
        called
            .rsplit_once('.')
            .is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
    }

    /// The error of a file that is not the YAML or JSON that its reader expects.
    pub(crate) fn unexpected(&self, format: &str, error: &documents::Error) -> Error {
        let what = cut(&error.what, LONGEST_REASON);
        self.error(
            place_of(error),
            format!("is not the {format} expected here: {what}"),
        )
    }

    /// The line and column of the byte at `offset`.
    pub(crate) fn place(&self, offset: usize) -> ErrorPosition {
        let (line, column) = text::position(self.text, offset);
        ErrorPosition::At(line, column)
    }

    /// The name without what an address may keep secret: who asks, and with which token.
    fn called(&self) -> String {
        match self.name.split_once("://") {
            Some((scheme, rest)) => {
                let rest = rest.split(['?', '#']).next().unwrap_or("");
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                let host = host.rsplit('@').next().unwrap_or("");
                format!("{scheme}://{host}{path}")
            }
            None if self.name == "-" => "standard input".to_owned(),
            None => self.name.to_owned(),
        }
    }

    fn too_large(&self, size: usize) -> Error {
        let mebi = |bytes: usize| bytes.div_ceil(1 << 20);
        let what = format!(
            "is too large: {size} bytes ({} MiB), and at most {LARGEST_FILE} ({} MiB) are read",
            mebi(size),
            mebi(LARGEST_FILE)
        );
        self.error(None, what).with(
            "export only the relevant report or group; groups and software of ATT&CK itself are in the \
             catalogue and need no file",
        )
    }

    fn not_utf8(&self, error: NotUtf8) -> Error {
        let offset = error.offset;
        let what = format!("is not UTF-8 text: invalid byte at offset {offset}");
        self.error(Some(ErrorPosition::Line(error.line)), what)
            .with("save it as UTF-8")
    }
}

impl Error {
    /// The same with what to do about it.
    pub(crate) fn with(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// Where the parser stopped.
pub(crate) fn place_of(error: &documents::Error) -> Option<ErrorPosition> {
    let line = error.line?;
    Some(match error.column {
        Some(column) => ErrorPosition::At(line, column),
        None => ErrorPosition::Line(line),
    })
}

fn last(path: &str) -> &str {
    path.trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(path)
}
