//! JSON: what stands at its top, so that its format can be told; lists whose items are read one by one, so that an odd
//! one does not spoil the others.

use std::collections::BTreeMap;

use documents::json;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Error;
use crate::input::Input;
use crate::limits::DEEPEST;
use crate::notes::{LONGEST_REASON, Notes, clipped, cut};

/// So many keys are named where nothing is known of them.
const NAMED: usize = 8;

/// What stands at the top of a document.
#[derive(Debug)]
pub(crate) enum TopLevel<'a> {
    /// An object, by its keys.
    Object(BTreeMap<String, &'a RawValue>),
    /// A list.
    List(Items<'a>),
}

/// A list whose items are not read yet; null and nothing are an empty list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Items<'a>(#[serde(borrow)] Option<json::Items<'a>>);

/// Whether the text is meant to be JSON. Stanzas, TOML and lists of ids also begin with brackets; no format here is a
/// list of lists.
pub(crate) fn is_meant(text: &str) -> bool {
    let text = text.trim_start();
    let list = text.strip_prefix('[').map(str::trim_start);
    text.starts_with('{') || list.is_some_and(|inside| inside.starts_with(['{', '"', ']']))
}

/// The top of the document.
pub(crate) fn top<'a>(input: &Input<'a>) -> Result<TopLevel<'a>, Error> {
    shallow(input)?;
    if input.text.trim_start().starts_with('[') {
        parse(input).map(TopLevel::List)
    } else {
        parse(input).map(TopLevel::Object)
    }
}

/// The whole document.
pub(crate) fn parse<'a, T: Deserialize<'a>>(input: &Input<'a>) -> Result<T, Error> {
    json::parse(input.text).map_err(|error| input.unexpected("JSON", &error))
}

/// Refuses what is nested so deep that only an attack is.
pub(crate) fn shallow(input: &Input<'_>) -> Result<(), Error> {
    match json::deeper_than(DEEPEST, input.text) {
        Some(offset) => {
            let what = format!("is nested deeper than {DEEPEST} levels");
            Err(input.error(Some(input.place(offset)), what))
        }
        None => Ok(()),
    }
}

impl TopLevel<'_> {
    /// Whether it is an object with this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Object(keys) if keys.contains_key(key))
    }

    /// `JSON with the keys …`.
    pub(crate) fn found(&self) -> String {
        match self {
            Self::Object(keys) if keys.is_empty() => "an empty JSON object".to_owned(),
            Self::Object(keys) => {
                let named: Vec<String> = keys
                    .keys()
                    .take(NAMED)
                    .map(|key| format!("`{}`", clipped(key)))
                    .collect();
                let more = if keys.len() > NAMED { " and more" } else { "" };
                format!("JSON with the keys {}{more}", named.join(", "))
            }
            Self::List(items) => match items.first() {
                Some(first) => format!("a JSON list that begins with `{}`", clipped(first)),
                None => "an empty JSON list".to_owned(),
            },
        }
    }
}

impl<'a> Items<'a> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, json::Items::len)
    }

    /// The first, as it stands.
    pub(crate) fn first(&self) -> Option<&'a str> {
        self.0.as_ref()?.first()
    }

    /// Whether the first is an object with this key.
    pub(crate) fn first_has(&self, key: &str) -> bool {
        let first = self.first().unwrap_or("");
        serde_json::from_str::<BTreeMap<String, &RawValue>>(first)
            .is_ok_and(|keys| keys.contains_key(key))
    }

    /// The items that can be read, with their indexes; the others become notes.
    pub(crate) fn read<T: Deserialize<'a>>(
        &self,
        field: &str,
        notes: &mut Notes,
    ) -> Vec<(usize, T)> {
        let mut items = Vec::new();
        for item in self.0.iter().flat_map(json::Items::read) {
            let index = item.index;
            match item.read {
                Ok(read) => items.push((index, read)),
                Err(error) => notes.at(
                    format_args!("{field}[{index}]"),
                    cut(&error.what, LONGEST_REASON),
                ),
            }
        }
        items
    }
}
