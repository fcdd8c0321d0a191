//! What all formats of text need: the text of some bytes, and the lines in it.

/// Bytes that are no UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The first byte that is no part of a letter.
    pub offset: usize,
    /// Its line, from 1.
    pub line: u64,
}

/// The text of the bytes, without byte order mark.
pub fn decode(bytes: &[u8]) -> Result<&str, NotUtf8> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        NotUtf8 {
            offset,
            line: line_of(&bytes[..offset]),
        }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The line, from 1, of the byte at `offset`.
pub fn line_at(text: &str, offset: usize) -> Option<u32> {
    let before = text.as_bytes().get(..offset)?;
    u32::try_from(line_of(before)).ok()
}

/// Where in a text a part of it begins.
pub fn offset_of(part: &str, text: &str) -> Option<usize> {
    let offset = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (offset <= text.len()).then_some(offset)
}

/// The line and the column, from 1, of the byte at `offset`; of the end where there is none.
pub fn position(text: &str, offset: usize) -> (u64, u64) {
    let before = text.get(..offset).unwrap_or(text);
    let last_line = before.rsplit('\n').next().unwrap_or("");
    let column = last_line.chars().count() as u64 + 1;
    (line_of(before.as_bytes()), column)
}

fn line_of(before: &[u8]) -> u64 {
    before.split(|&byte| byte == b'\n').count() as u64
}

/// The first line alone, for messages that quote more.
pub fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("").trim()
}

/// A text by its lines, for whoever asks for many of them.
pub struct Lines<'text> {
    text: &'text str,
    starts: Vec<usize>,
}

impl<'text> Lines<'text> {
    /// Finds where its lines begin.
    pub fn new(text: &'text str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    /// The line, from 1, of the byte at `offset`.
    pub fn line_at(&self, offset: usize) -> Option<u32> {
        u32::try_from(self.starts.partition_point(|&start| start <= offset)).ok()
    }

    /// How many lines there are; at least one.
    #[expect(clippy::len_without_is_empty, reason = "even an empty text has a line")]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// The line with this index, from 0, with its break; empty beyond the last.
    pub fn line(&self, index: usize) -> &'text str {
        self.between(index, index)
    }

    /// The text from one line to another, both included.
    pub fn between(&self, first: usize, last: usize) -> &'text str {
        let start = |index: usize| self.starts.get(index).copied().unwrap_or(self.text.len());
        &self.text[start(first)..start(last + 1)]
    }
}
