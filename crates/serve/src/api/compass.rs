//! The dataset of 2022 in its own shape, of today's catalogue: for those who used it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use publish::Format;
use questions::compass::Compass;

use crate::encoding::Encoding;
use crate::finished::{Finished, Unkept};
use crate::pool::Work;
use crate::problem::Problem;
use crate::state::Shared;

/// As JSON.
pub(crate) async fn compass_json(state: State<Arc<Shared>>, headers: HeaderMap) -> Response<Body> {
    respond(state, headers, "/api/v1/compass.json", |compass| {
        Ok(Finished::new(
            Format::Json.media_type(),
            serde_json::to_vec(compass.rows()).map_err(|error| error.to_string())?,
        ))
    })
    .await
}

/// As CSV.
pub(crate) async fn compass_csv(state: State<Arc<Shared>>, headers: HeaderMap) -> Response<Body> {
    respond(state, headers, "/api/v1/compass.csv", |compass| {
        let finished = Finished::new(
            Format::Csv.media_type(),
            publish::compass(compass).map_err(|error| error.to_string())?,
        );
        Ok(finished.saved_as("Control_Validation_Compass.csv".to_owned()))
    })
    .await
}

async fn respond(
    State(state): State<Arc<Shared>>,
    headers: HeaderMap,
    place: &str,
    write: fn(&Compass) -> Result<Finished, String>,
) -> Response<Body> {
    let generation = state.catalogues.current();
    let make = async {
        let compass = generation
            .run(Work::Long, None, questions::compass::compass)
            .await?
            .map_err(Problem::from)?;
        write(&compass).map_err(|error| Unkept::from(Problem::failed(&error)))
    };
    let answered = state
        .kept
        .get(generation.number, place, Encoding::wanted(&headers), make)
        .await;
    answered.map_or_else(IntoResponse::into_response, |finished| {
        finished.response(&headers)
    })
}
