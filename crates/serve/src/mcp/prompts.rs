//! Prompts: what people ask most, with the tools that answer it. To add one: a row here.

use rmcp::model::{
    ErrorData, GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role,
};
use serde_json::{Value, json};

use crate::problem::nearest;

/// The most bytes of an argument: names and lists of names.
const MAX_ARGUMENT: usize = 2_000;

/// A prompt.
struct PromptTemplate {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    /// (name, whether it is needed, what it is).
    arguments: &'static [(&'static str, bool, &'static str)],
    /// The text for the assistant, with the arguments in place of `{name}`.
    text: &'static str,
}

const THREAT: (&str, bool, &str) = (
    "threat",
    true,
    "Whom you face: a group, software or campaign by name or id",
);
const STACK: (&str, bool, &str) = (
    "stack",
    false,
    "What you own, in your words: platforms, products, log sources, rule sets",
);

const PROMPTS: [PromptTemplate; 4] = [
    PromptTemplate {
        name: "adversary_brief",
        title: "Brief on an adversary",
        about: "Who an adversary is, what it uses, and how that can be met",
        arguments: &[(
            "adversary",
            true,
            "A group, software or campaign by name or id",
        )],
        text: "Write a brief on {adversary} for a defender, one page at most. Ask `threat_profile` with `name` {adversary}; where the name is unknown, \
               take the nearest that the error names, and say so. Say who it is and whom it attacks, the techniques that matter most with why, what \
               exists against them (controls, detections, tests), and what is missing. For the three largest gaps ask `resources` with the technique \
               and `kind` detection and test, and name the best two of each. Cite the provenance of all that you name.",
    },
    PromptTemplate {
        name: "gaps_of_my_stack",
        title: "Gaps of my stack",
        about: "What is missing against a threat, with what would help",
        arguments: &[THREAT, STACK],
        text: "Where are our gaps against {threat}? Our stack: {stack}. Turn it into the `stack` of the tools: `platforms` by ATT&CK's names, \
               `log_sources` such as windows/process_creation, `sources` by their ids (ask `sources`); say which words you could not turn into any. Ask \
               `gaps` with `threat` and `stack`. List the ten largest gaps: technique, why it is one, what would help, and the rung that is reached. \
               Never call a technique covered because rules exist: say the rung. Cite provenance.",
    },
    PromptTemplate {
        name: "test_next",
        title: "What to test next",
        about: "Which tests to run next against a threat, and which rules should fire",
        arguments: &[THREAT, STACK],
        text: "Which tests should we run next to validate our detections against {threat}? Our stack: {stack}. Ask `align` with `threat`, and `stack` where \
               it can be said by platforms, log sources and sources. Of the techniques with detections, take those with the largest gap whose rung is below 4. For \
               the first five ask `resources` with the technique and `kind` test, then `resource_text` for the one that fits best. For each say what to run, \
               what it needs, which rules should fire, and what its passing would prove. Tests are for systems that you own: run none yourself. Cite provenance.",
    },
    PromptTemplate {
        name: "technique_review",
        title: "Review of a technique",
        about: "What exists for a technique, and what to do about it",
        arguments: &[
            ("technique", true, "A technique by id or name: T1021.002"),
            STACK,
        ],
        text: "Review {technique} for us. Our stack: {stack}. Ask `technique`, then `resources` with the technique for `kind` detection, test and control, each \
               with `detail` brief. Say what it is in two sentences, who uses it, which three rules fit our stack best and what they miss, which tests \
               would prove them, which controls stand behind it, and what to do first. Cite provenance.",
    },
];

/// All prompts.
pub(super) fn list() -> Vec<Prompt> {
    let argument = |(name, needed, about): &(&str, bool, &str)| {
        PromptArgument::new(*name)
            .with_description(*about)
            .with_required(*needed)
    };
    let prompt = |template: &PromptTemplate| {
        let arguments = template.arguments.iter().map(argument).collect();
        Prompt::new(template.name, Some(template.about), Some(arguments)).with_title(template.title)
    };
    PROMPTS.iter().map(prompt).collect()
}

/// A prompt with its arguments filled in.
pub(super) fn get(name: &str, given: &JsonObject) -> Result<GetPromptResult, ErrorData> {
    let found = PROMPTS.iter().find(|template| template.name == name);
    let template = found.ok_or_else(|| {
        let near = nearest(name, PROMPTS.iter().map(|template| template.name));
        ErrorData::invalid_params("there is no such prompt", Some(json!({ "near": near })))
    })?;
    let known = |name: &String| template.arguments.iter().any(|(known, ..)| known == name);
    if given.keys().any(|name| !known(name)) {
        return Err(invalid(template, "has no such argument"));
    }
    // One pass, so that what is given is not looked through for names again.
    let mut text = String::new();
    let mut rest = template.text;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        text += before;
        text += &argument_text(template, name, given)?;
        rest = after;
    }
    text += rest;
    let message = PromptMessage::new_text(Role::User, text);
    Ok(GetPromptResult::new(vec![message]).with_description(template.about))
}

fn argument_text(
    template: &PromptTemplate,
    name: &str,
    given: &JsonObject,
) -> Result<String, ErrorData> {
    let needed = template
        .arguments
        .iter()
        .any(|(known, needed, _)| *known == name && *needed);
    match given.get(name).map(|value| value.as_str().map(str::trim)) {
        Some(Some(text)) if text.len() > MAX_ARGUMENT => {
            Err(invalid(template, "takes names, not whole texts"))
        }
        Some(Some(text)) if !text.is_empty() => Ok(Value::from(text).to_string()),
        Some(None) => Err(invalid(template, "takes texts alone")),
        None | Some(Some(_)) if needed => Err(invalid(template, "lacks what it is about")),
        None | Some(Some(_)) => Ok("not said; take all platforms and sources".to_owned()),
    }
}

fn invalid(template: &PromptTemplate, why: &str) -> ErrorData {
    let known: Vec<&str> = template.arguments.iter().map(|(name, ..)| *name).collect();
    ErrorData::invalid_params(
        format!("`{}` {why}", template.name),
        Some(json!({ "arguments": known })),
    )
}
