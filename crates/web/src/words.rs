//! The words, bounds and columns that scripts share with pages, as the one script `words.js`: written in Rust, and nowhere
//! again.

use count::Volume;
use model::Kind;
use serde_json::{Map, Value, json};

use crate::html::block::RUNGS;
use crate::html::pillar_style::PillarStyle;
use crate::pages::matrix::values::SHORT_VOLUMES;
use crate::pages::matrix::view::ALL;
use crate::pages::rows::FULL;

/// The script. It only sets a variable.
pub(crate) fn script() -> String {
    let pillars = [Kind::Control, Kind::Detection, Kind::Test].map(|kind| {
        let style = PillarStyle::of(kind);
        json!({ "id": style.id, "name": style.name })
    });
    let volumes = [Volume::None, Volume::Low, Volume::Medium, Volume::High];
    let volumes = volumes.map(|volume| volume.to_string());
    let views: Map<String, Value> = ALL
        .iter()
        .map(|view| {
            let words =
                json!({ "unit": view.unit(), "bounds": view.bounds(), "legend": view.legend() });
            (view.name().to_owned(), words)
        })
        .collect();
    let words = json!({
        "rungs": RUNGS,
        "volumes": volumes,
        "short_volumes": SHORT_VOLUMES,
        "pillars": pillars,
        "full": FULL,
        "views": views,
        "publish": publish::scripts(),
    });
    format!("var rhumbWords={words};\n")
}
