//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tracing::{info, warn};

use crate::api::Known;
use crate::finished::Kept;
use crate::metrics::Metrics;
use crate::pool::{Catalogues, Renewed};
use crate::rate::Rate;
use crate::settings::Settings;

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
    let mut clock = tokio::time::interval(EVERY);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        let catalogues = Arc::clone(&state.catalogues);
        let Ok(renewed) = tokio::task::spawn_blocking(move || catalogues.renew()).await else {
            continue;
        };
        match renewed {
            Renewed::Same => {}
            Renewed::Swapped => swapped(&state),
            Renewed::Kept(error) => {
                state.metrics.refused.fetch_add(1, Ordering::Relaxed);
                warn!(error = %error, "the new catalogue cannot be opened, the old one goes on: {error}");
            }
        }
        state.rate.forget();
    }
}

fn swapped(state: &Shared) {
    let new = state.catalogues.current();
    state.metrics.swaps.fetch_add(1, Ordering::Relaxed);
    state.kept.forget_before(new.number);
    let (date, resources) = (&new.about.date, new.about.resources);
    info!(
        catalogue.date = date,
        resources, "a new catalogue of {date} answers from now on"
    );
}
