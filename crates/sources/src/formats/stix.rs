//! STIX 2.0 and 2.1 as ATT&CK publishes it: a bundle of thousands of objects, or bundles of one object each.
//!
//! Texts are borrowed from the file where they need no unescaping, and one odd object does not spoil its bundle.

mod object;
mod related;

use documents::json;
use documents::text::offset_of;
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
struct ObjectType<'tree> {
    #[serde(rename = "type", borrow)]
    kind: Text<'tree>,
}

enum BundleObject<'tree> {
    Object(Box<Object<'tree>>),
    Relationship(Relationship<'tree>),
}

/// The objects of the file.
pub(crate) fn read<'tree>(file: &File<'tree>) -> Result<Bundle<'tree>, Problem> {
    let text = file.text()?;
    let raw: RawBundle<'_> = json::parse(text).map_err(|error| problem(file, 1, &error))?;
    let mut bundle = Bundle::default();
    let mut bad = Vec::new();
    for (object, any) in raw
        .objects
        .par_iter()
        .map(|raw| (raw.get(), any(raw.get())))
        .collect::<Vec<_>>()
    {
        match any {
            Ok(BundleObject::Object(object)) => bundle.objects.push(*object),
            Ok(BundleObject::Relationship(relationship)) => bundle.relationships.push(relationship),
            Err(error) => bad.push((object, error)),
        }
    }
    bundle.problems = problems(file, text, bad);
    Ok(bundle)
}

fn any(object: &str) -> Result<BundleObject<'_>, documents::Error> {
    let head: ObjectType<'_> = json::parse(object)?;
    if &*head.kind == "relationship" {
        json::parse(object).map(BundleObject::Relationship)
    } else {
        json::parse(object).map(|object| BundleObject::Object(Box::new(object)))
    }
}

fn problems(file: &File<'_>, text: &str, bad: Vec<(&str, documents::Error)>) -> Vec<Problem> {
    let more = bad.len().saturating_sub(REPORTED);
    let mut problems = Vec::new();
    let (mut at, mut lines) = (0, 1);
    for (object, error) in bad.into_iter().take(REPORTED) {
        // Lines are counted on from the last one: bundles are the largest files of all.
        let offset = offset_of(object, text).unwrap_or(at);
        lines += text
            .get(at..offset)
            .unwrap_or_default()
            .matches('\n')
            .count() as u64;
        at = offset;
        problems.push(problem(file, lines, &error));
    }
    if more > 0 {
        let what = format!("{more} more objects are not the STIX expected here");
        problems.push(file.problem(None, what));
    }
    problems
}

/// The error counts its lines from the one at which its text stands in the file.
fn problem(file: &File<'_>, first: u64, error: &documents::Error) -> Problem {
    let line = first + error.line.unwrap_or(1).saturating_sub(1);
    let what = format!("is not the STIX expected here: {}", error.what);
    file.problem(u32::try_from(line).ok(), what)
}
