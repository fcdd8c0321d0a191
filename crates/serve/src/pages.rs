//! The pages of the web app and what they are made of.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use web::{Deployment, Outcome};

use crate::encoding::Encoding;
use crate::finished::{Finished, Unkept};
use crate::pool::{Generation, Work};
use crate::state::Shared;
use crate::warm::Recipe;

const HTML: &str = "text/html; charset=utf-8";

/// Files do not change while the program runs.
const FILES: u64 = u64::MAX;

/// A page or a file of the web app.
pub(crate) async fn page(
    State(state): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let (path, query) = (
        uri.path().to_owned(),
        uri.query().unwrap_or_default().to_owned(),
    );
    let encoding = Encoding::wanted(&headers);
    let found = if let Some((bytes, media)) = web::asset(&path) {
        let file = async { Ok(Finished::new(media, bytes)) };
        state.kept.get(FILES, &path, encoding, file).await
    } else {
        let generation = state.catalogues.current();
        kept(&state, &generation, (path, query), encoding).await
    };
    found.map_or_else(IntoResponse::into_response, |finished| {
        finished.response(&headers)
    })
}

/// A page of this catalogue, made where it is not at hand.
pub(crate) async fn kept(
    state: &Shared,
    generation: &Arc<Generation>,
    (path, query): (String, String),
    encoding: Encoding,
) -> Result<Finished, Unkept> {
    let asked = format!("{path}?{query}");
    let make = async {
        let recipe = Recipe::Page {
            path: path.clone(),
            query: query.clone(),
        };
        let outcome = generation.run(Work::Short, None, move |catalogue| {
            web::page(catalogue, &path, &query, Deployment::Server)
        });
        finished(outcome.await?).map(|finished| finished.made_from(recipe))
    };
    state
        .kept
        .get(generation.number, &asked, encoding, make)
        .await
}

fn finished(outcome: Outcome) -> Result<Finished, Unkept> {
    match outcome {
        Outcome::Page(text) => Ok(Finished::new(HTML, text)),
        Outcome::Moved(place) if place.starts_with('/') && !place.starts_with("//") => {
            Err(Unkept::Moved(place))
        }
        Outcome::Moved(place) => Err(Unkept::Page(
            StatusCode::NOT_FOUND,
            format!("moved to a strange place, {} letters long", place.len()),
        )),
        Outcome::Missing(text) => Err(Unkept::Page(StatusCode::NOT_FOUND, text)),
        Outcome::Refused(text) => Err(Unkept::Page(StatusCode::BAD_REQUEST, text)),
    }
}
