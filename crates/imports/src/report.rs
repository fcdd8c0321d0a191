//! Reading a threat report (text, Markdown, HTML or PDF) and finding in it the techniques, groups, software and campaigns
//! that it names: by fixed rules, without a model, a network or a guess.
//!
//! [`report`] gives passages with places, [`find()`] gives findings with the words that say so, and a [`Review`] lets a
//! person decide before a [`threat`] is made of them.
//!
//! # What counts as found
//!
//! Ids (see `id.rs`): `T1059.001` in all the ways in which people write it, addresses of attack.mitre.org, and the ids of
//! groups, software, campaigns and tactics that the vocabulary has. Never within a longer word, a hash, a CVE or a part number.
//!
//! Names (see `name.rs`): the longest wins; case, hyphens, spaces and plurals may differ for names of several words; a name
//! that is also an ordinary word needs its capitals within a sentence or a cue beside it; a name that several sub-techniques
//! share needs its parent or its id, otherwise it is left out.
//!
//! A format is added as one file that gives passages, one variant of [`Format`] and one arm in [`report`].

mod clean;
mod context;
mod find;
mod fold;
mod format;
mod html;
mod id;
mod name;
mod ordinary_word;
mod passage;
mod pdf;
mod quote;
mod review;
mod text;
mod vocabulary;

pub use find::{Confidence, Finding, FindingGroup, MatchedBy, Occurrence, by_id, find};
pub use format::Format;
pub use passage::{Passage, Position};
pub use review::{Decision, Review, ReviewedFinding, ReviewedReport, threat};
pub use vocabulary::{Name, NameKind, Vocabulary};

use crate::Error;

/// A report as passages of clean text.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The file, address or `standard input`.
    pub name: String,
    /// Its title, where it states one.
    pub title: Option<String>,
    /// How it was written.
    pub format: Format,
    /// Its text in reading order.
    pub passages: Vec<Passage>,
    /// What could not be read, one sentence each.
    pub notes: Vec<String>,
}

/// Reads a report. The format is recognised from the bytes; the name is only for messages.
///
/// Text that is not UTF-8 is read all the same, with U+FFFD for each byte that has no meaning and a note that gives the
/// offset of the first: reports are often pasted together, and ids are ASCII.
pub fn report(name: &str, bytes: &[u8]) -> Result<Report, Error> {
    let (format, text) = match format::recognise(name, bytes)? {
        format::Content::Pdf => return pdf::read(name, bytes),
        format::Content::Text(format, text) => (format, text),
    };
    let (title, passages) = match format {
        Format::Html => html::read(&text.text),
        Format::Text | Format::Markdown | Format::Pdf => text::read(&text.text, format),
    };
    Ok(Report {
        name: name.to_owned(),
        title,
        format,
        passages,
        notes: text.note.into_iter().collect(),
    })
}
