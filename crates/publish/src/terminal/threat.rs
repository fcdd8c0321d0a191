//! What answers about threats have in common: the threat, the totals, techniques that could not be placed.

use questions::align::{Row, Totals};
use questions::threat::PlacedThreat;

use super::table::{block, wrap};
use crate::style::{Style, clean};

/// Name, size and origin of a threat.
pub(crate) fn head(threat: &PlacedThreat, techniques: u32, style: Style) -> String {
    let of = if techniques == 1 {
        "technique"
    } else {
        "techniques"
    };
    title_with_size(threat, &format!("  {techniques} {of}"), style)
}

/// Name and origin of a threat.
pub(crate) fn name(threat: &PlacedThreat, style: Style) -> String {
    title_with_size(threat, "", style)
}

fn title_with_size(threat: &PlacedThreat, size: &str, style: Style) -> String {
    let name = match threat.name.as_str() {
        "" => "Threat",
        name => name,
    };
    let mut text = format!("{}{size}\n", style.bold(clean(name)));
    for origin in &threat.origins {
        text += &style.dim(wrap(&clean(origin), 0, style));
    }
    text
}

/// The totals of an alignment.
pub(crate) fn totals(totals: &Totals, style: Style) -> String {
    let share = if totals.weight > 0.0 {
        totals.gap / totals.weight
    } else {
        0.0
    };
    let rungs: Vec<String> = totals
        .rungs
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(rung, count)| format!("{count} on {rung}"))
        .collect();
    format!(
        "\n  Gap    {}  ({:.1} of {:.1} weight)\n  Rungs  {}\n",
        style.bold(format!("{:.0} %", share * 100.0)),
        totals.gap,
        totals.weight,
        style.proof(rungs.join(", "))
    )
}

/// Old ids, and the techniques that they were followed to.
pub(crate) fn followed_ids<'a>(rows: impl Iterator<Item = &'a Row>, style: Style) -> String {
    let written = rows.flat_map(|row| {
        let technique = &row.technique;
        technique
            .written
            .iter()
            .map(move |written| (technique.id, written))
    });
    let lines: Vec<String> = written
        .map(|(id, written)| match &written.reason {
            Some(reason) => format!("{} {} to {id}: {reason}", written.id, written.state),
            None => format!("{} {} to {id}", written.id, written.state),
        })
        .collect();
    block("Followed", &lines, style)
}

/// Techniques that could not be placed, notes, assumptions.
pub(crate) fn closing_notes(threat: &PlacedThreat, assumed: &[String], style: Style) -> String {
    unplaced(threat, style)
        + &block("Notes", &threat.notes, style)
        + &block("Assumed", assumed, style)
}

/// Techniques that could not be placed.
pub(crate) fn unplaced(threat: &PlacedThreat, style: Style) -> String {
    let unplaced = threat.unplaced.iter();
    let lines: Vec<String> = unplaced
        .map(|unplaced| format!("{} {}: {}", unplaced.id, unplaced.state, unplaced.reason))
        .collect();
    block(
        "In no technique of this release, not counted",
        &lines,
        style,
    )
}
