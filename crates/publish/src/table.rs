//! A list as rows and columns, described once for all formats that show it: what a column is called, what it holds, and how
//! that is written.

use std::borrow::Cow;

use model::TechniqueId;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// What names something: ids, commits, words of a scale.
    Id,
    /// Words for people.
    Text,
    /// A technique by its id.
    Technique,
    /// A whole number.
    Count,
    /// A share of one.
    Share,
    /// A weight or a gap, from 0 to 1 for one technique.
    Weight,
    /// A number as it was given.
    Number,
    /// Whether something is so.
    Truth,
    /// An address on the web.
    Link,
    /// Several words.
    List,
}

impl Type {
    /// Whether it is read digit by digit.
    pub(crate) fn is_number(self) -> bool {
        matches!(
            self,
            Self::Count | Self::Share | Self::Weight | Self::Number
        )
    }
}

/// What becomes of a column where there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// It is never shortened.
    Whole,
    /// It is shortened in the middle.
    Text,
    /// Like text, but shortened earlier, folders first.
    Path,
    /// It is left out whole.
    Spare,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What programs call it.
    pub key: Cow<'static, str>,
    /// What it holds.
    pub holds: Type,
    /// The short heading; empty where its values explain themselves.
    pub(crate) short: &'static str,
    pub(crate) width: Width,
}

impl Column {
    /// A column of this name.
    pub(crate) const fn new(key: &'static str, holds: Type) -> Self {
        Self {
            key: Cow::Borrowed(key),
            holds,
            short: "",
            width: match holds {
                Type::Text | Type::Link | Type::List => Width::Text,
                _ => Width::Whole,
            },
        }
    }

    /// A column whose name is that of something in the catalogue or of a threat.
    pub(crate) fn with_key(key: String, holds: Type) -> Self {
        Self {
            key: Cow::Owned(key),
            ..Self::new("", holds)
        }
    }

    /// Sets the short heading.
    pub(crate) const fn short(mut self, short: &'static str) -> Self {
        self.short = short;
        self
    }

    /// Sets the width.
    pub(crate) const fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// What people call it.
    pub fn heading(&self) -> String {
        self.key.replace('_', " ")
    }

    /// A value of the column as formats write it.
    pub fn write<'a>(&self, value: &'a Value) -> Cow<'a, str> {
        match value {
            Value::Number(number) if matches!(self.holds, Type::Share | Type::Weight) => {
                Cow::Owned(four_places(*number))
            }
            value => value.write(),
        }
    }
}

/// Four places are more than any weight is known by.
pub(crate) fn four_places(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a row has in a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is known, or there is nothing.
    Nothing,
    /// Words, ids, addresses.
    Text(String),
    /// Any number.
    Number(f64),
    /// Whether something is so.
    Truth(bool),
    /// Several words.
    List(Vec<String>),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<TechniqueId> for Value {
    fn from(id: TechniqueId) -> Self {
        Self::Text(id.to_string())
    }
}

impl From<u8> for Value {
    fn from(number: u8) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Vec<String>> for Value {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}

impl From<&Vec<String>> for Value {
    fn from(list: &Vec<String>) -> Self {
        Self::List(list.clone())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl Value {
    /// The value as formats write it where its column says nothing else.
    pub(crate) fn write(&self) -> Cow<'_, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Truth(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
            Self::List(list) => Cow::Owned(list.join("; ")),
        }
    }

    /// A list of values as text.
    pub(crate) fn list<T: ToString>(all: impl IntoIterator<Item = T>) -> Self {
        Self::List(all.into_iter().map(|item| item.to_string()).collect())
    }
}

/// A column of rows of one kind, with how its value is read from a row.
pub(crate) type Field<R> = (Column, fn(&R) -> Value);

/// Rows with their columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    /// A row of these fields for each of these.
    pub(crate) fn of<'a, R: 'a>(
        fields: &[Field<R>],
        rows: impl IntoIterator<Item = &'a R>,
    ) -> Self {
        let rows = rows.into_iter();
        Self {
            columns: fields.iter().map(|(column, _)| column.clone()).collect(),
            rows: rows
                .map(|row| fields.iter().map(|(_, value)| value(row)).collect())
                .collect(),
        }
    }

    /// Rows whose values were put together elsewhere, each as long as there are columns.
    pub(crate) fn from_rows(
        columns: Vec<Column>,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Self {
        Self {
            columns,
            rows: rows.into_iter().collect(),
        }
    }

    /// With more columns: these fields of what belongs to each row.
    pub(crate) fn and<'a, R: 'a>(
        self,
        fields: &[Field<R>],
        rows: impl IntoIterator<Item = &'a R>,
    ) -> Self {
        self.join_columns(Self::of(fields, rows))
    }

    /// With one column more, of these values.
    pub(crate) fn with<V: Into<Value>>(
        self,
        column: Column,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let rows = values.into_iter().map(|value| vec![value.into()]).collect();
        self.join_columns(Self {
            columns: vec![column],
            rows,
        })
    }

    /// Adds the columns of another table, whose rows describe the same items.
    pub(crate) fn join_columns(mut self, other: Self) -> Self {
        if self.columns.is_empty() {
            return other;
        }
        self.columns.extend(other.columns);
        for (row, more) in self.rows.iter_mut().zip(other.rows) {
            row.extend(more);
        }
        self
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows: a value for each column.
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    /// What the rows have in a column.
    pub(crate) fn values(&self, column: &Column) -> impl Iterator<Item = &Value> {
        let at = self
            .columns
            .iter()
            .position(|known| known.key == column.key)
            .expect("a list shows columns of its own table");
        self.rows.iter().map(move |row| &row[at])
    }

    /// The rows as they are written.
    pub fn text_rows(&self) -> impl Iterator<Item = Vec<Cow<'_, str>>> {
        self.rows.iter().map(|row| {
            let cells = self.columns.iter().zip(row);
            cells.map(|(column, value)| column.write(value)).collect()
        })
    }
}
