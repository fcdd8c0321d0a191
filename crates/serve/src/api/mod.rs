//! Every question over REST: `/api/v1/<question>`, its description for programs, and the dataset of 2022.

mod arguments;
mod ask;
mod browse;
mod compass;
mod describe;
mod examples;
mod schemas;

use std::collections::BTreeMap;

use questions::{DEFINITIONS, Definition};

pub(crate) use ask::{bring, get, kept, post, question};
pub(crate) use browse::{browse, style};
pub(crate) use compass::{compass_csv, compass_json};
pub(crate) use describe::openapi;

use crate::pool::Work;
pub(crate) use arguments::{Form, Shape};

/// A question with what is worked out of its definition once.
pub(crate) struct Known {
    pub(crate) definition: &'static Definition,
    /// Its arguments by name.
    pub(crate) shapes: BTreeMap<String, Shape>,
    /// How long it takes.
    pub(crate) work: Work,
}

/// All questions.
pub(crate) fn known() -> Vec<Known> {
    DEFINITIONS.iter().map(Known::new).collect()
}

impl Known {
    fn new(definition: &'static Definition) -> Self {
        let shapes = arguments::shapes(&(definition.arguments)().to_value());
        // What weighs a threat or a stack goes through all resources.
        let weighs = shapes.contains_key("stack") || shapes.contains_key("threat");
        Self {
            definition,
            work: if weighs { Work::Long } else { Work::Short },
            shapes,
        }
    }
}

/// The arguments of a question by name.
pub(crate) fn shapes_of<'a>(questions: &'a [Known], name: &str) -> &'a BTreeMap<String, Shape> {
    static NONE: BTreeMap<String, Shape> = BTreeMap::new();
    questions
        .iter()
        .find(|known| known.definition.name == name)
        .map_or(&NONE, |known| &known.shapes)
}
