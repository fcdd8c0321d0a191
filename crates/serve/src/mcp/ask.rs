//! A call of a tool: its arguments taken apart, its question asked, its answer put together.

use std::sync::Arc;

use catalogue::{Catalogue, CatalogueSummary};
use model::Provenance;
use questions::{Answer, Question};
use serde_json::{Map, Value};

use super::Assistant;
use super::answer::{Composed, Rest, compose};
use super::detail::Detail;
use super::tools::{Items, Tool, WHO, more};
use crate::api::{Shape, bring, question, shapes_of};
use crate::pool::Found;
use crate::problem::{Kind, Problem, nearest};

/// How many items of a list come unless said.
const FEW: u32 = 20;
const MANY: u32 = 100;

/// What a call asks beside the arguments of its question.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) detail: Detail,
    pub(super) limit: u32,
    pub(super) cursor: Option<String>,
    /// From which letter on long texts are read.
    pub(super) offset: usize,
    attack: Option<String>,
    /// Only this source.
    source: Option<String>,
    /// Who a profile may be of.
    who: Vec<&'static str>,
}

impl Assistant {
    /// The answer of a tool, small enough for a conversation.
    pub(super) async fn ask(
        &self,
        tool: Tool,
        arguments: Map<String, Value>,
    ) -> Result<Value, Problem> {
        let mut arguments = arguments;
        let call = self.call(&tool, &mut arguments)?;
        self.renew().await;
        let known = self
            .0
            .questions
            .iter()
            .find(|known| known.definition.name == tool.question);
        let known = known.ok_or_else(|| Problem::failed("a tool asks no question"))?;
        let fetch = self.0.fetch.clone();
        let names: Vec<&'static str> = if call.who.is_empty() {
            vec![tool.question]
        } else {
            call.who.clone()
        };
        let generation = self.0.catalogues.current();
        let answered = generation.run(known.work, call.attack.clone(), move |catalogue| {
            let mut first = None;
            for name in names {
                let mut question = question(name, arguments.clone())?;
                bring(&mut question, fetch.as_ref())?;
                match answer(catalogue, &mut question, &tool, &call) {
                    Err(problem) if problem.status == 404 => first = first.or(Some(problem)),
                    answered => return answered,
                }
            }
            Err(first.unwrap_or_else(|| Problem::failed("nothing was asked")))
        });
        answered.await?
    }

    /// A catalogue that was replaced meanwhile answers from the next call on. A server looks after it by itself.
    async fn renew(&self) {
        if self.0.served {
            return;
        }
        let catalogues = Arc::clone(&self.0.catalogues);
        match tokio::task::spawn_blocking(move || catalogues.look()).await {
            Ok(Found::New(new)) => self.0.catalogues.put(new),
            Ok(Found::Damaged(error)) => {
                tracing::warn!(error = %error, "the new catalogue cannot be opened, the old one goes on: {error}");
            }
            Ok(Found::Same) | Err(_) => {}
        }
    }

    /// Takes the arguments of the conversation out of those of the question, and refuses what neither has.
    fn call(&self, tool: &Tool, arguments: &mut Map<String, Value>) -> Result<Call, Problem> {
        let shapes = shapes_of(&self.0.questions, tool.question);
        let more = more(tool);
        let known = |name: &String| shapes.contains_key(name) || more.contains_key(name);
        if let Some(name) = arguments.keys().find(|name| !known(name)) {
            let names = shapes.keys().chain(more.keys()).map(String::as_str);
            let shown: String = name.chars().take(60).collect();
            return Err(Problem::new(
                Kind::Argument,
                format!("`{}` has no argument `{shown}`", tool.name),
            )
            .near(nearest(name, names)));
        }
        // Assistants often write one value where a list is meant, and null where nothing is.
        arguments.retain(|_, value| !value.is_null());
        for (name, value) in arguments.iter_mut() {
            if shapes.get(name) == Some(&Shape::Texts) && !value.is_array() {
                *value = Value::Array(vec![value.take()]);
            }
        }
        let detail = word(arguments, "detail")?
            .map(|word| Detail::named(&word))
            .transpose()?
            .unwrap_or_default();
        let who = match word(arguments, "kind")
            .ok()
            .flatten()
            .filter(|_| tool.name == "threat_profile")
        {
            Some(kind) => {
                let known = WHO.iter().find(|who| **who == kind);
                vec![*known.ok_or_else(|| {
                    Problem::new(Kind::Argument, "`kind` is not one of a threat")
                        .near(WHO.map(str::to_owned))
                })?]
            }
            None if tool.name == "threat_profile" => WHO.to_vec(),
            None => Vec::new(),
        };
        let cursor = word(arguments, "cursor")?;
        Ok(Call {
            detail,
            limit: number(arguments, "limit")?.unwrap_or(FEW).clamp(1, MANY),
            cursor,
            offset: number(arguments, "offset")?.unwrap_or(0) as usize,
            attack: word(arguments, "attack")?,
            source: if tool.name == "sources" {
                word(arguments, "source")?
            } else {
                None
            },
            who,
        })
    }
}

/// Takes a text out of the arguments.
fn word(arguments: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Problem> {
    match arguments.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => {
            let text = text.clone();
            arguments.remove(name);
            Ok(Some(text))
        }
        Some(Value::Array(_)) if name == "kind" => Ok(None),
        Some(_) => Err(Problem::new(Kind::Argument, format!("`{name}` is a text"))),
    }
}

fn number(arguments: &mut Map<String, Value>, name: &str) -> Result<Option<u32>, Problem> {
    let Some(value) = arguments.remove(name) else {
        return Ok(None);
    };
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let number = number.and_then(|number| u32::try_from(number).ok());
    number
        .map(Some)
        .ok_or_else(|| Problem::new(Kind::Argument, format!("`{name}` is a whole number")))
}

fn answer(
    catalogue: &Catalogue,
    question: &mut Question,
    tool: &Tool,
    call: &Call,
) -> Result<Value, Problem> {
    let sources = provenance(catalogue)?;
    match tool.items {
        Items::Paged => paged(catalogue, question, call, &sources),
        Items::Whole(list) => {
            let (about, mut whole) = written(&question.ask(catalogue)?)?;
            let mut items = taken(&mut whole, list);
            if let Some(source) = &call.source {
                items.retain(|item| item["source"] == source.as_str());
                known_source(source, &items, &sources)?;
            }
            let start = cursor(call.cursor.as_deref())?;
            let total = items.len();
            let page: Vec<Value> = items
                .into_iter()
                .skip(start)
                .take(call.limit as usize)
                .collect();
            let rest = |kept: usize| Ok((start + kept < total).then(|| (start + kept).to_string()));
            compose(
                &Composed {
                    about,
                    head: whole,
                    items: page,
                    total: Some(total),
                    call,
                    sources: &sources,
                },
                &rest,
            )
        }
        Items::None => {
            let (about, whole) = written(&question.ask(catalogue)?)?;
            compose(
                &Composed {
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

/// A list that the question gives in pages: where fewer items fit than were asked for, it is asked for fewer, so that the
/// cursor is its own.
fn paged(
    catalogue: &Catalogue,
    question: &mut Question,
    call: &Call,
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
    let (about, mut whole) = written(&answer)?;
    let items = taken(&mut whole, "items");
    let total = answer.total().map(|total| total as usize);
    let of_size = std::cell::RefCell::new(&mut of_size);
    let count = items.len();
    let rest: &Rest<'_> = &|kept| {
        if kept == count {
            return Ok(next.clone());
        }
        let kept = u32::try_from(kept).unwrap_or(u32::MAX);
        Ok((of_size.borrow_mut())(kept)?.next().map(str::to_owned))
    };
    compose(
        &Composed {
            about,
            head: whole,
            items,
            total,
            call,
            sources,
        },
        rest,
    )
}

fn written(answer: &Answer) -> Result<(CatalogueSummary, Map<String, Value>), Problem> {
    let about = answer.catalogue().clone();
    match serde_json::to_value(answer) {
        Ok(Value::Object(whole)) => Ok((about, whole)),
        Ok(_) => Err(Problem::failed("an answer is no object")),
        Err(error) => Err(Problem::failed(&error.to_string())),
    }
}

/// Takes the list out of the answer.
fn taken(whole: &mut Map<String, Value>, list: &str) -> Vec<Value> {
    match whole.remove(list) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

fn cursor(text: Option<&str>) -> Result<usize, Problem> {
    let number = text.map_or(Ok(0), str::parse);
    number.map_err(|_| {
        Problem::new(
            Kind::Argument,
            "that is not a cursor: take the one of an answer",
        )
    })
}

/// Where each source comes from.
fn provenance(catalogue: &Catalogue) -> Result<Vec<Provenance>, Problem> {
    let arguments = questions::sources::Arguments::default();
    Ok(questions::sources::ask(catalogue, &arguments)?.provenance)
}

fn known_source(source: &str, items: &[Value], sources: &[Provenance]) -> Result<(), Problem> {
    if !items.is_empty() {
        return Ok(());
    }
    let names = sources.iter().map(|known| known.source.as_str());
    Err(Problem::new(
        Kind::UnknownName,
        "there is no such source in this catalogue",
    )
    .near(nearest(source, names)))
}
