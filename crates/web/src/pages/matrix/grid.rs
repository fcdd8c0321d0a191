//! The heat map of techniques: the content of each cell.

use std::collections::{BTreeMap, BTreeSet};

use model::TechniqueId;
use questions::align;
use questions::matrix::{Answer, Row};

use super::title;
use super::values::Values;
use super::view::View;
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::grid::{Grid, TacticColumn, TechniqueCell};
use crate::html::safe::SafeText;
use crate::pages::TECHNIQUE;

impl Grid {
    /// The heat map of these techniques.
    pub(crate) fn of(
        context: &PageContext<'_>,
        answer: &Answer,
        threat: Option<&[align::Row]>,
        view: View,
    ) -> Self {
        let threat_rows = threat.map_or_else(BTreeMap::new, by_technique);
        let square = |row: &Row, below| {
            let values = Values::of(row, threat_rows.get(&row.id).copied());
            technique_cell(context, view, row, (&values, below))
        };
        let families = families(answer);
        let column = |tactic: &model::Tactic| tactic_column(tactic, &families, &square);
        let columns: Vec<TacticColumn> = answer
            .tactics
            .iter()
            .map(column)
            .filter(|column| !column.cells.is_empty())
            .collect();
        Self {
            class: format!("grid {}-v n{}", view.name(), columns.len()),
            view: view.name(),
            label: SafeText::of(&format!(
                "{} by {}",
                title(answer.domain),
                view.title().to_lowercase()
            )),
            columns,
        }
    }

    /// Small, as far as one screen.
    pub(crate) fn compact(mut self) -> Self {
        self.class += " dense";
        self
    }
}

/// The rows of a threat by technique.
fn by_technique(rows: &[align::Row]) -> BTreeMap<TechniqueId, &align::Row> {
    let mut by_technique: BTreeMap<TechniqueId, &align::Row> =
        rows.iter().map(|row| (row.technique.id, row)).collect();
    // A technique of which a threat uses only sub-techniques shows the one with the largest gap.
    for row in rows {
        if let Some(parent) = row.technique.id.parent() {
            let known = by_technique.entry(parent).or_insert(row);
            if known.technique.id != parent && known.gap < row.gap {
                *known = row;
            }
        }
    }
    by_technique
}

/// The rows of each technique and its sub-techniques.
fn families(answer: &Answer) -> BTreeMap<TechniqueId, Vec<&Row>> {
    let mut families: BTreeMap<TechniqueId, Vec<&Row>> = BTreeMap::new();
    for row in &answer.list.items {
        families
            .entry(row.id.parent().unwrap_or(row.id))
            .or_default()
            .push(row);
    }
    families
}

fn technique_cell(
    context: &PageContext<'_>,
    view: View,
    row: &Row,
    (values, below): (&Values, Vec<TechniqueCell>),
) -> TechniqueCell {
    let more = if below.is_empty() {
        String::new()
    } else {
        format!("+{}", below.len())
    };
    let space = if more.is_empty() { "" } else { " " };
    TechniqueCell {
        id: row.id.to_string(),
        address: context.links.to(TECHNIQUE.at([&row.id.to_string()])),
        // The label contains the visible text, so that voice control finds the cell.
        label: SafeText::of(&format!(
            "{}{space}{more}, {}: {}",
            row.name,
            row.id,
            values.label(view, below.len())
        )),
        step: view.step(values.value(view)),
        name: row.name.split_inclusive('/').map(SafeText::of).collect(),
        more,
        rung: values.rung,
        number: values.print(view),
        data: values.data(),
        below,
    }
}

fn tactic_column(
    tactic: &model::Tactic,
    families: &BTreeMap<TechniqueId, Vec<&Row>>,
    square: &dyn Fn(&Row, Vec<TechniqueCell>) -> TechniqueCell,
) -> TacticColumn {
    let mut cells = Vec::new();
    for (id, rows) in families {
        let within = |row: &&&Row| row.tactics.contains(&tactic.shortname);
        let Some(parent) = rows.iter().filter(within).find(|row| row.id == *id) else {
            continue;
        };
        let below = rows.iter().filter(within).filter(|row| row.id != *id);
        cells.push(square(
            parent,
            below.map(|row| square(row, Vec::new())).collect(),
        ));
    }
    cells.sort_by_cached_key(|cell| cell.label.to_string());
    let some = cells.iter().filter(|cell| cell.step > 0).count();
    TacticColumn {
        id: tactic.shortname.clone(),
        name: SafeText::of(&tactic.name),
        count: format!("{some} of {}", cells.len()),
        width: 100 * some / cells.len().max(1),
        cells,
    }
}

/// A compact heat map of a threat's techniques, by weight or by gap.
pub(crate) fn compact(
    context: &PageContext<'_>,
    answer: &Answer,
    rows: &[align::Row],
    gap: bool,
) -> Block {
    let view = if gap { View::Gap } else { View::Weight };
    Block::Grid(Box::new(
        Grid::of(context, answer, Some(rows), view).compact(),
    ))
}

/// The compact heat map without techniques that neither are used nor have used sub-techniques.
pub(crate) fn compact_used(
    context: &PageContext<'_>,
    answer: &Answer,
    rows: &[align::Row],
) -> Block {
    let family = |id: TechniqueId| id.parent().unwrap_or(id);
    let families: BTreeSet<TechniqueId> = rows.iter().map(|row| family(row.technique.id)).collect();
    let mut answer = answer.clone();
    answer
        .list
        .items
        .retain(|row| families.contains(&family(row.id)));
    compact(context, &answer, rows, true)
}
