//! Fields of files that people wrote by hand: one text where a list is due, a number for a date, null in a list.
//! Nothing of that loses the rule; what is no text at all is passed over.
//!
//! These types go with `#[serde(default)]` on their struct, so that a field may also be absent.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess};
use serde_json::Value;

use super::yaml::{self, Spanned};

/// One text, if there is any.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Text(pub(crate) Option<String>);

/// The texts of a list; a text that stands alone is a list of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Texts(pub(crate) Vec<String>);

/// The texts of a YAML list, with their lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lines(pub(crate) Vec<Line>);

/// A text and the line at which it stands, where that is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) line: Option<u32>,
}

/// A value of this shape, or else the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OrDefault<T>(pub(crate) T);

impl Text {
    /// The text, if there is more in it than white space.
    pub(crate) fn get(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.trim().is_empty())
    }

    /// The text, if there is more in it than white space.
    pub(crate) fn some(&self) -> Option<String> {
        self.get().map(str::to_owned)
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
        Ok(Self(match Any::<Spanned<Text>>::deserialize(from)? {
            Any::Text(text) => vec![Line { text, line: None }],
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
        Ok(Any::Text(value.to_string()))
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
