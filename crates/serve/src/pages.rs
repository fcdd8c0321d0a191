//! The pages of the web app and the files that they load.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use web::{Deployment, Outcome};

use crate::answer_cache::{RenderedAnswer, Uncacheable};
use crate::cache_warming::CachedRequest;
use crate::encoding::Encoding;
use crate::pool::{Generation, QueryCost};
use crate::state::ServerState;

const HTML: &str = "text/html; charset=utf-8";

/// Files do not change while the program runs.
const FILE_GENERATION: u64 = u64::MAX;

/// A page or a file of the web app.
pub(crate) async fn page(
    State(state): State<Arc<ServerState>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let (path, query) = (
        uri.path().to_owned(),
        uri.query().unwrap_or_default().to_owned(),
    );
    let encoding = Encoding::accepted_by(&headers);
    let rendered = if let Some((bytes, media)) = web::asset(&path) {
        let file = async { Ok(RenderedAnswer::new(media, bytes)) };
        state
            .answer_cache
            .get(FILE_GENERATION, &path, encoding, file)
            .await
    } else {
        let generation = state.catalogues.current();
        cached_page(&state, &generation, (path, query), encoding).await
    };
    rendered.map_or_else(IntoResponse::into_response, |rendered| {
        rendered.response(&headers)
    })
}

/// A page of this catalogue, made if it is not cached.
pub(crate) async fn cached_page(
    state: &ServerState,
    generation: &Arc<Generation>,
    (path, query): (String, String),
    encoding: Encoding,
) -> Result<RenderedAnswer, Uncacheable> {
    let key = format!("{path}?{query}");
    let make = async {
        let recipe = CachedRequest::Page {
            path: path.clone(),
            query: query.clone(),
        };
        let outcome = generation.run(QueryCost::Short, None, move |catalogue| {
            web::page(catalogue, &path, &query, Deployment::Server)
        });
        rendered(outcome.await?).map(|rendered| rendered.with_request(recipe))
    };
    state
        .answer_cache
        .get(generation.number, &key, encoding, make)
        .await
}

fn rendered(outcome: Outcome) -> Result<RenderedAnswer, Uncacheable> {
    match outcome {
        Outcome::Page(text) => Ok(RenderedAnswer::new(HTML, text)),
        Outcome::Moved(place) if place.starts_with('/') && !place.starts_with("//") => {
            Err(Uncacheable::Moved(place))
        }
        Outcome::Moved(place) => Err(Uncacheable::Page(
            StatusCode::NOT_FOUND,
            format!("moved to a strange place, {} letters long", place.len()),
        )),
        Outcome::Missing(text) => Err(Uncacheable::Page(StatusCode::NOT_FOUND, text)),
        Outcome::Refused(text) => Err(Uncacheable::Page(StatusCode::BAD_REQUEST, text)),
    }
}
