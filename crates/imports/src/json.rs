//! JSON: what stands at its top, so that its format can be told; lists whose items are read one by one, so that an odd
//! one does not spoil the others.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::input::Input;
use crate::limits::DEEPEST;
use crate::notes::{Notes, clipped, cut};
use crate::{Error, Place};

/// So many keys are named where nothing is known of them.
const NAMED: usize = 8;

/// What stands at the top of a document.
#[derive(Debug)]
pub(crate) enum Top<'a> {
    /// An object, by its keys.
    Object(BTreeMap<String, &'a RawValue>),
    /// A list.
    List(Items<'a>),
}

/// A list whose items are not read yet; null and nothing are an empty list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Items<'a>(#[serde(borrow)] Option<Vec<&'a RawValue>>);

/// Whether the text is meant to be JSON. Stanzas, TOML and lists of ids also begin with brackets; no format here is a
/// list of lists.
pub(crate) fn is_meant(text: &str) -> bool {
    let text = text.trim_start();
    let list = text.strip_prefix('[').map(str::trim_start);
    text.starts_with('{') || list.is_some_and(|inside| inside.starts_with(['{', '"', ']']))
}

/// The top of the document.
pub(crate) fn top<'a>(input: &Input<'a>) -> Result<Top<'a>, Error> {
    shallow(input)?;
    if input.text.trim_start().starts_with('[') {
        one(input).map(Top::List)
    } else {
        one(input).map(Top::Object)
    }
}

/// The whole document.
pub(crate) fn one<'a, T: Deserialize<'a>>(input: &Input<'a>) -> Result<T, Error> {
    serde_json::from_str(input.text).map_err(|error| wrong(input, &error))
}

/// The error of a document.
pub(crate) fn wrong(input: &Input<'_>, error: &serde_json::Error) -> Error {
    let place =
        (error.line() > 0).then(|| Place::At(error.line() as u64, error.column().max(1) as u64));
    input.error(
        place,
        format!("is not the JSON expected here: {}", reason(error)),
    )
}

/// What is wrong, without the place.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let what = error.to_string();
    let what = what
        .rsplit_once(" at line ")
        .map_or(&*what, |(what, _)| what);
    cut(what, 200)
}

/// Refuses what is nested so deep that only an attack is.
pub(crate) fn shallow(input: &Input<'_>) -> Result<(), Error> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in input.text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let what = format!("is nested deeper than {DEEPEST} levels");
            return Err(input.error(Some(input.place(at)), what));
        }
    }
    Ok(())
}

impl Top<'_> {
    /// Whether it is an object with this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Object(keys) if keys.contains_key(key))
    }

    /// `JSON with the keys …`.
    pub(crate) fn found(&self) -> String {
        match self {
            Self::Object(keys) if keys.is_empty() => "an empty JSON object".to_owned(),
            Self::Object(keys) => {
                let named = keys.keys().take(NAMED);
                let named: Vec<String> = named.map(|key| format!("`{}`", clipped(key))).collect();
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
        self.0.as_ref().map_or(0, Vec::len)
    }

    /// The first, as it stands.
    pub(crate) fn first(&self) -> Option<&'a str> {
        self.0.as_ref()?.first().map(|raw| raw.get())
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
        let mut read = Vec::new();
        for (index, raw) in self.0.iter().flatten().enumerate() {
            match serde_json::from_str(raw.get()) {
                Ok(item) => read.push((index, item)),
                Err(error) => notes.at(format_args!("{field}[{index}]"), reason(&error)),
            }
        }
        read
    }
}
