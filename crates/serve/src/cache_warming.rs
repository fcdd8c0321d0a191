//! Answers that are made before anybody waits for them: the pages that everyone begins with, and for a new catalogue the
//! answers that the old one was asked most for.

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

/// What an answer was made from, so that it can be made anew.
#[derive(Clone, Debug)]
pub(crate) enum CachedRequest {
    /// A page.
    Page {
        /// Its path.
        path: String,
        /// What stands behind `?`.
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

/// The pages that everyone begins with, packed as browsers like them.
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

/// What the present catalogue was asked most for, answered by a new one. One after another, so that those who are answered
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

/// Makes it and keeps it. What the new catalogue has no answer for is made when somebody asks.
async fn make(
    state: &Arc<ServerState>,
    generation: &Arc<Generation>,
    request: CachedRequest,
    encoding: Encoding,
) {
    // Nobody waits for it: a problem is that of the one who asks.
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
