//! Asking a question over REST and publishing its answer.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Response, Uri};
use axum::response::IntoResponse;
use http_body_util::BodyExt;
use publish::{Format, Options, Style};
use questions::threat::ThreatInput;
use questions::{Answer, Question};
use serde_json::{Map, Value, json};
use web::publish;

use super::ServedQuestion;
use super::arguments::{OutputOptions, from_body, from_query};
use crate::answer_cache::{RenderedAnswer, Uncacheable};
use crate::cache_warming::CachedRequest;
use crate::encoding::Encoding;
use crate::pool::Generation;
use crate::problem::{Problem, ProblemKind, nearest};
use crate::settings::Fetch;
use crate::state::ServerState;

/// The longest text of an argument. Unknown names are compared with all known ones, which takes as
/// long as they are.
const MAX_TEXT: usize = 2_000;

/// Where lines break in what is no terminal.
const WIDTH: usize = 80;

/// Asks with the arguments of the address.
pub(crate) async fn get(
    State(state): State<Arc<ServerState>>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let answered = async {
        let question = find(&state, &name)?;
        let (arguments, output) =
            from_query(&question.argument_types, uri.query().unwrap_or_default())?;
        let generation = state.catalogues.current();
        let request = (arguments, output);
        answer(
            &state,
            &generation,
            question,
            request,
            Encoding::accepted_by(&headers),
        )
        .await
    };
    respond(answered.await, &headers)
}

/// The answer of this catalogue, made if it is not cached.
pub(crate) async fn cached_answer(
    state: &Arc<ServerState>,
    generation: &Arc<Generation>,
    name: &str,
    request: (Map<String, Value>, OutputOptions),
    encoding: Encoding,
) -> Result<RenderedAnswer, Uncacheable> {
    answer(state, generation, find(state, name)?, request, encoding).await
}

async fn answer(
    state: &Arc<ServerState>,
    generation: &Arc<Generation>,
    question: &ServedQuestion,
    (arguments, output): (Map<String, Value>, OutputOptions),
    encoding: Encoding,
) -> Result<RenderedAnswer, Uncacheable> {
    let name = question.definition.name;
    let key = format!(
        "/api/v1/{name}?{}#{output:?}",
        Value::Object(arguments.clone())
    );
    let recipe = CachedRequest::Question {
        name,
        arguments: arguments.clone(),
        output: output.clone(),
    };
    let make = async {
        let made = make_answer(state, generation, question, (arguments, output)).await?;
        Ok(made.with_request(recipe))
    };
    state
        .answer_cache
        .get(generation.number, &key, encoding, make)
        .await
}

/// Asks with the arguments of a body. These answers are not cached.
pub(crate) async fn post(
    State(state): State<Arc<ServerState>>,
    Path(name): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let answered = async {
        let question = find(&state, &name)?;
        let (_, output) = from_query(&[].into(), parts.uri.query().unwrap_or_default())?;
        let arguments = from_body(
            &question.argument_types,
            &read_json_body(&parts.headers, body).await?,
        )?;
        let generation = state.catalogues.current();
        let plain = make_answer(&state, &generation, question, (arguments, output)).await?;
        Ok(plain.compressed_for(&parts.headers))
    };
    respond(answered.await, &parts.headers)
}

fn respond(answered: Result<RenderedAnswer, Uncacheable>, headers: &HeaderMap) -> Response<Body> {
    answered.map_or_else(IntoResponse::into_response, |answer| {
        answer.response(headers)
    })
}

fn find<'a>(state: &'a ServerState, name: &str) -> Result<&'a ServedQuestion, Problem> {
    let question = state
        .questions
        .iter()
        .find(|question| question.definition.name == name);
    question.ok_or_else(|| {
        let names = state
            .questions
            .iter()
            .map(|question| question.definition.name);
        Problem::new(ProblemKind::UnknownAddress, "there is no such question")
            .near(nearest(name, names))
    })
}

/// Browsers let a page of another site send any body but JSON without a preflight request: so only JSON is accepted.
async fn read_json_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let media = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(
            ProblemKind::Media,
            "send it as `Content-Type: application/json`",
        ));
    }
    match body.collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) => Err(Problem::new(
            ProblemKind::TooLarge,
            format!("the body cannot be read: {error}"),
        )),
    }
}

async fn make_answer(
    state: &Arc<ServerState>,
    generation: &Arc<Generation>,
    served: &ServedQuestion,
    (arguments, output): (Map<String, Value>, OutputOptions),
) -> Result<RenderedAnswer, Uncacheable> {
    let name = served.definition.name;
    let attachment = file_name(name, &arguments, output.format);
    let fetch = state.settings.fetch.clone();
    let mut question = read_question(name, arguments)?;
    let format = output.format;
    let options = Options {
        layout: output.layout,
        style: Style {
            width: WIDTH,
            rich: false,
        },
        rows: 0,
        score: output.score,
    };
    let rendered = generation.run(served.cost, output.attack, move |catalogue| {
        fetch_threats(&mut question, fetch.as_ref())?;
        let answer = if format.holds_whole_list() {
            question.ask_all(catalogue)?
        } else {
            question.ask(catalogue)?
        };
        render(&answer, format, &options)
    });
    let answer = rendered.await??;
    Ok(match attachment {
        Some(name) => answer.with_file_name(name),
        None => answer,
    })
}

/// The question with its arguments; layers of the Navigator are read as threats.
pub(crate) fn read_question(
    name: &str,
    mut arguments: Map<String, Value>,
) -> Result<Question, Problem> {
    if let Some((name, _)) = arguments.iter().find(|(_, value)| is_too_long(value)) {
        let why = format!("`{name}` is longer than {MAX_TEXT} bytes");
        return Err(Problem::new(ProblemKind::Argument, why));
    }
    if let Some(Value::Array(threats)) = arguments.get_mut("threat") {
        for threat in threats.iter_mut().filter(|threat| is_layer(threat)) {
            let read = imports::threat("layer.json", threat.to_string().as_bytes());
            let read =
                read.map_err(|error| Problem::new(ProblemKind::Argument, error.to_string()))?;
            *threat =
                serde_json::to_value(read).map_err(|error| Problem::failed(&error.to_string()))?;
        }
    }
    serde_json::from_value(json!({ name: arguments }))
        .map_err(|error| Problem::new(ProblemKind::Argument, error.to_string()))
}

/// Whether a text, or one of a list of texts, is too long. Threats and stacks that are sent whole have limits of their own.
fn is_too_long(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() > MAX_TEXT,
        Value::Array(all) => all
            .iter()
            .any(|item| item.as_str().is_some_and(|text| text.len() > MAX_TEXT)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

fn is_layer(value: &Value) -> bool {
    let named = |technique: &Value| technique.get("techniqueID").is_some();
    value.get("versions").is_some()
        || value["techniques"]
            .as_array()
            .is_some_and(|all| all.iter().any(named))
}

/// Fetches threats that are named by an address.
pub(crate) fn fetch_threats(question: &mut Question, fetch: Option<&Fetch>) -> Result<(), Problem> {
    for given in question.threats() {
        let ThreatInput::Name(name) = given else {
            continue;
        };
        if !name.starts_with("http://") && !name.starts_with("https://") {
            continue;
        }
        let Some(fetch) = fetch else {
            let why = "this server fetches nothing; send the layer itself, or start it with `--allow-fetch`";
            return Err(Problem::new(ProblemKind::Fetch, why));
        };
        let bytes = fetch(name).map_err(|why| Problem::new(ProblemKind::Fetch, why))?;
        let threat = imports::threat(name, &bytes)
            .map_err(|error| Problem::new(ProblemKind::Argument, error.to_string()))?;
        *given = ThreatInput::Threat(Box::new(threat));
    }
    Ok(())
}

fn render(answer: &Answer, format: Format, options: &Options) -> Result<RenderedAnswer, Problem> {
    let media = format.media_type();
    if format == Format::Json {
        // Programs need no line breaks.
        let text =
            serde_json::to_vec(answer).map_err(|error| Problem::failed(&error.to_string()))?;
        return Ok(RenderedAnswer::new(media, text));
    }
    Ok(RenderedAnswer::new(
        media,
        match publish(answer, format, options)? {
            publish::Output::Text(text) => text.into_bytes(),
            publish::Output::Bytes(bytes) => bytes,
        },
    ))
}

/// The name under which a browser saves what it cannot show: `align-apt29.xlsx`.
fn file_name(question: &str, arguments: &Map<String, Value>, format: Format) -> Option<String> {
    let ending = format.ending()?;
    let subject = ["id", "name", "threat", "source"]
        .iter()
        .find_map(|name| arguments.get(*name))
        .and_then(|value| value.as_str().or_else(|| value.get(0)?.as_str()))
        .unwrap_or_default();
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() || letter == '.' {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let slug: String = subject.chars().take(40).map(plain).collect();
    let of = slug.trim_matches(['-', '.']);
    Some(if of.is_empty() {
        format!("{question}.{ending}")
    } else {
        format!("{question}-{of}.{ending}")
    })
}
