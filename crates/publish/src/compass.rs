//! The dataset of 2022 as CSV.

use questions::compass::Compass;
use serde_json::Value;

use crate::format::{Error, csv};
use crate::rows::Rows;

/// One row per technique; what there is none of is an empty cell.
pub fn compass(compass: &Compass) -> Result<String, Error> {
    let cell = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))) => {
            value.to_string()
        }
    };
    let row = |row: &serde_json::Map<String, Value>| {
        compass
            .columns()
            .iter()
            .map(|column| cell(row.get(column)))
            .collect()
    };
    let columns = compass.columns().iter().cloned().map(Into::into).collect();
    csv(&Rows {
        columns,
        cells: compass.rows().iter().map(row).collect(),
    })
}
