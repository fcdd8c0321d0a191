//! The dataset of 2022 as CSV.

use questions::compass::Compass;
use serde_json::Value as Json;

use crate::format::{Error, csv};
use crate::table::{Column, Table, Type, Value};

/// One row per technique; what there is none of is an empty cell.
pub fn compass(compass: &Compass) -> Result<String, Error> {
    let cell = |value: Option<&Json>| match value {
        None | Some(Json::Null) => Value::Nothing,
        Some(Json::String(text)) => text.into(),
        Some(value @ (Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_))) => {
            value.to_string().into()
        }
    };
    let row = |row: &serde_json::Map<String, Json>| {
        let columns = compass.columns().iter();
        columns.map(|column| cell(row.get(column))).collect()
    };
    let columns = compass
        .columns()
        .iter()
        .cloned()
        .map(|key| Column::with_key(key, Type::Text))
        .collect();
    csv(&Table::from_rows(columns, compass.rows().iter().map(row)))
}
