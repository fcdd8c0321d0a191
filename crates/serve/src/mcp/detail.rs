//! How much of an item an answer contains.

use serde_json::{Map, Value};

use crate::problem::{Problem, ProblemKind};

/// How much of an item an answer contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Detail {
    /// Everything.
    Full,
    /// What one works with.
    #[default]
    Normal,
    /// What it is.
    Brief,
    /// Its names only: where no more fits.
    Least,
}

/// How long texts and lists may be.
#[derive(Clone, Copy)]
struct Limits {
    letters: usize,
    list: usize,
    without: &'static [&'static str],
}

/// Fields that repeat others.
const REDUNDANT: &[&str] = &[
    "links",
    "place",
    "platforms_written",
    "technique_written",
    "provenance",
    "licence_text",
];
/// Fields that are asked for when they are needed.
const SECONDARY: &[&str] = &[
    "links",
    "place",
    "platforms_written",
    "technique_written",
    "provenance",
    "licence_text",
    "terms",
    "rungs",
    "mappings",
    "platforms",
    "log_sources",
    "data_sources",
    "references",
    "related",
    "related_from",
    "authors",
    "tags",
    "description",
    "excerpt",
    "notes",
    "origins",
    "assumed",
    "said",
    "same_as",
];

impl Detail {
    pub(super) fn parse(word: &str) -> Result<Self, Problem> {
        match word {
            "full" => Ok(Self::Full),
            "normal" => Ok(Self::Normal),
            "brief" => Ok(Self::Brief),
            _ => Err(
                Problem::new(ProblemKind::Argument, "`detail` is brief, normal or full")
                    .near(["brief", "normal", "full"].map(str::to_owned)),
            ),
        }
    }

    /// The next lower level.
    pub(super) fn less(self) -> Option<Self> {
        match self {
            Self::Full => Some(Self::Normal),
            Self::Normal => Some(Self::Brief),
            Self::Brief => Some(Self::Least),
            Self::Least => None,
        }
    }

    fn limits(self) -> Limits {
        match self {
            Self::Full => Limits {
                letters: 4_000,
                list: 40,
                without: REDUNDANT,
            },
            Self::Normal => Limits {
                letters: 1_200,
                list: 8,
                without: REDUNDANT,
            },
            Self::Brief => Limits {
                letters: 200,
                list: 4,
                without: SECONDARY,
            },
            Self::Least => Limits {
                letters: 80,
                list: 2,
                without: SECONDARY,
            },
        }
    }

    /// The fields of an item, long texts from this letter on.
    pub(super) fn apply(self, fields: Map<String, Value>, offset: usize) -> Map<String, Value> {
        let limits = self.limits();
        let kept = fields
            .into_iter()
            .filter(|(name, _)| !limits.without.contains(&name.as_str()));
        kept.map(|(name, value)| (name, limits.value(value, offset)))
            .collect()
    }
}

impl Limits {
    fn value(&self, value: Value, offset: usize) -> Value {
        match value {
            Value::String(text) => self.text(text, offset).into(),
            Value::Array(all) => self.array(all, offset),
            Value::Object(fields) => {
                let kept = fields
                    .into_iter()
                    .filter(|(name, _)| !self.without.contains(&name.as_str()));
                Value::Object(
                    kept.map(|(name, value)| (name, self.value(value, offset)))
                        .take(self.list * 5)
                        .collect(),
                )
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value,
        }
    }

    fn array(&self, all: Vec<Value>, offset: usize) -> Value {
        let more = all.len().saturating_sub(self.list);
        let mut kept: Vec<Value> = all
            .into_iter()
            .take(self.list)
            .map(|item| self.value(item, offset))
            .collect();
        if more > 0 {
            kept.push(format!("… and {more} more").into());
        }
        kept.into()
    }

    /// A long text from an offset, with a note where it continues.
    fn text(&self, text: String, offset: usize) -> String {
        if text.len() <= self.letters && (offset == 0 || text.len() < offset) {
            return text;
        }
        let letters = text.chars().count();
        let start = if letters > offset { offset } else { 0 };
        let end = (start + self.letters).min(letters);
        let mut piece: String = text.chars().skip(start).take(end - start).collect();
        if end < letters {
            piece += &format!("… [{letters} letters, this is {start} to {end}]");
        }
        piece
    }
}
