//! The tools. To add one: a row here.

use std::sync::Arc;

use questions::{Ask, question};
use rmcp::model::{ErrorData, JsonObject, Tool as ToolDescription, ToolAnnotations};
use serde_json::{Map, Value, json};

use super::{answer, compact_schema};
use crate::api::ServedQuestion;
use crate::problem::nearest;

/// Where the items of an answer are, and who pages through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemSource {
    /// The answer is a single object.
    None,
    /// A list that the question gives in pages.
    Paged,
    /// A list of this name that comes whole.
    Whole(&'static str),
}

/// A tool.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    title: &'static str,
    about: &'static str,
    /// The question that it asks.
    pub(crate) question: &'static str,
    pub(crate) items: ItemSource,
}

/// The questions that a profile may ask, by the kind of the threat.
pub(crate) const PROFILE_QUESTIONS: [&str; 3] = [
    question::Adversary::NAME,
    question::Software::NAME,
    question::Campaign::NAME,
];

/// All tools, in the order in which they are useful.
pub(crate) const TOOLS: [Tool; 10] = [
    Tool {
        name: "search",
        title: "Search",
        about: "Find techniques, detection rules, tests, controls and adversaries by any words, id, name or part of a query. Use it first when you do not know an id. \
                A resource's `key` can be given to `resource_text`.",
        question: question::Search::NAME,
        items: ItemSource::Paged,
    },
    Tool {
        name: "technique",
        title: "Technique",
        about: "One ATT&CK technique: description, tactics, how many controls, detections and tests exist (own and with sub-techniques), volumes with their terms by \
                source, validation potential, and how many groups, software and campaigns use it. For the rules and tests themselves ask `resources`.",
        question: question::Technique::NAME,
        items: ItemSource::None,
    },
    Tool {
        name: "resources",
        title: "Resources",
        about: "List detection rules, tests, controls or knowledge, filtered by technique, kind, source, platform, level, status or words. Each has its key, links and \
                mappings as written and as followed to the chosen release of ATT&CK.",
        question: question::Resources::NAME,
        items: ItemSource::Paged,
    },
    Tool {
        name: "resource_text",
        title: "Text of a resource",
        about: "One rule, test, control or other resource whole, by key, upstream id or UUID: description, query or commands, mappings, links, licence. Long texts come in \
                pieces: give `offset` to read on. An id that several resources share gives all of them.",
        question: question::Resource::NAME,
        items: ItemSource::Whole("resources"),
    },
    Tool {
        name: "threat_profile",
        title: "Profile of a threat",
        about: "A group, malware or tool, or campaign: who it is, aliases, base, victims, and the techniques that it uses, each with what exists and is proven against it, \
                the largest gap first.",
        question: question::Adversary::NAME,
        items: ItemSource::Whole("techniques"),
    },
    Tool {
        name: "align",
        title: "Align a threat with defences",
        about: "A threat (names, a Navigator layer, motives, sectors, victims) against a stack: per technique the controls, detections and tests that exist and run, the rung \
                of evidence that is reached (0 nothing, 1 mapped, 2 its log arrives, 3 a test is linked, 4 it fired on a sample, 5 it fired in your lab), and the gap.",
        question: question::Align::NAME,
        items: ItemSource::Paged,
    },
    Tool {
        name: "gaps",
        title: "Gaps",
        about: "What is missing for a threat, the largest gap first, with why (nothing exists, no test, log missing, not proven ...) and what would help.",
        question: question::Gaps::NAME,
        items: ItemSource::Paged,
    },
    Tool {
        name: "plan",
        title: "Plan",
        about: "The fewest rules, logs and tests that close most of the gap of a threat, step by step, with how much each step closes. Give `budget` for the number of steps.",
        question: question::Plan::NAME,
        items: ItemSource::Whole("steps"),
    },
    Tool {
        name: "drift",
        title: "Drift",
        about: "What upstream rules and tests should retag for the chosen release of ATT&CK: old id, new id, reason, file and line.",
        question: question::Drift::NAME,
        items: ItemSource::Paged,
    },
    Tool {
        name: "sources",
        title: "Sources",
        about: "The repositories that the catalogue was made from: kind, commit, date, licence, and how many resources and mappings each gave. `source` chooses one.",
        question: question::Sources::NAME,
        items: ItemSource::Whole("sources"),
    },
];

/// The tool of this name.
pub(crate) fn find(name: &str) -> Result<Tool, ErrorData> {
    TOOLS
        .iter()
        .find(|tool| tool.name == name)
        .copied()
        .ok_or_else(|| {
            let near = nearest(name, TOOLS.iter().map(|tool| tool.name));
            ErrorData::invalid_params("there is no such tool", Some(json!({ "near": near })))
        })
}

/// The tools as assistants see them.
pub(crate) fn list(questions: &[ServedQuestion]) -> Vec<ToolDescription> {
    TOOLS.iter().map(|tool| describe(tool, questions)).collect()
}

fn describe(tool: &Tool, questions: &[ServedQuestion]) -> ToolDescription {
    let description = ToolDescription::new(
        tool.name,
        tool.about,
        Arc::new(shorten_inputs(
            tool,
            compact_schema::arguments(&arguments(tool, questions)),
        )),
    );
    let harmless = ToolAnnotations::with_title(tool.title)
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    let mut description = description
        .with_title(tool.title)
        .with_raw_output_schema(Arc::new(compact_schema::answer(&answer::schema())));
    description.annotations = Some(harmless);
    description
}

/// Threats and stacks are described in `align`, and only named elsewhere: the same long description four times would waste
/// the context of an assistant.
fn shorten_inputs(tool: &Tool, mut schema: JsonObject) -> JsonObject {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let Some(properties) = properties.filter(|_| tool.name != "align") else {
        return schema;
    };
    for (name, kind, about) in [
        ("stack", "object", "What you own, as in `align`"),
        (
            "threat",
            "array",
            "Whom you face: names or ids, or threats as in `align`",
        ),
    ] {
        if let Some(property) = properties.get_mut(name) {
            *property = json!({ "type": kind, "description": about });
        }
    }
    schema
}

/// The arguments of the question, and those of the conversation.
pub(crate) fn arguments(tool: &Tool, questions: &[ServedQuestion]) -> JsonObject {
    let served = questions
        .iter()
        .find(|served| served.definition.name == tool.question);
    let schema = served.map(|served| (served.definition.arguments)().to_value());
    let Some(Value::Object(mut schema)) = schema else {
        return Map::new();
    };
    schema.retain(|key, _| !matches!(key.as_str(), "$schema" | "title" | "description"));
    schema.insert("additionalProperties".to_owned(), false.into());
    let conversation_arguments = conversation_arguments(tool);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for (name, property) in conversation_arguments {
            properties.insert(name, property);
        }
    }
    schema
}

/// Arguments that the question does not have, or has otherwise.
pub(crate) fn conversation_arguments(tool: &Tool) -> Map<String, Value> {
    let mut conversation_arguments = Map::new();
    conversation_arguments.insert(
        "detail".to_owned(),
        json!({
            "type": "string", "enum": ["brief", "normal", "full"], "default": "normal",
            "description": "How much of each item",
        }),
    );
    conversation_arguments.insert(
        "attack".to_owned(),
        json!({
            "type": "string",
            "description": "The release of ATT&CK to look by: 18.1",
        }),
    );
    if tool.items != ItemSource::None {
        conversation_arguments.insert("limit".to_owned(), json!({ "type": "integer", "minimum": 1, "maximum": 100, "description": "How many items at most" }));
        conversation_arguments.insert(
            "cursor".to_owned(),
            json!({ "type": "string", "description": "The `cursor` of the page before" }),
        );
    }
    match tool.name {
        "resource_text" => {
            conversation_arguments.insert("offset".to_owned(), json!({ "type": "integer", "minimum": 0, "description": "From which letter on long texts are read" }));
        }
        "threat_profile" => {
            conversation_arguments.insert("kind".to_owned(), json!({ "type": "string", "enum": PROFILE_QUESTIONS, "description": "What it is. Default: the first of these that has the name" }));
        }
        "sources" => {
            conversation_arguments.insert(
                "source".to_owned(),
                json!({ "type": "string", "description": "Only this source" }),
            );
        }
        _ => {}
    }
    conversation_arguments
}
