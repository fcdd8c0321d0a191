//! Reads the detections and correlations of Sigma documents.

use model::sigma::{Correlation, CorrelationCondition, Detection, FieldTest, Selection, Value};

use super::node::Node;

/// A detection; of anything but a mapping, an empty one.
pub(super) fn detection(node: Node, lines: Vec<u32>) -> Detection {
    let mut detection = Detection {
        lines,
        ..Detection::default()
    };
    for (name, node) in node.into_entries() {
        match name.as_str() {
            "condition" => detection.conditions = node.into_texts(),
            "timeframe" => detection.timeframe = node.into_text(),
            _ => detection.selections.push((name, selection(node))),
        }
    }
    detection
}

fn selection(node: Node) -> Selection {
    match node {
        Node::Mapping(entries) => Selection::All(entries.into_iter().map(field_test).collect()),
        Node::List(items) => Selection::Any(items.into_iter().map(selection).collect()),
        Node::Value(value) => Selection::Keyword(value),
    }
}

fn field_test((key, node): (String, Node)) -> FieldTest {
    let mut parts = key.split('|').map(str::to_owned);
    FieldTest {
        field: parts.next().unwrap_or_default(),
        modifiers: parts.collect(),
        values: node
            .into_items()
            .into_iter()
            .map(Node::into_value)
            .collect(),
    }
}

/// A correlation; of anything but a mapping, an empty one.
pub(super) fn correlation(node: Node, line: Option<u32>) -> Correlation {
    let mut correlation = Correlation {
        line,
        ..Correlation::default()
    };
    for (key, node) in node.into_entries() {
        match key.as_str() {
            "type" => correlation.kind = node.into_text(),
            "rules" => correlation.rules = node.into_texts(),
            "group-by" => correlation.group_by = node.into_texts(),
            "timespan" => correlation.timespan = node.into_text(),
            "condition" => correlation.condition = condition(node),
            "aliases" => correlation.aliases = aliases(node),
            "generate" => {
                correlation.generate = match node {
                    Node::Value(Value::Boolean(generate)) => Some(generate),
                    _ => None,
                }
            }
            _ => {}
        }
    }
    correlation
}

fn condition(node: Node) -> CorrelationCondition {
    let mut condition = CorrelationCondition::default();
    match node {
        Node::Mapping(entries) => {
            for (key, node) in entries {
                match key.as_str() {
                    "field" => condition.fields = node.into_texts(),
                    _ => condition.comparisons.push((key, node.into_value())),
                }
            }
        }
        other => condition.expression = other.into_text(),
    }
    condition
}

fn aliases(node: Node) -> Vec<(String, Vec<(String, String)>)> {
    let fields = |node: Node| {
        let entries = node.into_entries().into_iter();
        entries
            .filter_map(|(rule, field)| Some((rule, field.into_text()?)))
            .collect()
    };
    node.into_entries()
        .into_iter()
        .map(|(alias, node)| (alias, fields(node)))
        .collect()
}
