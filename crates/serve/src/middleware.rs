//! The middleware of every request: hosts, limits and the token before it; headers, metrics and the log after it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use http_body_util::Limited;
use tracing::info;

use crate::host;
use crate::metrics::RequestLabels;
use crate::problem::{Problem, ProblemKind};
use crate::state::ServerState;

/// The address of the client.
#[derive(Clone, Copy)]
pub(crate) struct ClientAddress(pub(crate) SocketAddr);

/// The longest path and query in the log.
const MAX_LOGGED: usize = 300;

/// Pages load styles, scripts, pictures and data from this server only, and run no inline scripts.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
                      connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SECURITY_HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Checks a request, has it answered, and adds security headers to the response.
#[expect(
    clippy::disallowed_methods,
    reason = "the log says how long an answer took"
)]
pub(crate) async fn handle(
    State(state): State<Arc<ServerState>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let begun = Instant::now();
    let route = route(&state, request.uri().path());
    let (method, asked) = (request.method().clone(), loggable(request.uri()));
    let client = request
        .extensions()
        .get::<ClientAddress>()
        .map(|client| client.0);
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = match check_request(&state, &request, route, client) {
        Err(problem) => problem.into_response(),
        Ok(()) if method == Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => answer_in_time(&state, request, next).await,
    };
    let took = begun.elapsed();
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    add_cors_headers(&state, headers, origin.as_ref());
    let timing = format!("server;dur={:.3}", took.as_secs_f64() * 1_000.0);
    headers.extend(
        HeaderValue::try_from(timing)
            .ok()
            .map(|value| (HeaderName::from_static("server-timing"), value)),
    );
    let status = response.status().as_u16();
    state.metrics.count(route, status, took);
    let (client, duration_ms) = (
        client.map(|client| client.ip().to_string()),
        took.as_secs_f64() * 1_000.0,
    );
    info!(target: "rhumb::access", client, %method, path = asked, status, duration_ms, "{method} {asked} {status}");
    response
}

fn check_request(
    state: &ServerState,
    request: &Request,
    route: RequestLabels,
    client: Option<SocketAddr>,
) -> Result<(), Problem> {
    host::check(&state.settings, request)?;
    if route.question == "healthz" {
        return Ok(());
    }
    if let Some(client) = client {
        state.rate_limit.check(client.ip())?;
    }
    let preflight = request.method() == Method::OPTIONS;
    let missing_token = state
        .settings
        .token
        .as_ref()
        .filter(|token| !preflight && !token.is_in(request.headers()));
    if missing_token.is_some() {
        let how = HeaderValue::from_static("Bearer realm=\"rhumb\"");
        return Err(Problem::new(
            ProblemKind::Token,
            "show it as `Authorization: Bearer TOKEN`",
        )
        .header(header::WWW_AUTHENTICATE, how));
    }
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > state.settings.body) {
        let why = format!("a body has at most {} bytes", state.settings.body);
        return Err(Problem::new(ProblemKind::TooLarge, why));
    }
    check_path(request.uri().path())
}

/// Refuses paths that could be normalised to another one.
fn check_path(path: &str) -> Result<(), Problem> {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8();
    let is_safe = decoded.is_ok_and(|path| {
        let climbs = path.split('/').any(|step| step == ".." || step == ".");
        !climbs
            && !path.starts_with("//")
            && !path.contains(['\\', '\0'])
            && !path.chars().any(char::is_control)
    });
    if is_safe {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::Argument,
        "the path is not one that this server gives out",
    ))
}

async fn answer_in_time(state: &ServerState, request: Request, next: Next) -> Response<Body> {
    let most = state.settings.body;
    let request = request.map(|body| Body::new(Limited::new(body, most)));
    let answered = tokio::time::timeout(state.settings.answer_timeout, next.run(request)).await;
    answered.unwrap_or_else(|_| {
        let why = format!(
            "no answer within {} s",
            state.settings.answer_timeout.as_secs()
        );
        Problem::new(ProblemKind::Late, why)
            .header(header::RETRY_AFTER, HeaderValue::from_static("10"))
            .into_response()
    })
}

/// Allows browsers to let pages of an allowed origin read the answer (CORS).
fn add_cors_headers(state: &ServerState, headers: &mut HeaderMap, origin: Option<&HeaderValue>) {
    if state.settings.origins.is_empty() {
        return;
    }
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    let allowed = origin.filter(|origin| {
        origin
            .to_str()
            .is_ok_and(|origin| host::is_allowed_origin(&state.settings, origin))
    });
    let Some(origin) = allowed else {
        return;
    };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    for (name, value) in [
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, HEAD, POST, OPTIONS",
        ),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, if-none-match, mcp-protocol-version, mcp-session-id",
        ),
        (
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "etag, content-disposition, server-timing, mcp-session-id",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

fn route(state: &ServerState, path: &str) -> RequestLabels {
    if let Some(name) = path.strip_prefix("/api/v1/") {
        let known = state
            .questions
            .iter()
            .map(|question| question.definition.name)
            .chain(["openapi.json", "compass.json", "compass.csv"])
            .find(|known| *known == name);
        return RequestLabels {
            area: "api",
            question: known.unwrap_or(""),
        };
    }
    let (area, question) = match path {
        "/healthz" => ("operations", "healthz"),
        "/metrics" => ("operations", "metrics"),
        "/mcp" => ("mcp", ""),
        _ => ("page", ""),
    };
    RequestLabels { area, question }
}

/// The address as it is logged: on one line, not too long.
fn loggable(uri: &axum::http::Uri) -> String {
    let address = uri.path_and_query().map_or("/", |path| path.as_str());
    address
        .chars()
        .take(MAX_LOGGED)
        .flat_map(char::escape_default)
        .collect()
}
