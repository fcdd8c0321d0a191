//! Which address leads where.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::problem::{Problem, ProblemKind};
use crate::state::ServerState;
use crate::{api, middleware, pages};

/// Everything that is served.
pub(crate) fn router(state: Arc<ServerState>, shutdown: &CancellationToken) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .route("/api", get(|| async { Redirect::permanent("/api/v1/") }))
        .route("/api/v1", get(|| async { Redirect::permanent("/api/v1/") }))
        .route("/api/v1/", get(api::browse))
        .route("/api/v1/style.css", get(api::style))
        .route("/api/v1/openapi.json", get(api::openapi))
        .route("/api/v1/compass.json", get(api::compass_json))
        .route("/api/v1/compass.csv", get(api::compass_csv))
        .route("/api/v1/{question}", get(api::get).post(api::post))
        .fallback(get(pages::page).fallback(no_such_method))
        .method_not_allowed_fallback(no_such_method);
    if state.settings.mcp {
        router = router.route_service("/mcp", crate::mcp::http(&state, shutdown.child_token()));
    }
    router
        .layer(from_fn_with_state(Arc::clone(&state), middleware::handle))
        .with_state(state)
}

async fn no_such_method() -> Problem {
    Problem::new(
        ProblemKind::Method,
        "questions are asked with GET or POST, all else with GET",
    )
    .header(ALLOW, HeaderValue::from_static("GET, HEAD, POST"))
}

async fn health(State(state): State<Arc<ServerState>>) -> Response<Body> {
    let about = &state.catalogues.current().about;
    let text = json!({ "status": "ok", "attack": about.attack, "date": about.date }).to_string();
    (
        [(CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        text,
    )
        .into_response()
}

async fn metrics(State(state): State<Arc<ServerState>>) -> Response<Body> {
    let text = state
        .metrics
        .text(&state.catalogues.current().about, &state.answer_cache);
    (
        [(
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"),
        )],
        text,
    )
        .into_response()
}
