//! Layers of ATT&CK Navigator as threats.

use model::Threat;

use crate::Error;
use crate::input::Input;
use crate::layer;
use crate::notes::Notes;

/// Reads it.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Threat, Error> {
    let layer = layer::read(input, notes)?;
    let origin = layer.origin(input);
    Ok(Threat {
        origins: vec![origin],
        attack: layer.attack,
        domain: layer.domain,
        techniques: layer.techniques,
        ..Threat::named(layer.name.unwrap_or_else(|| input.stem()))
    })
}
