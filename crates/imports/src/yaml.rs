//! The YAML files that defenders bring.

use documents::yaml::{self, Limits};
use serde::de::DeserializeOwned;

use crate::Error;
use crate::input::Input;
use crate::limits::DEEPEST;

const LIMITS: Limits = Limits {
    depth: DEEPEST,
    nodes: 1_000_000,
    too_deep: "it is nested too deep",
    too_much: "it unfolds to more than any stack holds",
};

/// The one document of the file.
pub(crate) fn parse<T: DeserializeOwned>(input: &Input<'_>) -> Result<T, Error> {
    yaml::parse(input.text, &LIMITS).map_err(|error| input.unexpected("YAML", &error))
}
