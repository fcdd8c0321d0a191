//! A control in words: its statement, item by item, and the guidance. What an organisation must fill in stands in square
//! brackets.

use serde::Deserialize;

use crate::formats::lenient::Text;

/// A passage of a control, with passages of its own.
#[derive(Deserialize)]
pub(super) struct Part {
    name: String,
    #[serde(default)]
    props: Vec<super::Property>,
    #[serde(default)]
    prose: Text,
    #[serde(default)]
    parts: Vec<Part>,
}

/// What an organisation must fill in.
#[derive(Deserialize)]
pub(super) struct Parameter {
    id: String,
    #[serde(default)]
    label: Text,
}

/// The statement and the guidance; methods of assessment are left out.
pub(super) fn of(parts: &[Part], parameters: &[Parameter]) -> Option<String> {
    let mut lines = Vec::new();
    for part in parts
        .iter()
        .filter(|part| matches!(&*part.name, "statement" | "guidance"))
    {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        write(part, 0, parameters, &mut lines);
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn write(part: &Part, depth: usize, parameters: &[Parameter], lines: &mut Vec<String>) {
    if let Some(prose) = part.prose.get() {
        let label = part
            .props
            .iter()
            .find(|property| property.name == "label")
            .map_or_else(String::new, |label| format!("{} ", label.value));
        let indent = "   ".repeat(depth.saturating_sub(1));
        lines.push(format!("{indent}{label}{}", filled(prose, parameters)));
    }
    for part in &part.parts {
        write(part, depth + 1, parameters, lines);
    }
}

/// `{{ insert: param, ac-02_odp.01 }}` as `[prerequisites and criteria]`.
fn filled(prose: &str, parameters: &[Parameter]) -> String {
    let mut pieces = prose.split("{{");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((insert, after)) = piece.split_once("}}") else {
            text.push_str("{{");
            text.push_str(piece);
            continue;
        };
        let id = insert.rsplit(',').next().unwrap_or_default().trim();
        let parameter = parameters.iter().find(|parameter| parameter.id == id);
        let label = parameter
            .and_then(|parameter| parameter.label.get())
            .unwrap_or(id);
        text.push('[');
        text.push_str(label);
        text.push(']');
        text.push_str(after);
    }
    text
}
