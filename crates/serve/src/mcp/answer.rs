//! Answers that fit the limit: as many items as there is room for, with their provenance, and a cursor for the rest.

use catalogue::CatalogueSummary;
use model::Provenance as Source;
use rmcp::model::CallToolResult;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value};

use super::ask::CallOptions;
use super::detail::Detail;
use super::provenance::{self, Provenance};
use crate::problem::Problem;

/// The most bytes that an answer of a tool may have, with its text and its structured form.
pub const MAX_ANSWER_BYTES: usize = 25_000;
/// What the protocol wraps around it.
const ENVELOPE: usize = 300;

/// The answer of a tool.
#[derive(Debug, Serialize, JsonSchema)]
struct Answer {
    /// What the answer was taken from: release of ATT&CK, date, size.
    catalogue: CatalogueSummary,
    /// What is said of the whole: the technique, the threat, totals, assumptions.
    about: Map<String, Value>,
    /// The items of this page, each with where it comes from.
    items: Vec<Item>,
    /// How many items there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    /// Give this for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
    /// What did not fit, and how to get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
    /// Where what is said of the whole comes from, where there are no items.
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<Provenance>,
}

/// One item, with the fields of the question's answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Item {
    /// Where it comes from.
    provenance: Provenance,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

/// The parts of an answer.
pub(super) struct AnswerParts<'a> {
    pub(super) about: CatalogueSummary,
    pub(super) head: Map<String, Value>,
    pub(super) items: Vec<Value>,
    pub(super) total: Option<usize>,
    pub(super) call: &'a CallOptions,
    pub(super) sources: &'a [Source],
}

/// The cursor after this many items of the page.
pub(super) type NextCursor<'a> = dyn Fn(usize) -> Result<Option<String>, Problem> + 'a;

/// The schema of every answer.
pub(super) fn schema() -> Map<String, Value> {
    let schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Answer>();
    match schema.to_value() {
        Value::Object(schema) => schema,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

/// Puts an answer together: with less of each item where not even one fits, with fewer items where not all do.
pub(super) fn compose(
    parts: &AnswerParts<'_>,
    next_cursor: &NextCursor<'_>,
) -> Result<Value, Problem> {
    let mut detail = parts.call.detail;
    loop {
        let mut answer = build(parts, detail);
        let fitting = count_fitting(&mut answer)?;
        let enough = fitting.is_some_and(|fitting| fitting > 0 || parts.items.is_empty());
        match (enough.then_some(fitting).flatten(), detail.less()) {
            (Some(fitting), _) => {
                answer.items.truncate(fitting);
                answer.cursor = next_cursor(fitting)?;
                answer.left_out = omission_note(parts, fitting, detail);
                return to_value(&answer);
            }
            (None, Some(less)) => detail = less,
            (None, None) => {
                return Err(Problem::failed(
                    "not even the names of one item fit into an answer",
                ));
            }
        }
    }
}

fn build(parts: &AnswerParts<'_>, detail: Detail) -> Answer {
    let AnswerParts {
        about,
        head,
        items,
        total,
        call,
        sources,
    } = parts;
    let item = |item: &Value| Item {
        provenance: provenance::of(item, sources, &about.techniques_of),
        fields: detail.apply(item.as_object().cloned().unwrap_or_default(), call.offset),
    };
    let mut head = head.clone();
    head.retain(|name, _| {
        !matches!(
            name.as_str(),
            "catalogue" | "next" | "total" | "files" | "provenance"
        )
    });
    let alone = items.is_empty().then(|| {
        let subject = head
            .get("technique")
            .cloned()
            .unwrap_or_else(|| Value::Object(head.clone()));
        provenance::of(&subject, sources, &about.techniques_of)
    });
    Answer {
        catalogue: about.clone(),
        about: detail.apply(head, call.offset),
        items: items.iter().map(item).collect(),
        total: *total,
        cursor: Some(String::from("000000000000")),
        left_out: Some(" ".repeat(240)),
        provenance: alone,
    }
}

/// How many of the items fit; none where not even the rest does.
fn count_fitting(answer: &mut Answer) -> Result<Option<usize>, Problem> {
    let items = std::mem::take(&mut answer.items);
    let room = MAX_ANSWER_BYTES - ENVELOPE;
    let mut size = size_of(&to_value(answer)?)?;
    let mut fitting = (size <= room).then_some(0);
    for (place, item) in items.iter().enumerate() {
        size += size_of_part(item)?;
        if size <= room {
            fitting = Some(place + 1);
        }
    }
    answer.items = items;
    Ok(fitting)
}

/// The size of an answer as the result of a tool, which contains it twice: as JSON and as text.
fn size_of(answer: &Value) -> Result<usize, Problem> {
    let result = CallToolResult::structured(answer.clone());
    serde_json::to_string(&result)
        .map(|text| text.len())
        .map_err(|error| Problem::failed(&error.to_string()))
}

/// What one item adds to both.
fn size_of_part(item: &Item) -> Result<usize, Problem> {
    let broken = |error: serde_json::Error| Problem::failed(&error.to_string());
    let text = serde_json::to_string(item).map_err(broken)?;
    let quoted = serde_json::to_string(&text).map_err(broken)?;
    Ok(text.len() + quoted.len() + 2)
}

fn to_value(answer: &Answer) -> Result<Value, Problem> {
    serde_json::to_value(answer).map_err(|error| Problem::failed(&error.to_string()))
}

fn omission_note(parts: &AnswerParts<'_>, fitting: usize, detail: Detail) -> Option<String> {
    let items = parts.items.len() - fitting;
    let fewer = (items > 0).then(|| format!("{items} items of this page did not fit into 25 KB: go on with `cursor`, or ask with `detail` brief."));
    let less = (detail != parts.call.detail).then(|| "Items are shortened, since not one fitted whole: ask for one alone, or read long texts with `offset`.".to_owned());
    let notes: Vec<String> = [fewer, less].into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}
