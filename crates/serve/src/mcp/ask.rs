//! A call of a tool: splits its arguments, asks the question, composes the answer.

use std::sync::Arc;

use catalogue::{Catalogue, CatalogueSummary};
use model::Provenance;
use questions::{Answer, Question};
use serde_json::{Map, Value};

use super::Assistant;
use super::answer::{AnswerParts, NextCursor, compose};
use super::detail::Detail;
use super::tools::{ItemSource, PROFILE_QUESTIONS, Tool, conversation_arguments};
use crate::api::{ArgumentType, argument_types_of, fetch_threats, read_question};
use crate::pool::FileChange;
use crate::problem::{Problem, ProblemKind, nearest};

/// The number of items of a list. Default of `limit`.
const DEFAULT_LIMIT: u32 = 20;
const MAX_LIMIT: u32 = 100;

/// The options of a call besides the arguments of its question.
#[derive(Clone, Debug)]
pub(super) struct CallOptions {
    pub(super) detail: Detail,
    pub(super) limit: u32,
    pub(super) cursor: Option<String>,
    /// From which letter on long texts are read.
    pub(super) offset: usize,
    attack: Option<String>,
    /// Only this source.
    source: Option<String>,
    /// The questions that a profile may ask.
    profile_questions: Vec<&'static str>,
}

impl Assistant {
    /// The answer of a tool, small enough for a conversation.
    pub(super) async fn ask(
        &self,
        tool: Tool,
        arguments: Map<String, Value>,
    ) -> Result<Value, Problem> {
        let mut arguments = arguments;
        let call = self.take_options(&tool, &mut arguments)?;
        self.reload_catalogue().await;
        let served = self
            .0
            .questions
            .iter()
            .find(|served| served.definition.name == tool.question)
            .ok_or_else(|| Problem::failed("a tool asks no question"))?;
        let fetch = self.0.fetch.clone();
        let names: Vec<&'static str> = if call.profile_questions.is_empty() {
            vec![tool.question]
        } else {
            call.profile_questions.clone()
        };
        let generation = self.0.catalogues.current();
        let answered = generation.run(served.cost, call.attack.clone(), move |catalogue| {
            let mut first = None;
            for name in names {
                let mut question = read_question(name, arguments.clone())?;
                fetch_threats(&mut question, fetch.as_ref())?;
                match answer(catalogue, &mut question, &tool, &call) {
                    Err(problem) if problem.status == 404 => first = first.or(Some(problem)),
                    answered => return answered,
                }
            }
            Err(first.unwrap_or_else(|| Problem::failed("nothing was asked")))
        });
        answered.await?
    }

    /// A catalogue that was replaced meanwhile answers from the next call on. A server watches the file itself.
    async fn reload_catalogue(&self) {
        if self.0.watched {
            return;
        }
        let catalogues = Arc::clone(&self.0.catalogues);
        match tokio::task::spawn_blocking(move || catalogues.check_file()).await {
            Ok(FileChange::Replaced(new)) => self.0.catalogues.replace(new),
            Ok(FileChange::Damaged(error)) => {
                tracing::warn!(error = %error, "the new catalogue cannot be opened, the old one goes on: {error}");
            }
            Ok(FileChange::Unchanged) | Err(_) => {}
        }
    }

    /// Takes the arguments of the conversation out of those of the question, and refuses what neither has.
    fn take_options(
        &self,
        tool: &Tool,
        arguments: &mut Map<String, Value>,
    ) -> Result<CallOptions, Problem> {
        self.check_arguments(tool, arguments)?;
        let detail = take_text(arguments, "detail")?
            .map(|text| Detail::parse(&text))
            .transpose()?
            .unwrap_or_default();
        let profile_questions = take_profile_questions(tool, arguments)?;
        let cursor = take_text(arguments, "cursor")?;
        Ok(CallOptions {
            detail,
            limit: take_number(arguments, "limit")?
                .unwrap_or(DEFAULT_LIMIT)
                .clamp(1, MAX_LIMIT),
            cursor,
            offset: take_number(arguments, "offset")?.unwrap_or(0) as usize,
            attack: take_text(arguments, "attack")?,
            source: if tool.name == "sources" {
                take_text(arguments, "source")?
            } else {
                None
            },
            profile_questions,
        })
    }

    /// Refuses unknown arguments, and writes the others as their types ask.
    fn check_arguments(
        &self,
        tool: &Tool,
        arguments: &mut Map<String, Value>,
    ) -> Result<(), Problem> {
        let argument_types = argument_types_of(&self.0.questions, tool.question);
        let conversation_arguments = conversation_arguments(tool);
        let known = |name: &String| {
            argument_types.contains_key(name) || conversation_arguments.contains_key(name)
        };
        if let Some(name) = arguments.keys().find(|name| !known(name)) {
            let names = argument_types
                .keys()
                .chain(conversation_arguments.keys())
                .map(String::as_str);
            let shown: String = name.chars().take(60).collect();
            return Err(Problem::new(
                ProblemKind::Argument,
                format!("`{}` has no argument `{shown}`", tool.name),
            )
            .near(nearest(name, names)));
        }
        // Assistants often write one value where a list is meant, and null where nothing is.
        arguments.retain(|_, value| !value.is_null());
        for (name, value) in arguments.iter_mut() {
            if argument_types.get(name) == Some(&ArgumentType::Texts) && !value.is_array() {
                *value = Value::Array(vec![value.take()]);
            }
        }
        Ok(())
    }
}

/// The questions that a profile asks: the one of the given kind, else all, until one knows the name.
fn take_profile_questions(
    tool: &Tool,
    arguments: &mut Map<String, Value>,
) -> Result<Vec<&'static str>, Problem> {
    // Where `kind` is an argument of the question, it is a list by now, which stays.
    let kind = take_text(arguments, "kind").ok().flatten();
    match kind.filter(|_| tool.name == "threat_profile") {
        Some(kind) => {
            let known = PROFILE_QUESTIONS.iter().find(|known| **known == kind);
            let question = known.ok_or_else(|| {
                Problem::new(ProblemKind::Argument, "`kind` is not one of a threat")
                    .near(PROFILE_QUESTIONS.map(str::to_owned))
            })?;
            Ok(vec![question])
        }
        None if tool.name == "threat_profile" => Ok(PROFILE_QUESTIONS.to_vec()),
        None => Ok(Vec::new()),
    }
}

/// Takes a text out of the arguments.
fn take_text(arguments: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Problem> {
    match arguments.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => {
            let text = text.clone();
            arguments.remove(name);
            Ok(Some(text))
        }
        Some(Value::Array(_)) if name == "kind" => Ok(None),
        Some(_) => Err(Problem::new(
            ProblemKind::Argument,
            format!("`{name}` is a text"),
        )),
    }
}

fn take_number(arguments: &mut Map<String, Value>, name: &str) -> Result<Option<u32>, Problem> {
    let Some(value) = arguments.remove(name) else {
        return Ok(None);
    };
    let parsed = value
        .as_u64()
        .or_else(|| value.as_str()?.parse().ok())
        .and_then(|value| u32::try_from(value).ok());
    parsed
        .map(Some)
        .ok_or_else(|| Problem::new(ProblemKind::Argument, format!("`{name}` is a whole number")))
}

fn answer(
    catalogue: &Catalogue,
    question: &mut Question,
    tool: &Tool,
    call: &CallOptions,
) -> Result<Value, Problem> {
    let sources = provenance(catalogue)?;
    match tool.items {
        ItemSource::Paged => answer_page(catalogue, question, call, &sources),
        ItemSource::Whole(list) => answer_list(catalogue, question, list, (call, &sources)),
        ItemSource::None => {
            let (about, whole) = to_fields(&question.ask(catalogue)?)?;
            compose(
                &AnswerParts {
                    about,
                    head: whole,
                    items: Vec::new(),
                    total: None,
                    call,
                    sources: &sources,
                },
                &|_| Ok(None),
            )
        }
    }
}

/// A list that comes whole, and is paged here.
fn answer_list(
    catalogue: &Catalogue,
    question: &mut Question,
    list: &str,
    (call, sources): (&CallOptions, &[Provenance]),
) -> Result<Value, Problem> {
    let (about, mut whole) = to_fields(&question.ask(catalogue)?)?;
    let mut items = take_list(&mut whole, list);
    if let Some(source) = &call.source {
        items.retain(|item| item["source"] == source.as_str());
        check_source(source, &items, sources)?;
    }
    let start = cursor(call.cursor.as_deref())?;
    let total = items.len();
    let page: Vec<Value> = items
        .into_iter()
        .skip(start)
        .take(call.limit as usize)
        .collect();
    let next_cursor = |kept: usize| Ok((start + kept < total).then(|| (start + kept).to_string()));
    compose(
        &AnswerParts {
            about,
            head: whole,
            items: page,
            total: Some(total),
            call,
            sources,
        },
        &next_cursor,
    )
}

/// A list that the question gives in pages: where fewer items fit than were asked for, it is asked for fewer, so that the
/// cursor is its own.
fn answer_page(
    catalogue: &Catalogue,
    question: &mut Question,
    call: &CallOptions,
    sources: &[Provenance],
) -> Result<Value, Problem> {
    let mut of_size = |limit: u32| {
        if let Some(request) = question.page_request() {
            request.limit = Some(limit);
            request.cursor.clone_from(&call.cursor);
        }
        question.ask(catalogue).map_err(Problem::from)
    };
    let answer = of_size(call.limit)?;
    let next = answer.next().map(str::to_owned);
    let (about, mut whole) = to_fields(&answer)?;
    let items = take_list(&mut whole, "items");
    let total = answer.total().map(|total| total as usize);
    let of_size = std::cell::RefCell::new(&mut of_size);
    let count = items.len();
    let next_cursor: &NextCursor<'_> = &|kept| {
        if kept == count {
            return Ok(next.clone());
        }
        let kept = u32::try_from(kept).unwrap_or(u32::MAX);
        Ok((of_size.borrow_mut())(kept)?.next().map(str::to_owned))
    };
    compose(
        &AnswerParts {
            about,
            head: whole,
            items,
            total,
            call,
            sources,
        },
        next_cursor,
    )
}

fn to_fields(answer: &Answer) -> Result<(CatalogueSummary, Map<String, Value>), Problem> {
    let about = answer.catalogue().clone();
    match serde_json::to_value(answer) {
        Ok(Value::Object(whole)) => Ok((about, whole)),
        Ok(_) => Err(Problem::failed("an answer is no object")),
        Err(error) => Err(Problem::failed(&error.to_string())),
    }
}

/// Takes the list out of the answer.
fn take_list(whole: &mut Map<String, Value>, list: &str) -> Vec<Value> {
    match whole.remove(list) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

fn cursor(text: Option<&str>) -> Result<usize, Problem> {
    let parsed = text.map_or(Ok(0), str::parse);
    parsed.map_err(|_| {
        Problem::new(
            ProblemKind::Argument,
            "that is not a cursor: take the one of an answer",
        )
    })
}

/// Where each source comes from.
fn provenance(catalogue: &Catalogue) -> Result<Vec<Provenance>, Problem> {
    let arguments = questions::sources::Arguments::default();
    Ok(questions::sources::ask(catalogue, &arguments)?.provenance)
}

fn check_source(source: &str, items: &[Value], sources: &[Provenance]) -> Result<(), Problem> {
    if !items.is_empty() {
        return Ok(());
    }
    let names = sources.iter().map(|known| known.source.as_str());
    Err(Problem::new(
        ProblemKind::UnknownName,
        "there is no such source in this catalogue",
    )
    .near(nearest(source, names)))
}
