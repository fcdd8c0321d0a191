//! What is different in one resource, field by field.

use catalogue::{Catalogue, ResourceSummary};
use model::LogSource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::Display;

use super::ComparedResource;
use crate::Error;

/// What can be different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "title_case")]
pub enum Field {
    /// The place of its file.
    Path,
    /// Its title.
    Title,
    /// Its level.
    Level,
    /// How far it can be relied on.
    Status,
    /// The techniques that it leads to.
    Techniques,
    /// The logs that it reads.
    LogSources,
    /// What it is, in words.
    Description,
    /// Its query, rule body or command.
    Query,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// What is different.
    pub field: Field,
    /// What it was; of lists, what is no longer in them; empty for words, which are not shown.
    pub old: Vec<String>,
    /// What it is; of lists, what was not in them.
    pub new: Vec<String>,
}

/// Compares a resource with what it was.
pub(super) fn compare(
    (old, before): (&Catalogue, &ComparedResource),
    (new, after): (&Catalogue, &ComparedResource),
) -> Result<Vec<Change>, Error> {
    let (was, is) = (&before.listed, &after.listed);
    let single = |text: &str| vec![text.to_owned()];
    let level = |listed: &ResourceSummary| listed.level.iter().map(ToString::to_string).collect();
    let techniques =
        |side: &ComparedResource| side.techniques.iter().map(ToString::to_string).collect();
    let logs = |listed: &ResourceSummary| listed.log_sources.iter().map(log).collect();
    let fields: [(Field, Vec<String>, Vec<String>); 6] = [
        (Field::Path, single(&was.place.path), single(&is.place.path)),
        (Field::Title, single(&was.title), single(&is.title)),
        (Field::Level, level(was), level(is)),
        (
            Field::Status,
            single(was.status.into()),
            single(is.status.into()),
        ),
        (Field::Techniques, techniques(before), techniques(after)),
        (Field::LogSources, logs(was), logs(is)),
    ];
    let mut changes: Vec<Change> = fields
        .iter()
        .filter_map(|(field, old, new)| list(*field, old, new))
        .collect();
    // A catalogue of facts only has no words to compare.
    if old.about().facts_only || new.about().facts_only {
        return Ok(changes);
    }
    let (said, says) = (old.texts(was)?, new.texts(is)?);
    let words = [
        (Field::Description, said.description != says.description),
        (Field::Query, said.query != says.query),
    ];
    changes.extend(
        words
            .into_iter()
            .filter(|&(_, differs)| differs)
            .map(|(field, _)| Change {
                field,
                old: Vec::new(),
                new: Vec::new(),
            }),
    );
    Ok(changes)
}

/// What of the lists is not in both; nothing where they hold the same.
fn list(field: Field, old: &[String], new: &[String]) -> Option<Change> {
    let without = |list: &[String], other: &[String]| -> Vec<String> {
        let only = list.iter().filter(|value| !other.contains(value));
        only.cloned().collect()
    };
    let change = Change {
        field,
        old: without(old, new),
        new: without(new, old),
    };
    let is_some = !change.old.is_empty() || !change.new.is_empty();
    is_some.then_some(change)
}

/// A log source in one line.
fn log(source: &LogSource) -> String {
    let parts: Vec<&str> = [
        &source.product,
        &source.category,
        &source.service,
        &source.component,
    ]
    .into_iter()
    .flatten()
    .map(String::as_str)
    .collect();
    parts.join("/")
}
