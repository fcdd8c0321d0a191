//! The dataset of 2022 in its own shape, of today's catalogue: for those who used it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use publish::Format;
use questions::compass::Compass;

use crate::answer_cache::{RenderedAnswer, Uncacheable};
use crate::encoding::Encoding;
use crate::pool::QueryCost;
use crate::problem::Problem;
use crate::state::ServerState;

/// As JSON.
pub(crate) async fn compass_json(
    state: State<Arc<ServerState>>,
    headers: HeaderMap,
) -> Response<Body> {
    respond(state, headers, "/api/v1/compass.json", |compass| {
        Ok(RenderedAnswer::new(
            Format::Json.media_type(),
            serde_json::to_vec(compass.rows()).map_err(|error| error.to_string())?,
        ))
    })
    .await
}

/// As CSV.
pub(crate) async fn compass_csv(
    state: State<Arc<ServerState>>,
    headers: HeaderMap,
) -> Response<Body> {
    respond(state, headers, "/api/v1/compass.csv", |compass| {
        let answer = RenderedAnswer::new(
            Format::Csv.media_type(),
            publish::compass(compass).map_err(|error| error.to_string())?,
        );
        Ok(answer.with_file_name("Control_Validation_Compass.csv".to_owned()))
    })
    .await
}

async fn respond(
    State(state): State<Arc<ServerState>>,
    headers: HeaderMap,
    place: &str,
    write: fn(&Compass) -> Result<RenderedAnswer, String>,
) -> Response<Body> {
    let generation = state.catalogues.current();
    let make = async {
        let compass = generation
            .run(QueryCost::Long, None, questions::compass::compass)
            .await?
            .map_err(Problem::from)?;
        write(&compass).map_err(|error| Uncacheable::from(Problem::failed(&error)))
    };
    let answered = state
        .answer_cache
        .get(
            generation.number,
            place,
            Encoding::accepted_by(&headers),
            make,
        )
        .await;
    answered.map_or_else(IntoResponse::into_response, |answer| {
        answer.response(&headers)
    })
}
