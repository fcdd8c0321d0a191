//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tracing::{info, warn};

use crate::answer_cache::AnswerCache;
use crate::api::ServedQuestion;
use crate::cache_warming;
use crate::metrics::Metrics;
use crate::pool::{Catalogues, FileChange, Generation};
use crate::rate::RateLimit;
use crate::settings::Settings;

/// How often the file of the catalogue is checked.
const CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// What all requests share.
pub(crate) struct ServerState {
    pub(crate) settings: Settings,
    pub(crate) catalogues: Arc<Catalogues>,
    pub(crate) questions: Vec<ServedQuestion>,
    pub(crate) answer_cache: AnswerCache,
    pub(crate) metrics: Metrics,
    pub(crate) rate_limit: RateLimit,
}

impl ServerState {
    pub(crate) fn new(settings: Settings, catalogues: Arc<Catalogues>) -> Self {
        Self {
            answer_cache: AnswerCache::new(settings.cache),
            rate_limit: RateLimit::new(settings.rate),
            metrics: Metrics::default(),
            questions: crate::api::served_questions(),
            catalogues,
            settings,
        }
    }
}

/// Checks for a new catalogue, and drops outdated state, as long as the server runs.
pub(crate) async fn maintain(state: Arc<ServerState>) {
    cache_warming::warm_start_pages(&state).await;
    let mut clock = tokio::time::interval(CHECK_INTERVAL);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        let catalogues = Arc::clone(&state.catalogues);
        let Ok(change) = tokio::task::spawn_blocking(move || catalogues.check_file()).await else {
            continue;
        };
        match change {
            FileChange::Unchanged => {}
            FileChange::Replaced(new) => {
                cache_warming::warm_new_catalogue(&state, &new).await;
                swap(&state, &new);
            }
            FileChange::Damaged(error) => {
                state.metrics.refused.fetch_add(1, Ordering::Relaxed);
                warn!(error = %error, "the new catalogue cannot be opened, the old one goes on: {error}");
            }
        }
        state.rate_limit.forget_idle_clients();
    }
}

fn swap(state: &ServerState, new: &Arc<Generation>) {
    state.catalogues.replace(Arc::clone(new));
    state.metrics.swaps.fetch_add(1, Ordering::Relaxed);
    state.answer_cache.forget_before(new.number);
    let (date, resources) = (&new.about.date, new.about.resources);
    info!(
        catalogue.date = date,
        resources, "a new catalogue of {date} answers from now on"
    );
}
