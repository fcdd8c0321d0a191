//! Answers that are made before anybody waits for them: the pages that everyone begins with, and for a new catalogue the
//! answers that the old one was asked most for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};
use tracing::info;

use crate::api::{self, Form};
use crate::encoding::Encoding;
use crate::pages;
use crate::pool::Generation;
use crate::state::Shared;

/// Where everyone begins.
const FIRST: [&str; 6] = [
    "/",
    "/matrix",
    "/threats",
    "/alignment",
    "/controls",
    "/sources",
];
/// How many answers are made anew for a new catalogue.
const MOST: usize = 1_000;
/// How long a new catalogue may wait for them.
const PATIENCE: Duration = Duration::from_mins(1);

/// What an answer was made from, so that it can be made anew.
#[derive(Clone, Debug)]
pub(crate) enum Recipe {
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
        form: Form,
    },
}

/// The pages that everyone begins with, packed as browsers like them.
pub(crate) async fn first(state: &Arc<Shared>) {
    let generation = state.catalogues.current();
    for path in FIRST {
        let recipe = Recipe::Page {
            path: path.to_owned(),
            query: String::new(),
        };
        make(state, &generation, recipe, Encoding::Brotli).await;
    }
}

/// What the present catalogue was asked most for, answered by a new one. One after another, so that those who are answered
/// meanwhile hardly notice.
#[expect(clippy::disallowed_methods, reason = "warming ends in time")]
pub(crate) async fn up(state: &Arc<Shared>, new: &Arc<Generation>) {
    let old = state.catalogues.current();
    let (begun, mut made) = (Instant::now(), 0);
    for (recipe, encoding) in state.kept.most_asked(old.number, MOST) {
        if begun.elapsed() > PATIENCE {
            break;
        }
        make(state, new, recipe, encoding).await;
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
    state: &Arc<Shared>,
    generation: &Arc<Generation>,
    recipe: Recipe,
    encoding: Encoding,
) {
    // Nobody waits for it: a problem is that of the one who asks.
    let _made = match recipe {
        Recipe::Page { path, query } => {
            pages::kept(state, generation, (path, query), encoding).await
        }
        Recipe::Question {
            name,
            arguments,
            form,
        } => api::kept(state, generation, name, (arguments, form), encoding).await,
    };
}
