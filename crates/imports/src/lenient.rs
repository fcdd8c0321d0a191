//! Fields that people and tools write in more than one way: `"1"` and `1` and `true`, one thing where a list is due.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

/// A text, or a number or truth as text; anything else is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(Option<String>);

/// A number, also one in quotes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Number(pub(crate) Option<f64>);

/// A truth: also 0 and 1, `True`, `yes`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flag(pub(crate) Option<bool>);

/// A list; one thing that stands alone is a list of one, null an empty one.
#[derive(Clone, Debug)]
pub(crate) struct Many<T>(pub(crate) Vec<T>);

impl Text {
    /// The text without white space around it, if there is any.
    pub(crate) fn some(&self) -> Option<String> {
        let text = self.0.as_deref()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(from)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(from)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => number(&text),
            _ => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(Text::deserialize(from)?.0.as_deref().and_then(flag)))
    }
}

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let items = match Value::deserialize(from)? {
            Value::Null => Vec::new(),
            Value::Array(items) => items,
            one => vec![one],
        };
        let read = items.into_iter().map(serde_json::from_value);
        read.collect::<Result<_, _>>()
            .map(Self)
            .map_err(D::Error::custom)
    }
}

impl Many<Text> {
    /// The texts that say something.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.iter().filter_map(Text::some).collect()
    }
}

/// The number that a text is; a decimal comma is understood.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The truth that a text is.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "t" | "on" | "enabled" => Some(true),
        "0" | "false" | "no" | "n" | "f" | "off" | "disabled" => Some(false),
        _ => None,
    }
}
