//! STIX 2.0 and 2.1 as ATT&CK publishes it: a bundle of thousands of objects, or bundles of one object each.
//!
//! Texts are borrowed from the file where they need no unescaping, and one odd object does not spoil its bundle.

mod object;
mod related;

use model::Problem;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::File;
use object::Text;
pub(crate) use object::{ExternalReference, LogSource, Object, Relationship};
pub(crate) use related::objects;

/// So many objects of one file are reported one by one; of the others, the number alone.
const REPORTED: usize = 20;

/// What one file holds, in its order.
#[derive(Debug, Default)]
pub(crate) struct Bundle<'tree> {
    pub(crate) objects: Vec<Object<'tree>>,
    pub(crate) relationships: Vec<Relationship<'tree>>,
    /// Objects that could not be read.
    pub(crate) problems: Vec<Problem>,
}

impl From<Problem> for Bundle<'_> {
    /// A file of which nothing could be read.
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            ..Self::default()
        }
    }
}

#[derive(Deserialize)]
struct RawBundle<'tree> {
    #[serde(borrow)]
    objects: Vec<&'tree RawValue>,
}

#[derive(Deserialize)]
struct Head<'tree> {
    #[serde(rename = "type", borrow)]
    kind: Text<'tree>,
}

enum Any<'tree> {
    Object(Box<Object<'tree>>),
    Relationship(Relationship<'tree>),
}

/// The objects of the file.
pub(crate) fn read<'tree>(file: &File<'tree>) -> Result<Bundle<'tree>, Problem> {
    let text = file.text()?;
    let raw: RawBundle<'_> = serde_json::from_str(text)
        .map_err(|error| file.problem(line(&error, 1), not_stix(&error)))?;
    let mut bundle = Bundle::default();
    let mut bad = Vec::new();
    for (raw, any) in raw
        .objects
        .par_iter()
        .map(|raw| (*raw, any(raw)))
        .collect::<Vec<_>>()
    {
        match any {
            Ok(Any::Object(object)) => bundle.objects.push(*object),
            Ok(Any::Relationship(relationship)) => bundle.relationships.push(relationship),
            Err(error) => bad.push((raw, error)),
        }
    }
    bundle.problems = problems(file, text, &bad);
    Ok(bundle)
}

fn any(raw: &RawValue) -> Result<Any<'_>, serde_json::Error> {
    let head: Head<'_> = serde_json::from_str(raw.get())?;
    if &*head.kind == "relationship" {
        serde_json::from_str(raw.get()).map(Any::Relationship)
    } else {
        serde_json::from_str(raw.get()).map(|object| Any::Object(Box::new(object)))
    }
}

fn problems(file: &File<'_>, text: &str, bad: &[(&RawValue, serde_json::Error)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (mut at, mut lines) = (0, 1);
    for (raw, error) in bad.iter().take(REPORTED) {
        // The raw value is a part of the text, so the distance of both is the offset in it.
        let offset = raw.get().as_ptr().addr() - text.as_ptr().addr();
        lines += text
            .get(at..offset)
            .unwrap_or_default()
            .matches('\n')
            .count();
        at = offset;
        problems.push(file.problem(line(error, lines), not_stix(error)));
    }
    if let Some(more) = bad.len().checked_sub(REPORTED).filter(|&more| more > 0) {
        let what = format!("{more} more objects are not the STIX expected here");
        problems.push(file.problem(None, what));
    }
    problems
}

fn line(error: &serde_json::Error, first: usize) -> Option<u32> {
    u32::try_from(first + error.line().saturating_sub(1)).ok()
}

fn not_stix(error: &serde_json::Error) -> String {
    let what = error.to_string();
    let what = what
        .rsplit_once(" at line ")
        .map_or(&*what, |(what, _)| what);
    format!("is not the STIX expected here: {what}")
}
