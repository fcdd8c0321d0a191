//! Layers of ATT&CK Navigator as claims: what someone scored or marked as covered.

use model::{Claim, Stack, ThreatTechnique};

use crate::Error;
use crate::input::Input;
use crate::layer;
use crate::notes::{Notes, counted};

/// Reads it. Where some techniques have a score, a mark without one says that it is not covered, or nothing; where none
/// has, the marks are all that is said.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let layer = layer::read(input, notes)?;
    let origin = layer.origin(input);
    let (scored, marked): (Vec<_>, Vec<_>) = layer
        .techniques
        .into_iter()
        .partition(|technique| technique.score.is_some());
    let claims: Vec<Claim> = if scored.is_empty() {
        says_marks(marked.len(), notes);
        marked
            .iter()
            .map(|technique| claim(technique, "mark", 1.0, &origin))
            .collect()
    } else {
        notes.count(marked.len(), "mark", "left out: without score");
        let score = |technique: &ThreatTechnique| technique.score.unwrap_or_default();
        scored
            .iter()
            .map(|technique| claim(technique, "score", score(technique), &origin))
            .collect()
    };
    if claims.is_empty() {
        let what = "no technique of the layer has a score above 0 or a mark";
        return Err(input.error(None, what));
    }
    Ok(Stack {
        name: layer.name,
        claims,
        ..Stack::default()
    })
}

fn says_marks(number: usize, notes: &mut Notes) {
    if number > 0 {
        let marks = counted(number, "mark");
        notes.say(format!(
            "the layer has no scores: {marks} taken with score 1, whatever the colours mean"
        ));
    }
}

fn claim(technique: &ThreatTechnique, of: &str, score: f64, origin: &str) -> Claim {
    Claim {
        technique: technique.id.clone(),
        of: of.to_owned(),
        score,
        applicable_to: Vec::new(),
        origin: origin.to_owned(),
    }
}
