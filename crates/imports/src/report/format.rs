//! The format of a file, recognised from its bytes.

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorPosition};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A PDF with text in it.
    Pdf,
}

pub(super) enum Content {
    Pdf,
    Text(Format, DecodedText),
}

/// Text, and what had to be replaced in it.
pub(super) struct DecodedText {
    pub(super) text: String,
    pub(super) note: Option<String>,
}

/// The largest file that is read: a report of a thousand pages with pictures stays below it.
const LARGEST: usize = 32 << 20;

/// How much of a file is looked at to tell what it is.
const HEAD: usize = 64 << 10;

pub(super) fn recognise(name: &str, bytes: &[u8]) -> Result<Content, Error> {
    let error = |place, what: String, remedy: &str| Error {
        name: name.to_owned(),
        place,
        what,
        remedy: Some(remedy.to_owned()),
    };
    if bytes.len() > LARGEST {
        let what = format!(
            "it has {} MiB; at most {} MiB are read",
            bytes.len().div_ceil(1 << 20),
            LARGEST >> 20
        );
        return Err(error(None, what, "take its text alone"));
    }
    // Readers of PDF accept some bytes before the mark, as old mail programs put them there.
    if bytes[..bytes.len().min(1024)]
        .windows(5)
        .any(|five| five == b"%PDF-")
    {
        return Ok(Content::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let what = "it is an archive or an office document".to_owned();
        return Err(error(None, what, "save it as PDF, HTML or text"));
    }
    let decoded = decode(bytes);
    if let Some(offset) = decoded.text.bytes().position(|byte| byte == 0) {
        let place = Some(ErrorPosition::Field(format!("byte {offset}")));
        return Err(error(
            place,
            "it is neither text nor PDF".to_owned(),
            "save it as PDF, HTML or text",
        ));
    }
    Ok(Content::Text(written(&decoded.text), decoded))
}

fn decode(bytes: &[u8]) -> DecodedText {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|two| read([two[0], two[1]]))
            .collect();
        DecodedText {
            text: String::from_utf16_lossy(&units),
            note: None,
        }
    };
    match bytes {
        [0xff, 0xfe, ..] => return wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    let note = std::str::from_utf8(bytes).err().map(|error| {
        format!(
            "byte {} is not UTF-8; such bytes are read as U+FFFD",
            error.valid_up_to()
        )
    });
    DecodedText {
        text: String::from_utf8_lossy(bytes)
            .trim_start_matches('\u{feff}')
            .to_owned(),
        note,
    }
}

fn written(text: &str) -> Format {
    let head = &text[..text.floor_char_boundary(HEAD)];
    if is_html(head) {
        Format::Html
    } else if is_markdown(head) {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// A page begins with a tag and has an element that only pages have.
fn is_html(head: &str) -> bool {
    let lower = head.to_ascii_lowercase();
    let elements = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "</p>",
        "</div>",
        "</td>",
        "</li>",
    ];
    lower.trim_start().starts_with('<') && elements.iter().any(|element| lower.contains(element))
}

fn is_markdown(head: &str) -> bool {
    let heading = |line: &str| {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        (1..=6).contains(&level) && line[level..].starts_with(' ')
    };
    head.contains("](http")
        || head
            .lines()
            .any(|line| heading(line) || line.starts_with("```") || line.starts_with("|-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Option<Format> {
        match recognise("x", bytes).ok()? {
            Content::Pdf => Some(Format::Pdf),
            Content::Text(format, _) => Some(format),
        }
    }

    #[test]
    fn tells_formats_apart() {
        assert_eq!(check(b"%PDF-1.4"), Some(Format::Pdf));
        assert_eq!(check(b"junk\n%PDF-1.4"), Some(Format::Pdf));
        assert_eq!(check(b" <!DOCTYPE html><p>x"), Some(Format::Html));
        assert_eq!(check(b"<p>fragment</p>"), Some(Format::Html));
        assert_eq!(check(b"x < y"), Some(Format::Text));
        assert_eq!(check(b"# Title\n"), Some(Format::Markdown));
        assert_eq!(check(b"#hashtag"), Some(Format::Text));
        assert_eq!(check(b"\xff\xfeT\x001\x00"), Some(Format::Text));
        assert_eq!(check(b"PK\x03\x04"), None);
        assert_eq!(check(b"\x7fELF\x00\x00"), None);
    }

    #[test]
    fn notes_what_is_not_utf_8() {
        assert!(
            decode(b"caf\xe9 T1059")
                .note
                .unwrap()
                .starts_with("byte 3 ")
        );
        assert!(decode("café".as_bytes()).note.is_none());
    }
}
