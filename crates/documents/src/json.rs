//! JSON. The items of long lists are read one by one, so that an odd one does not spoil the others.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Error;

/// A list whose items are not read yet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Items<'a>(#[serde(borrow)] Vec<&'a RawValue>);

/// An item of a list, as it stands and as it is read.
pub struct Item<'a, T> {
    /// Its place in the list, from 0.
    pub index: usize,
    /// Its text, a part of the whole one.
    pub text: &'a str,
    /// What it says. Lines of an error count from the beginning of the item.
    pub read: Result<T, Error>,
}

/// The document.
pub fn parse<'a, T: Deserialize<'a>>(content: &'a str) -> Result<T, Error> {
    serde_json::from_str(content).map_err(|error| Error::from(&error))
}

/// The byte at which something is nested deeper than that: serde itself ends at 128 levels, with a worse message.
pub fn deeper_than(deepest: usize, content: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    content.bytes().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > deepest
    })
}

impl<'a> Items<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first, as it stands.
    pub fn first(&self) -> Option<&'a str> {
        self.0.first().map(|raw| raw.get())
    }

    /// Each of them, read.
    pub fn read<T: Deserialize<'a>>(&self) -> impl Iterator<Item = Item<'a, T>> {
        self.0.iter().enumerate().map(|(index, raw)| Item {
            index,
            text: raw.get(),
            read: parse(raw.get()),
        })
    }
}

impl From<&serde_json::Error> for Error {
    fn from(error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let what = message
            .rsplit_once(" at line ")
            .map_or(&*message, |(what, _)| what);
        let known = error.line() > 0;
        Self {
            line: known.then_some(error.line() as u64),
            column: known.then_some(error.column().max(1) as u64),
            what: what.to_owned(),
        }
    }
}
