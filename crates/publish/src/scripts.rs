//! What scripts need that publish answers by themselves, as the browser does on a static site: the columns of the table of an
//! alignment, and what layers of all answers have in common.

use std::collections::BTreeMap;

use count::alignment::Reason;
use serde_json::{Value, json};
use strum::VariantArray;

use crate::format::layer;
use crate::heat::{Scale, Score};
use crate::numbers::techniques_with_numbers;
use crate::table::Type;
use crate::terminal::reason;

/// By what layers of an alignment are coloured.
const SCORES: [Score; 2] = [Score::Gap, Score::Total];

/// Reasons in words, columns, layers.
pub fn scripts() -> Value {
    let reasons: BTreeMap<&str, &str> = Reason::VARIANTS
        .iter()
        .map(|&named| (named.into(), reason(named)))
        .collect();
    let table = techniques_with_numbers(std::iter::empty());
    // A weight is rounded, all else is written as it is.
    let columns = table.columns().iter();
    let columns: Vec<Value> = columns
        .map(|column| json!([column.key, column.holds == Type::Weight]))
        .collect();
    let layers: BTreeMap<String, Value> = SCORES.iter().map(|&score| entry(score)).collect();
    json!({ "reasons": reasons, "columns": columns, "layers": layers, "platforms": layer::platforms() })
}

fn entry(score: Score) -> (String, Value) {
    let scale = Scale::of(score);
    let parts =
        json!({ "explained": scale.explained, "times": scale.times, "frame": layer::frame(score) });
    (score.to_string(), parts)
}
