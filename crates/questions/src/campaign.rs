//! A campaign: what it uses, and how that is met.

use catalogue::Catalogue;

use crate::Error;
use crate::threat::ActorKind;

pub use crate::profile::{Answer, Arguments};

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    crate::profile::profile(catalogue, arguments, ActorKind::Campaign)
}
