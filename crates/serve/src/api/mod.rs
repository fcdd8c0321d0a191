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

pub(crate) use ask::{cached_answer, fetch_threats, get, post, read_question};
pub(crate) use browse::{browse, style};
pub(crate) use compass::{compass_csv, compass_json};
pub(crate) use describe::openapi;

use crate::pool::QueryCost;
pub(crate) use arguments::{ArgumentType, OutputOptions};

/// A question with what follows from its definition, computed once.
pub(crate) struct ServedQuestion {
    pub(crate) definition: &'static Definition,
    /// Its arguments by name.
    pub(crate) argument_types: BTreeMap<String, ArgumentType>,
    /// How long it takes.
    pub(crate) cost: QueryCost,
}

/// All questions.
pub(crate) fn served_questions() -> Vec<ServedQuestion> {
    DEFINITIONS.iter().map(ServedQuestion::new).collect()
}

impl ServedQuestion {
    fn new(definition: &'static Definition) -> Self {
        let argument_types = arguments::argument_types(&(definition.arguments)().to_value());
        // What weighs a threat or a stack goes through all resources.
        let weighs = argument_types.contains_key("stack") || argument_types.contains_key("threat");
        Self {
            definition,
            cost: if weighs {
                QueryCost::Long
            } else {
                QueryCost::Short
            },
            argument_types,
        }
    }
}

/// The arguments of a question by name.
pub(crate) fn argument_types_of<'a>(
    questions: &'a [ServedQuestion],
    name: &str,
) -> &'a BTreeMap<String, ArgumentType> {
    static NONE: BTreeMap<String, ArgumentType> = BTreeMap::new();
    questions
        .iter()
        .find(|question| question.definition.name == name)
        .map_or(&NONE, |question| &question.argument_types)
}
