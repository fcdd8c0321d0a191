//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tracing::{info, warn};

use crate::api::Known;
use crate::finished::Kept;
use crate::metrics::Metrics;
use crate::pool::{Catalogues, Found, Generation};
use crate::rate::Rate;
use crate::settings::Settings;
use crate::warm;

/// How often the file of the catalogue is looked at.
const EVERY: Duration = Duration::from_millis(500);

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) catalogues: Arc<Catalogues>,
    pub(crate) questions: Vec<Known>,
    pub(crate) kept: Kept,
    pub(crate) metrics: Metrics,
    pub(crate) rate: Rate,
}

impl Shared {
    pub(crate) fn new(settings: Settings, catalogues: Arc<Catalogues>) -> Self {
        Self {
            kept: Kept::new(settings.cache),
            rate: Rate::new(settings.rate),
            metrics: Metrics::default(),
            questions: crate::api::known(),
            catalogues,
            settings,
        }
    }
}

/// Looks after a new catalogue, and forgets what is old, for as long as the server runs.
pub(crate) async fn tend(state: Arc<Shared>) {
    warm::first(&state).await;
    let mut clock = tokio::time::interval(EVERY);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        let catalogues = Arc::clone(&state.catalogues);
        let Ok(found) = tokio::task::spawn_blocking(move || catalogues.look()).await else {
            continue;
        };
        match found {
            Found::Same => {}
            Found::New(new) => {
                warm::up(&state, &new).await;
                swap(&state, &new);
            }
            Found::Damaged(error) => {
                state.metrics.refused.fetch_add(1, Ordering::Relaxed);
                warn!(error = %error, "the new catalogue cannot be opened, the old one goes on: {error}");
            }
        }
        state.rate.forget();
    }
}

fn swap(state: &Shared, new: &Arc<Generation>) {
    state.catalogues.put(Arc::clone(new));
    state.metrics.swaps.fetch_add(1, Ordering::Relaxed);
    state.kept.forget_before(new.number);
    let (date, resources) = (&new.about.date, new.about.resources);
    info!(
        catalogue.date = date,
        resources, "a new catalogue of {date} answers from now on"
    );
}
