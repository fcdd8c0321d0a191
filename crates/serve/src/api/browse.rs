//! The API as a page to read: every question with its arguments, an example to follow, and every kind of problem.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use publish::Format;

use super::Known;
use super::arguments::Shape;
use super::examples::address;
use crate::encoding::Encoding;
use crate::finished::Finished;
use crate::problem::Kind;
use crate::state::Shared;

const STYLE: &str = include_str!("browse.css");

/// The page.
pub(crate) async fn browse(State(state): State<Arc<Shared>>, headers: HeaderMap) -> Response<Body> {
    let make = async {
        Ok(Finished::new(
            "text/html; charset=utf-8",
            page(&state.questions),
        ))
    };
    let answered = state
        .kept
        .get(u64::MAX, "/api/v1/", Encoding::wanted(&headers), make)
        .await;
    answered.map_or_else(IntoResponse::into_response, |finished| {
        finished.response(&headers)
    })
}

/// Its style.
pub(crate) async fn style(headers: HeaderMap) -> Response<Body> {
    Finished::new("text/css; charset=utf-8", STYLE)
        .packed_for(&headers)
        .response(&headers)
}

fn page(questions: &[Known]) -> String {
    let formats: Vec<String> = Format::of_the_api()
        .map(|format| format!("<code>{format}</code>"))
        .collect();
    let index: Vec<String> = questions
        .iter()
        .map(|known| format!("<li><a href=\"#{0}\">{0}</a></li>\n", known.definition.name))
        .collect();
    let index = index.concat();
    let sections: String = questions.iter().map(section).collect();
    let problems: Vec<String> = Kind::ALL.iter().map(|kind| {
        let (name, title, status) = kind.facts();
        format!("<tr id=\"problem-{name}\"><th scope=\"row\"><code>{name}</code></th><td>{}</td><td>{title}</td></tr>\n", status.as_u16())
    }).collect();
    let problems = problems.concat();
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

fn section(known: &Known) -> String {
    let definition = known.definition;
    let schema = (definition.arguments)().to_value();
    let rows: Vec<String> = known
        .shapes
        .iter()
        .map(|(name, shape)| {
            let shape = match shape {
                Shape::Text => "text",
                Shape::Number => "number",
                Shape::Flag => "true or false",
                Shape::Texts => "list",
            };
            let about = schema["properties"][name]["description"]
                .as_str()
                .unwrap_or_default();
            format!(
                "<tr><th scope=\"row\"><code>{name}</code></th><td>{shape}</td><td>{}</td></tr>\n",
                escaped(about)
            )
        })
        .collect();
    let rows = rows.concat();
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
