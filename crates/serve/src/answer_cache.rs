//! Rendered answers: bytes, media type and entity tag; cached as long as there is room, in each encoding that was sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    LOCATION, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use crate::cache_warming::CachedRequest;
use crate::encoding::Encoding;
use crate::problem::Problem;

/// The memory of an entry besides its bytes.
const OVERHEAD: u64 = 256;
/// Larger answers are compressed on a blocking thread.
const QUICK_TO_COMPRESS: usize = 32 << 10;

/// An answer that only has to be sent.
#[derive(Clone, Debug)]
pub(crate) struct RenderedAnswer {
    pub(crate) media: &'static str,
    /// The name of the file that it is saved as.
    pub(crate) attachment: Option<String>,
    pub(crate) body: Bytes,
    tag: Arc<str>,
    encoding: Encoding,
    recipe: Option<Arc<CachedRequest>>,
    /// How often it was sent.
    requests: Arc<AtomicU64>,
}

impl RenderedAnswer {
    pub(crate) fn new(media: &'static str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let hash = Sha256::digest(&body);
        let digits = hash.iter().take(16).map(|byte| format!("{byte:02x}"));
        let tag = digits.collect::<Vec<String>>().concat();
        Self {
            media,
            attachment: None,
            body,
            tag: tag.into(),
            encoding: Encoding::Identity,
            recipe: None,
            requests: Arc::default(),
        }
    }

    /// Notes the request, so that the answer can be made again.
    pub(crate) fn with_request(mut self, recipe: CachedRequest) -> Self {
        self.recipe = Some(Arc::new(recipe));
        self
    }

    pub(crate) fn with_file_name(mut self, name: String) -> Self {
        self.attachment = Some(name);
        self
    }

    fn compressed(&self, encoding: Encoding) -> Self {
        Self {
            body: encoding.compress(&self.body),
            encoding,
            requests: Arc::default(),
            ..self.clone()
        }
    }

    /// Compressed as the client of this request accepts it.
    pub(crate) fn compressed_for(&self, headers: &HeaderMap) -> Self {
        self.compressed(Encoding::accepted_by(headers).for_size(self.body.len()))
    }

    /// The response to this request: 304 if the client has the answer.
    pub(crate) fn response(self, headers: &HeaderMap) -> Response<Body> {
        let tag = format!("\"{}{}\"", self.tag, self.encoding.etag_suffix());
        let mut response = if self.is_unchanged_for(headers) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            Response::new(Body::from(self.body))
        };
        let headers = response.headers_mut();
        headers.insert(
            ETAG,
            HeaderValue::from_str(&tag).expect("hexadecimal digits are allowed in headers"),
        );
        // The catalogue may be replaced at any moment: clients revalidate, and get a 304 if it is the same.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if response.status() == StatusCode::NOT_MODIFIED {
            return response;
        }
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media));
        headers.extend(
            self.encoding
                .header()
                .map(|value| (CONTENT_ENCODING, value)),
        );
        let name = self
            .attachment
            .map(|name| format!("attachment; filename=\"{name}\""));
        headers.extend(
            name.and_then(|name| Some((CONTENT_DISPOSITION, HeaderValue::try_from(name).ok()?))),
        );
        response
    }

    /// Compared weakly, as for reading: any form of the same bytes will do.
    fn is_unchanged_for(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok());
        given.flat_map(|value| value.split(',')).any(|tag| {
            let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
            tag == "*" || tag.split('-').next() == Some(&self.tag)
        })
    }
}

/// What is not cached: a problem, a missing page, a redirect.
#[derive(Clone, Debug)]
pub(crate) enum Uncacheable {
    Problem(Box<Problem>),
    /// A page that says that there is none.
    Page(StatusCode, String),
    /// It is elsewhere.
    Moved(String),
}

impl From<Problem> for Uncacheable {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl IntoResponse for Uncacheable {
    fn into_response(self) -> Response<Body> {
        match self {
            Self::Problem(problem) => problem.into_response(),
            Self::Page(status, text) => {
                let html = [(
                    CONTENT_TYPE,
                    HeaderValue::from_static("text/html; charset=utf-8"),
                )];
                (status, html, text).into_response()
            }
            Self::Moved(place) => match HeaderValue::try_from(place) {
                Ok(place) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, place)]).into_response(),
                Err(error) => Problem::failed(&error.to_string()).into_response(),
            },
        }
    }
}

/// What identifies an answer in the cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CacheKey {
    generation: u64,
    request: Arc<str>,
    encoding: Encoding,
}

#[derive(Clone)]
struct EntryWeight;

impl Weighter<CacheKey, RenderedAnswer> for EntryWeight {
    fn weight(&self, key: &CacheKey, value: &RenderedAnswer) -> u64 {
        (key.request.len() + value.body.len()) as u64 + OVERHEAD
    }
}

/// The cached answers. A request for an answer that is being made waits for it instead of making it twice.
pub(crate) struct AnswerCache(Cache<CacheKey, RenderedAnswer, EntryWeight>);

impl AnswerCache {
    /// A cache of this many bytes.
    pub(crate) fn new(bytes: u64) -> Self {
        Self(Cache::with_weighter(4_096, bytes, EntryWeight))
    }

    /// The answer to a request, made if it is not cached, compressed as the client accepts it.
    pub(crate) async fn get(
        &self,
        generation: u64,
        request: &str,
        encoding: Encoding,
        make: impl Future<Output = Result<RenderedAnswer, Uncacheable>>,
    ) -> Result<RenderedAnswer, Uncacheable> {
        let key = |encoding| CacheKey {
            generation,
            request: request.into(),
            encoding,
        };
        let answer = match self.0.get(&key(encoding)) {
            Some(answer) => answer,
            None => self.get_or_make(key, encoding, make).await?,
        };
        answer.requests.fetch_add(1, Ordering::Relaxed);
        Ok(answer)
    }

    async fn get_or_make(
        &self,
        key: impl Fn(Encoding) -> CacheKey,
        encoding: Encoding,
        make: impl Future<Output = Result<RenderedAnswer, Uncacheable>>,
    ) -> Result<RenderedAnswer, Uncacheable> {
        let plain = self
            .0
            .get_or_insert_async(&key(Encoding::Identity), make)
            .await?;
        let encoding = encoding.for_size(plain.body.len());
        if encoding == Encoding::Identity {
            return Ok(plain);
        }
        self.0
            .get_or_insert_async(&key(encoding), compressed(plain, encoding))
            .await
    }

    /// The most requested answers of this catalogue, the most frequent first.
    pub(crate) fn most_requested(
        &self,
        generation: u64,
        most: usize,
    ) -> Vec<(CachedRequest, Encoding)> {
        let of = self
            .0
            .iter()
            .filter(|(key, _)| key.generation == generation);
        let mut requested: Vec<(u64, Arc<CachedRequest>, Encoding)> = of
            .filter_map(|(key, answer)| {
                let times = answer.requests.load(Ordering::Relaxed);
                let recipe = answer.recipe.filter(|_| times > 0)?;
                Some((times, recipe, key.encoding))
            })
            .collect();
        requested.sort_by_key(|(times, ..)| std::cmp::Reverse(*times));
        let most = requested.into_iter().take(most);
        most.map(|(_, recipe, encoding)| ((*recipe).clone(), encoding))
            .collect()
    }

    /// Found, not found, entries, bytes.
    pub(crate) fn counts(&self) -> [u64; 4] {
        [
            self.0.hits(),
            self.0.misses(),
            self.0.len() as u64,
            self.0.weight(),
        ]
    }

    /// Forgets the answers of older catalogues.
    pub(crate) fn forget_before(&self, generation: u64) {
        self.0.retain(|key, _| key.generation >= generation);
    }
}

async fn compressed(
    plain: RenderedAnswer,
    encoding: Encoding,
) -> Result<RenderedAnswer, Uncacheable> {
    if plain.body.len() <= QUICK_TO_COMPRESS {
        return Ok(plain.compressed(encoding));
    }
    let compressed = tokio::task::spawn_blocking(move || plain.compressed(encoding)).await;
    compressed.map_err(|error| Problem::failed(&error.to_string()).into())
}
