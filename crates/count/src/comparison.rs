//! Sides beside each other: what they have in common, and what is only one's own.

use std::collections::BTreeMap;

use model::TechniqueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number;

/// The value of each technique on one side: how much it weighs in a threat, or its rung in a stack. 0 is none.
pub type TechniqueValues = BTreeMap<TechniqueId, f64>;

/// How alike two sides are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Similarity {
    /// One side, by its place.
    pub one: u32,
    /// The other.
    pub other: u32,
    /// From 0 to 1: `Σ min(weights) / Σ max(weights)`; of stacks, of the rungs.
    pub similarity: f64,
    /// How many techniques both have.
    pub shared: u32,
}

/// One technique on all sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The technique.
    pub id: TechniqueId,
    /// Its value on each side.
    pub values: Vec<f64>,
    /// How many sides have it.
    pub sides: u32,
}

/// Sides compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The techniques, what most sides have first.
    pub rows: Vec<Row>,
    /// Of each side: how many techniques it has, and how many of these no other side has.
    pub sides: Vec<(u32, u32)>,
    /// How alike each two of them are.
    pub similarities: Vec<Similarity>,
    /// How many techniques all sides have.
    pub common: u32,
}

/// Compares the sides in these techniques.
pub fn compare(
    sides: &[&TechniqueValues],
    techniques: impl IntoIterator<Item = TechniqueId>,
) -> Comparison {
    let techniques = techniques.into_iter();
    let mut rows: Vec<Row> = techniques.map(|id| Row::new(id, sides)).collect();
    rows.sort_by(|left, right| {
        let sum = |row: &Row| row.values.iter().sum::<f64>();
        (right.sides.cmp(&left.sides))
            .then_with(|| sum(right).total_cmp(&sum(left)))
            .then_with(|| left.id.cmp(&right.id))
    });
    let places = 0..sides.len();
    Comparison {
        sides: places
            .map(|place| {
                let has = count(&rows, |row| row.has(place));
                (has, count(&rows, |row| row.has(place) && row.sides == 1))
            })
            .collect(),
        similarities: similarities(&rows, sides.len()),
        common: count(&rows, |row| row.sides as usize == sides.len()),
        rows,
    }
}

impl Row {
    fn new(id: TechniqueId, sides: &[&TechniqueValues]) -> Self {
        let values: Vec<f64> = sides
            .iter()
            .map(|side| side.get(&id).copied().unwrap_or(0.0))
            .collect();
        let having = values.iter().filter(|value| **value > 0.0).count();
        Self {
            id,
            sides: number(having),
            values,
        }
    }

    fn has(&self, place: usize) -> bool {
        self.values[place] > 0.0
    }
}

fn similarities(rows: &[Row], sides: usize) -> Vec<Similarity> {
    let pairs = (0..sides).flat_map(|first| (first + 1..sides).map(move |second| (first, second)));
    let similarity = |(first, second): (usize, usize)| {
        let values = rows
            .iter()
            .map(|row| (row.values[first], row.values[second]));
        let (least, most) = values.fold((0.0, 0.0), |(least, most), (first, second)| {
            (least + first.min(second), most + first.max(second))
        });
        Similarity {
            one: number(first),
            other: number(second),
            similarity: if most > 0.0 { least / most } else { 0.0 },
            shared: count(rows, |row| row.has(first) && row.has(second)),
        }
    };
    pairs.map(similarity).collect()
}

fn count(rows: &[Row], is: impl Fn(&Row) -> bool) -> u32 {
    number(rows.iter().filter(|row| is(row)).count())
}
