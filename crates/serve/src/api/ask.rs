//! Asking a question over REST and publishing its answer.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Response, Uri};
use axum::response::IntoResponse;
use http_body_util::BodyExt;
use publish::{Format, Options, Style};
use questions::threat::GivenThreat;
use questions::{Answer, Question};
use serde_json::{Map, Value, json};
use web::publish;

use super::Known;
use super::arguments::{Form, from_body, from_query};
use crate::encoding::Encoding;
use crate::finished::{Finished, Unkept};
use crate::pool::Generation;
use crate::problem::{Kind, Problem, nearest};
use crate::settings::Fetch;
use crate::state::Shared;
use crate::warm::Recipe;

/// The longest text that an argument may be. Names that nobody has are compared with all that are known, which takes as
/// long as they are.
const LONGEST: usize = 2_000;

/// Where lines break in what is no terminal.
const WIDTH: usize = 80;

/// Asks with the arguments of the address.
pub(crate) async fn get(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let answered = async {
        let known = find(&state, &name)?;
        let (arguments, form) = from_query(&known.shapes, uri.query().unwrap_or_default())?;
        let generation = state.catalogues.current();
        let asked = (arguments, form);
        answer(
            &state,
            &generation,
            known,
            asked,
            Encoding::wanted(&headers),
        )
        .await
    };
    respond(answered.await, &headers)
}

/// The answer of this catalogue, made where it is not at hand.
pub(crate) async fn kept(
    state: &Arc<Shared>,
    generation: &Arc<Generation>,
    name: &str,
    asked: (Map<String, Value>, Form),
    encoding: Encoding,
) -> Result<Finished, Unkept> {
    answer(state, generation, find(state, name)?, asked, encoding).await
}

async fn answer(
    state: &Arc<Shared>,
    generation: &Arc<Generation>,
    known: &Known,
    (arguments, form): (Map<String, Value>, Form),
    encoding: Encoding,
) -> Result<Finished, Unkept> {
    let name = known.definition.name;
    let asked = format!(
        "/api/v1/{name}?{}#{form:?}",
        Value::Object(arguments.clone())
    );
    let recipe = Recipe::Question {
        name,
        arguments: arguments.clone(),
        form: form.clone(),
    };
    let make = async {
        let made = make(state, generation, known, (arguments, form)).await?;
        Ok(made.made_from(recipe))
    };
    state
        .kept
        .get(generation.number, &asked, encoding, make)
        .await
}

/// Asks with the arguments of a body. What others send is kept for nobody.
pub(crate) async fn post(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let answered = async {
        let known = find(&state, &name)?;
        let (_, form) = from_query(&[].into(), parts.uri.query().unwrap_or_default())?;
        let arguments = from_body(&known.shapes, &whole_body(&parts.headers, body).await?)?;
        let generation = state.catalogues.current();
        let plain = make(&state, &generation, known, (arguments, form)).await?;
        Ok(plain.packed_for(&parts.headers))
    };
    respond(answered.await, &parts.headers)
}

fn respond(answered: Result<Finished, Unkept>, headers: &HeaderMap) -> Response<Body> {
    answered.map_or_else(IntoResponse::into_response, |finished| {
        finished.response(headers)
    })
}

fn find<'a>(state: &'a Shared, name: &str) -> Result<&'a Known, Problem> {
    let known = state
        .questions
        .iter()
        .find(|known| known.definition.name == name);
    known.ok_or_else(|| {
        let names = state.questions.iter().map(|known| known.definition.name);
        Problem::new(Kind::NoSuchPlace, "there is no such question").near(nearest(name, names))
    })
}

/// A page of another site can send any body but JSON without being asked for leave first: so nothing else is taken.
async fn whole_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let media = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(
            Kind::Media,
            "send it as `Content-Type: application/json`",
        ));
    }
    match body.collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) => Err(Problem::new(
            Kind::TooLarge,
            format!("the body cannot be read: {error}"),
        )),
    }
}

async fn make(
    state: &Arc<Shared>,
    generation: &Arc<Generation>,
    known: &Known,
    (arguments, form): (Map<String, Value>, Form),
) -> Result<Finished, Unkept> {
    let name = known.definition.name;
    let saved_as = file_name(name, &arguments, form.format);
    let fetch = state.settings.fetch.clone();
    let mut question = question(name, arguments)?;
    let options = Options {
        format: form.format,
        layout: form.layout,
        style: Style {
            width: WIDTH,
            rich: false,
        },
        rows: 0,
        score: form.score,
    };
    let finished = generation.run(known.work, form.attack, move |catalogue| {
        bring(&mut question, fetch.as_ref())?;
        let answer = if options.format.holds_all() {
            question.ask_all(catalogue)?
        } else {
            question.ask(catalogue)?
        };
        published(&answer, &options)
    });
    let finished = finished.await??;
    Ok(match saved_as {
        Some(name) => finished.saved_as(name),
        None => finished,
    })
}

/// The question with its arguments; layers of the Navigator are read as threats.
pub(crate) fn question(name: &str, mut arguments: Map<String, Value>) -> Result<Question, Problem> {
    if let Some((name, _)) = arguments.iter().find(|(_, value)| is_too_long(value)) {
        let why = format!("`{name}` is longer than {LONGEST} bytes");
        return Err(Problem::new(Kind::Argument, why));
    }
    if let Some(Value::Array(threats)) = arguments.get_mut("threat") {
        for threat in threats.iter_mut().filter(|threat| is_layer(threat)) {
            let read = imports::threat("layer.json", threat.to_string().as_bytes());
            let read = read.map_err(|error| Problem::new(Kind::Argument, error.to_string()))?;
            *threat =
                serde_json::to_value(read).map_err(|error| Problem::failed(&error.to_string()))?;
        }
    }
    serde_json::from_value(json!({ name: arguments }))
        .map_err(|error| Problem::new(Kind::Argument, error.to_string()))
}

/// Whether a text, or one of a list of texts, is too long. Threats and stacks that are sent whole have limits of their own.
fn is_too_long(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() > LONGEST,
        Value::Array(all) => all
            .iter()
            .any(|one| one.as_str().is_some_and(|text| text.len() > LONGEST)),
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

/// Fetches what is named by an address.
pub(crate) fn bring(question: &mut Question, fetch: Option<&Fetch>) -> Result<(), Problem> {
    for given in question.threats() {
        let GivenThreat::Name(name) = given else {
            continue;
        };
        if !name.starts_with("http://") && !name.starts_with("https://") {
            continue;
        }
        let Some(fetch) = fetch else {
            let why = "this server fetches nothing; send the layer itself, or start it with `--allow-fetch`";
            return Err(Problem::new(Kind::Fetch, why));
        };
        let bytes = fetch(name).map_err(|why| Problem::new(Kind::Fetch, why))?;
        let threat = imports::threat(name, &bytes)
            .map_err(|error| Problem::new(Kind::Argument, error.to_string()))?;
        *given = GivenThreat::Threat(Box::new(threat));
    }
    Ok(())
}

fn published(answer: &Answer, options: &Options) -> Result<Finished, Problem> {
    let media = options.format.media_type();
    if options.format == Format::Json {
        // Programs need no line breaks.
        let text =
            serde_json::to_vec(answer).map_err(|error| Problem::failed(&error.to_string()))?;
        return Ok(Finished::new(media, text));
    }
    Ok(Finished::new(
        media,
        match publish(answer, options)? {
            publish::Published::Text(text) => text.into_bytes(),
            publish::Published::Bytes(bytes) => bytes,
        },
    ))
}

/// The name under which a browser saves what it cannot show: `align-apt29.xlsx`.
fn file_name(question: &str, arguments: &Map<String, Value>, format: Format) -> Option<String> {
    let ending = format.ending()?;
    let of = ["id", "name", "threat", "source"]
        .iter()
        .find_map(|name| arguments.get(*name));
    let of = of
        .and_then(|value| value.as_str().or_else(|| value.get(0)?.as_str()))
        .unwrap_or_default();
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() || letter == '.' {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let of: String = of.chars().take(40).map(plain).collect();
    let of = of.trim_matches(['-', '.']);
    Some(if of.is_empty() {
        format!("{question}.{ending}")
    } else {
        format!("{question}-{of}.{ending}")
    })
}
