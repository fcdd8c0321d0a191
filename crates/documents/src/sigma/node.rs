//! Any YAML value, with its keys in the order as written.

use std::fmt;

use model::sigma::Value;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess};

use crate::lenient::Text;

/// A single value, a list or a mapping.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Value(Value),
    List(Vec<Node>),
    Mapping(Vec<(String, Node)>),
}

impl Default for Node {
    fn default() -> Self {
        Self::Value(Value::Null)
    }
}

impl Node {
    /// The keys and values of a mapping; none of anything else.
    pub(super) fn into_entries(self) -> Vec<(String, Self)> {
        match self {
            Self::Mapping(entries) => entries,
            Self::Value(_) | Self::List(_) => Vec::new(),
        }
    }

    /// A single value; a list or mapping is none.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Value(value) => value,
            Self::List(_) | Self::Mapping(_) => Value::Nested,
        }
    }

    /// The items of a list; any other value is a list of one item.
    pub(super) fn into_items(self) -> Vec<Self> {
        match self {
            Self::List(items) => items,
            Self::Value(_) | Self::Mapping(_) => vec![self],
        }
    }

    /// The value as text, if there is more in it than white space.
    pub(super) fn into_text(self) -> Option<String> {
        let text = match self.into_value() {
            Value::Text(text) => text,
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Float(value) => format!("{value:?}"),
            Value::Null | Value::Nested => return None,
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// The texts of a list; a text that stands alone is a list of one.
    pub(super) fn into_texts(self) -> Vec<String> {
        let items = self.into_items().into_iter();
        items.filter_map(Self::into_text).collect()
    }

    /// This, where it says something else than what stands above; mappings are joined key by key.
    pub(super) fn over(self, above: Self) -> Self {
        match (self, above) {
            (Self::Mapping(own), Self::Mapping(mut entries)) => {
                for (key, node) in own {
                    match entries.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, known)) => *known = node.over(std::mem::take(known)),
                        None => entries.push((key, node)),
                    }
                }
                Self::Mapping(entries)
            }
            (own, _) => own,
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Visitor)
    }
}

struct Visitor;

impl<'de> serde::de::Visitor<'de> for Visitor {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Value(Value::Boolean(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Value(Value::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(large(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(large(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(large(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Value(Value::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Value(Value::Text(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Value(Value::Text(value)))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Node, E> {
        Ok(Node::Value(Value::Nested))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::default())
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::default())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Node, D::Error> {
        Node::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, node)) = fields.next_entry::<Text, Node>()? {
            entries.push((key.0.unwrap_or_default(), node));
        }
        Ok(Node::Mapping(entries))
    }
}

/// A number that may be larger than any that an event holds; such a one is compared as text.
fn large<T: TryInto<i64> + Copy + fmt::Display>(number: T) -> Node {
    Node::Value(match number.try_into() {
        Ok(number) => Value::Integer(number),
        Err(_) => Value::Text(number.to_string()),
    })
}
