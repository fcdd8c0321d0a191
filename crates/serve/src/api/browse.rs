//! The API as a page to read: every question with its arguments, an example to follow, and every kind of problem.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use publish::Format;

use super::ServedQuestion;
use super::arguments::ArgumentType;
use super::examples::address;
use crate::answer_cache::RenderedAnswer;
use crate::encoding::Encoding;
use crate::problem::ProblemKind;
use crate::state::ServerState;

const STYLE: &str = include_str!("browse.css");

/// The page.
pub(crate) async fn browse(
    State(state): State<Arc<ServerState>>,
    headers: HeaderMap,
) -> Response<Body> {
    let make = async {
        Ok(RenderedAnswer::new(
            "text/html; charset=utf-8",
            page(&state.questions),
        ))
    };
    let answered = state
        .answer_cache
        .get(u64::MAX, "/api/v1/", Encoding::accepted_by(&headers), make)
        .await;
    answered.map_or_else(IntoResponse::into_response, |answer| {
        answer.response(&headers)
    })
}

/// Its style.
pub(crate) async fn style(headers: HeaderMap) -> Response<Body> {
    RenderedAnswer::new("text/css; charset=utf-8", STYLE)
        .compressed_for(&headers)
        .response(&headers)
}

fn page(questions: &[ServedQuestion]) -> String {
    let formats: Vec<String> = Format::api_formats()
        .map(|format| format!("<code>{format}</code>"))
        .collect();
    let index = questions
        .iter()
        .map(|question| {
            format!(
                "<li><a href=\"#{0}\">{0}</a></li>\n",
                question.definition.name
            )
        })
        .collect::<Vec<String>>()
        .concat();
    let sections: String = questions.iter().map(section).collect();
    let problems = ProblemKind::ALL.iter().map(|kind| {
        let (name, title, status) = kind.name_title_status();
        format!("<tr id=\"problem-{name}\"><th scope=\"row\"><code>{name}</code></th><td>{}</td><td>{title}</td></tr>\n", status.as_u16())
    }).collect::<Vec<String>>().concat();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Rhumb: the API</title>\n<link rel=\"stylesheet\" href=\"/api/v1/style.css\">\n</head>\n<body>\n<main>\n<h1>The API</h1>\n\
         <p>Every question that the catalogue answers, for programs. Its description: <a href=\"/api/v1/openapi.json\">openapi.json</a> \
         (OpenAPI 3.1). Ask with <code>GET</code>, lists as repeated names or with commas; or with <code>POST</code> and the same arguments \
         as a JSON object, where a threat, a stack or a layer is to be sent whole. Other forms: <code>format=</code>{}. Another release of \
         ATT&amp;CK: <code>attack=18</code>.</p>\n<p>The dataset of 2022 in its own shape, of today's catalogue: \
         <a href=\"/api/v1/compass.json\">compass.json</a>, <a href=\"/api/v1/compass.csv\">compass.csv</a>.</p>\n\
         <nav aria-label=\"Questions\"><ul>\n{index}</ul></nav>\n{sections}<section id=\"problems\">\n<h2>Problems</h2>\n\
         <p>What has no answer is a problem (RFC 9457) of one of these kinds; names that are near stand in <code>near</code>.</p>\n\
         <table>\n<thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">Status</th><th scope=\"col\">What it means</th></tr></thead>\n\
         <tbody>\n{problems}</tbody>\n</table>\n</section>\n</main>\n</body>\n</html>\n",
        formats.join(", ")
    )
}

fn section(question: &ServedQuestion) -> String {
    let definition = question.definition;
    let schema = (definition.arguments)().to_value();
    let rows = question
        .argument_types
        .iter()
        .map(|(name, argument_type)| {
            let argument_type = match argument_type {
                ArgumentType::Text => "text",
                ArgumentType::Number => "number",
                ArgumentType::Flag => "true or false",
                ArgumentType::Texts => "list",
            };
            let about = schema["properties"][name]["description"]
                .as_str()
                .unwrap_or_default();
            format!(
                "<tr><th scope=\"row\"><code>{name}</code></th><td>{argument_type}</td><td>{}</td></tr>\n",
                escaped(about)
            )
        })
        .collect::<Vec<String>>().concat();
    let example = escaped(&address(definition));
    format!(
        "<section id=\"{0}\">\n<h2>{0}</h2>\n<p>{1}.</p>\n<p><a href=\"{example}\"><code>GET {example}</code></a></p>\n<table>\n\
         <thead><tr><th scope=\"col\">Argument</th><th scope=\"col\">Kind</th><th scope=\"col\">Meaning</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</section>\n",
        definition.name,
        escaped(definition.about),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
