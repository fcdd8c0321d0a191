//! Answers that are cached before anybody asks: the pages that everyone begins with, and for a new catalogue the
//! answers that were requested most from the old one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};
use tracing::info;

use crate::api::{self, OutputOptions};
use crate::encoding::Encoding;
use crate::pages;
use crate::pool::Generation;
use crate::state::ServerState;

/// Where everyone begins.
const START_PAGES: [&str; 6] = [
    "/",
    "/matrix",
    "/threats",
    "/alignment",
    "/controls",
    "/sources",
];
/// How many answers are made anew for a new catalogue.
const MAX_ANSWERS: usize = 1_000;
/// How long a new catalogue may wait for them.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// The request that an answer was made for, so that it can be made again.
#[derive(Clone, Debug)]
pub(crate) enum CachedRequest {
    /// A page.
    Page {
        /// Its path.
        path: String,
        /// Its query, without `?`.
        query: String,
    },
    /// The answer of a question.
    Question {
        /// Its name.
        name: &'static str,
        /// Its arguments.
        arguments: Map<String, Value>,
        /// How it is given.
        output: OutputOptions,
    },
}

/// Caches the pages that everyone begins with, compressed as browsers accept them.
pub(crate) async fn warm_start_pages(state: &Arc<ServerState>) {
    let generation = state.catalogues.current();
    for path in START_PAGES {
        let request = CachedRequest::Page {
            path: path.to_owned(),
            query: String::new(),
        };
        make(state, &generation, request, Encoding::Brotli).await;
    }
}

/// Makes the most requested answers of the present catalogue from a new one. One after another, so that clients that ask
/// meanwhile hardly notice.
#[expect(clippy::disallowed_methods, reason = "warming ends in time")]
pub(crate) async fn warm_new_catalogue(state: &Arc<ServerState>, new: &Arc<Generation>) {
    let old = state.catalogues.current();
    let (begun, mut made) = (Instant::now(), 0);
    for (request, encoding) in state.answer_cache.most_requested(old.number, MAX_ANSWERS) {
        if begun.elapsed() > TIME_LIMIT {
            break;
        }
        make(state, new, request, encoding).await;
        made += 1;
    }
    let duration_ms = begun.elapsed().as_millis();
    info!(
        answers = made,
        duration_ms, "made {made} answers anew for the new catalogue"
    );
}

/// Makes an answer and caches it. A request that the new catalogue cannot answer fails when a client sends it.
async fn make(
    state: &Arc<ServerState>,
    generation: &Arc<Generation>,
    request: CachedRequest,
    encoding: Encoding,
) {
    // No client waits for it: a problem is reported to the next one who asks.
    let _made = match request {
        CachedRequest::Page { path, query } => {
            pages::cached_page(state, generation, (path, query), encoding).await
        }
        CachedRequest::Question {
            name,
            arguments,
            output,
        } => api::cached_answer(state, generation, name, (arguments, output), encoding).await,
    };
}
