//! Problem details (RFC 9457): why there is no answer, for programs and people.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use catalogue::Error as CatalogueError;
use questions::Error as QuestionError;
use schemars::JsonSchema;
use serde::Serialize;
use tracing::error;

/// The longest explanation; what was asked for may be a megabyte.
const MAX_DETAIL: usize = 600;

/// What kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    Argument,
    UnknownName,
    OtherRelease,
    UnknownAddress,
    Method,
    Media,
    FormatUnavailable,
    TooLarge,
    TooMany,
    Late,
    Token,
    Host,
    Origin,
    Fetch,
    Failed,
}

impl ProblemKind {
    /// All kinds.
    pub(crate) const ALL: [Self; 15] = [
        Self::Argument,
        Self::UnknownName,
        Self::OtherRelease,
        Self::UnknownAddress,
        Self::Method,
        Self::Media,
        Self::FormatUnavailable,
        Self::TooLarge,
        Self::TooMany,
        Self::Late,
        Self::Token,
        Self::Host,
        Self::Origin,
        Self::Fetch,
        Self::Failed,
    ];

    /// Its name in addresses, its title and its status. One table, longer than a screen: each row is one kind.
    pub(crate) fn name_title_status(self) -> (&'static str, &'static str, StatusCode) {
        match self {
            Self::Argument => (
                "argument",
                "An argument makes no sense",
                StatusCode::BAD_REQUEST,
            ),
            Self::UnknownName => (
                "unknown-name",
                "The catalogue holds nothing of this name",
                StatusCode::NOT_FOUND,
            ),
            Self::OtherRelease => (
                "other-release",
                "Another release of ATT&CK has it",
                StatusCode::NOT_FOUND,
            ),
            Self::UnknownAddress => (
                "no-such-place",
                "There is nothing at this address",
                StatusCode::NOT_FOUND,
            ),
            Self::Method => (
                "method",
                "It cannot be asked with this method",
                StatusCode::METHOD_NOT_ALLOWED,
            ),
            Self::Media => (
                "media",
                "The body must be JSON",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            Self::FormatUnavailable => (
                "no-form",
                "The answer has no such form",
                StatusCode::NOT_ACCEPTABLE,
            ),
            Self::TooLarge => (
                "too-large",
                "The body is too large",
                StatusCode::PAYLOAD_TOO_LARGE,
            ),
            Self::TooMany => (
                "too-many",
                "Too many requests",
                StatusCode::TOO_MANY_REQUESTS,
            ),
            Self::Late => (
                "late",
                "The answer takes too long",
                StatusCode::SERVICE_UNAVAILABLE,
            ),
            Self::Token => ("token", "A token is needed", StatusCode::UNAUTHORIZED),
            Self::Host => (
                "host",
                "The server does not go by this name",
                StatusCode::MISDIRECTED_REQUEST,
            ),
            Self::Origin => (
                "origin",
                "Another site may not ask this",
                StatusCode::FORBIDDEN,
            ),
            Self::Fetch => (
                "fetch",
                "The address cannot be fetched",
                StatusCode::FORBIDDEN,
            ),
            Self::Failed => (
                "failed",
                "The server failed",
                StatusCode::INTERNAL_SERVER_ERROR,
            ),
        }
    }
}

/// Something whose name is close to what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct NearMatch {
    /// Its id.
    pub(crate) id: String,
    /// Its name or title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
}

/// Why there is no answer (RFC 9457).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Problem {
    /// Where the kind of problem is explained.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// What kind of problem it is.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What is wrong here.
    pub(crate) detail: String,
    /// The nearest names, where a name is unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) near: Vec<NearMatch>,
    #[serde(skip)]
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        let (name, title, status) = kind.name_title_status();
        let mut detail: String = detail.into();
        if let Some((end, _)) = detail.char_indices().nth(MAX_DETAIL) {
            detail.truncate(end);
            detail.push('…');
        }
        Self {
            kind: format!("/api/v1/#problem-{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            near: Vec::new(),
            header: None,
        }
    }

    /// With names that are near, the nearest first.
    pub(crate) fn near(mut self, ids: impl IntoIterator<Item = String>) -> Self {
        self.near = ids
            .into_iter()
            .map(|id| NearMatch {
                id,
                name: String::new(),
            })
            .collect();
        self
    }

    /// With a header that belongs to it.
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some(Box::new((name, value)));
        self
    }

    /// An internal error; the reason goes to the log and not to the client.
    pub(crate) fn failed(why: &str) -> Self {
        error!(error = why, "a request failed");
        Self::new(
            ProblemKind::Failed,
            "the reason is in the log of the server",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(header) = self.header {
            let (name, value) = *header;
            headers.insert(name, value);
        }
        response
    }
}

impl From<QuestionError> for Problem {
    fn from(error: QuestionError) -> Self {
        let with = |kind, near: &[questions::NearMatch]| {
            let mut problem = Self::new(kind, error.to_string());
            let near = near.iter().map(|near| NearMatch {
                id: near.id.clone(),
                name: near.name.clone(),
            });
            problem.near = near.collect();
            problem
        };
        match &error {
            QuestionError::Unknown { near, .. } => with(ProblemKind::UnknownName, near),
            QuestionError::Elsewhere(other) => with(ProblemKind::OtherRelease, &other.near),
            QuestionError::Argument(_) => with(ProblemKind::Argument, &[]),
            QuestionError::Endless(_) => Self::failed(&error.to_string()),
            QuestionError::Catalogue(error) => Self::from(error),
        }
    }
}

impl From<&CatalogueError> for Problem {
    fn from(error: &CatalogueError) -> Self {
        match error {
            CatalogueError::NoRelease { known, .. } => {
                Self::new(ProblemKind::UnknownName, error.to_string())
                    .near(known.iter().rev().cloned())
            }
            CatalogueError::GivenUp => Self::new(ProblemKind::Late, error.to_string()),
            CatalogueError::Missing(_)
            | CatalogueError::Foreign { .. }
            | CatalogueError::Write { .. }
            | CatalogueError::Database(_)
            | CatalogueError::Damaged(_) => Self::failed(&error.to_string()),
        }
    }
}

impl From<publish::Error> for Problem {
    fn from(error: publish::Error) -> Self {
        match error {
            publish::Error::FormatUnavailable(_) => {
                Self::new(ProblemKind::FormatUnavailable, error.to_string())
                    .near(["json".to_owned()])
            }
            publish::Error::NoScore { .. } => Self::new(ProblemKind::Argument, error.to_string()),
            publish::Error::Write { .. } => Self::failed(&error.to_string()),
        }
    }
}

/// The nearest of some names, at most three.
pub(crate) fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let start: String = name.chars().take(60).collect();
    let mut ranked: Vec<(f64, &str)> = names
        .into_iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(&start, known), known))
        .collect();
    ranked.sort_by(|first, second| second.0.total_cmp(&first.0).then(first.1.cmp(second.1)));
    ranked.dedup_by_key(|(_, known)| *known);
    ranked
        .into_iter()
        .take(3)
        .map(|(_, known)| known.to_owned())
        .collect()
}
