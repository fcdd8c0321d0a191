//! Layers of ATT&CK Navigator as claims: what someone scored as covered.

use model::{Claim, Stack};

use crate::Error;
use crate::input::Input;
use crate::layer;
use crate::notes::Notes;

/// Reads it. A mark without score says nothing of how much is covered; it is counted alone.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let layer = layer::read(input, notes)?;
    let (origin, all) = (layer.origin(input), layer.techniques.len());
    let scored = layer.techniques.into_iter();
    let claims: Vec<Claim> = scored
        .filter_map(|technique| {
            Some(Claim {
                technique: technique.id,
                of: "score".to_owned(),
                score: technique.score?,
                applicable_to: Vec::new(),
                origin: origin.clone(),
            })
        })
        .collect();
    notes.count(all - claims.len(), "mark", "left out: without score");
    if claims.is_empty() {
        let what = format!("no technique of the layer has a score ({all} marked without)");
        return Err(input
            .error(None, what)
            .with("a layer that says what is covered needs scores above 0"));
    }
    Ok(Stack {
        name: layer.name,
        claims,
        ..Stack::default()
    })
}
