//! Fields that people and tools write in more than one way: one text where a list is due, a number for a date, `"1"` and `1`
//! and `true`, null in a list. Nothing of that loses the document; what is no text at all is passed over.
//!
//! These types go with `#[serde(default)]` on their struct, so that a field may also be absent.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
};
use serde_json::Value;

use crate::yaml::{self, Spanned};

/// One text, if there is any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(pub Option<String>);

/// The texts of a list; a text that stands alone is a list of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts(pub Vec<String>);

/// The texts of a YAML list, with their lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines(pub Vec<Line>);

/// A text and the line at which it stands, where that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The text.
    pub text: String,
    /// The line, from 1.
    pub line: Option<u32>,
}

/// A number, also one in quotes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number(pub Option<f64>);

/// A truth: also 0 and 1, `True`, `yes`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flag(pub Option<bool>);

/// A list; one thing that stands alone is a list of one, null an empty one.
#[derive(Clone, Debug)]
pub struct OneOrMany<T>(pub Vec<T>);

/// A value of this shape, or else the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrDefault<T>(pub T);

impl Text {
    /// The text, if there is more in it than white space.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.trim().is_empty())
    }

    /// The text, if there is more in it than white space.
    pub fn some(&self) -> Option<String> {
        self.get().map(str::to_owned)
    }

    /// The text without white space around it, if there is any.
    pub fn trimmed(&self) -> Option<String> {
        self.get().map(|text| text.trim().to_owned())
    }
}

impl OneOrMany<Text> {
    /// The texts that say something, without white space around them.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().filter_map(Text::trimmed).collect()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Any::<IgnoredAny>::deserialize(from)? {
            Any::Text(text) => Self(Some(text)),
            Any::List(_) | Any::Nothing => Self(None),
        })
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match Any::<Text>::deserialize(from)? {
            Any::Text(text) => vec![text],
            Any::List(items) => items.into_iter().filter_map(|item| item.0).collect(),
            Any::Nothing => Vec::new(),
        }))
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let line = |item: Spanned<Text>| {
            let line = yaml::line(&item);
            item.value.0.map(|text| Line { text, line })
        };
        let whole = Spanned::<Any<Spanned<Text>>>::deserialize(from)?;
        let first = yaml::line(&whole);
        Ok(Self(match whole.value {
            Any::Text(text) => vec![Line { text, line: first }],
            Any::List(items) => items.into_iter().filter_map(line).collect(),
            Any::Nothing => Vec::new(),
        }))
    }
}

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for OrDefault<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        Ok(Self(serde_json::from_value(value).unwrap_or_default()))
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

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let items = match Value::deserialize(from)? {
            Value::Null => Vec::new(),
            Value::Array(items) => items,
            single => vec![single],
        };
        items
            .into_iter()
            .map(serde_json::from_value)
            .collect::<Result<_, _>>()
            .map(Self)
            .map_err(D::Error::custom)
    }
}

/// The number that a text is; a decimal comma is understood.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The truth that a text is.
pub fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "t" | "on" | "enabled" => Some(true),
        "0" | "false" | "no" | "n" | "f" | "off" | "disabled" => Some(false),
        _ => None,
    }
}

/// Whatever stands there, as far as it is text or a list.
enum Any<T> {
    Text(String),
    List(Vec<T>),
    Nothing,
}

struct Visitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Any<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Visitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
    type Value = Any<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Any<T>, E> {
        Ok(Any::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Any<T>, E> {
        Ok(Any::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Any<T>, E> {
        Ok(Any::Text(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Any<T>, E> {
        Ok(Any::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Any<T>, E> {
        Ok(Any::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Any<T>, E> {
        // `1.0` as it was written, not `1`.
        Ok(Any::Text(format!("{value:?}")))
    }

    fn visit_str<E>(self, value: &str) -> Result<Any<T>, E> {
        Ok(Any::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Any<T>, E> {
        Ok(Any::Text(value))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Any<T>, E> {
        Ok(Any::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Any<T>, E> {
        Ok(Any::Nothing)
    }

    fn visit_none<E>(self) -> Result<Any<T>, E> {
        Ok(Any::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Any<T>, D::Error> {
        Any::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Any<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Any::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Any<T>, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Any::Nothing)
    }
}
