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
        let mut threat_rows: BTreeMap<TechniqueId, &align::Row> = threat
            .into_iter()
            .flatten()
            .map(|row| (row.technique.id, row))
            .collect();
        // A technique of which a threat uses only sub-techniques shows the one with the largest gap.
        for row in threat.into_iter().flatten() {
            if let Some(parent) = row.technique.id.parent() {
                let known = threat_rows.entry(parent).or_insert(row);
                if known.technique.id != parent && known.gap < row.gap {
                    *known = row;
                }
            }
        }
        let mut families: BTreeMap<TechniqueId, Vec<&Row>> = BTreeMap::new();
        for row in &answer.list.items {
            families
                .entry(row.id.parent().unwrap_or(row.id))
                .or_default()
                .push(row);
        }
        let square = |row: &Row, below: Vec<TechniqueCell>| {
            let values = Values::of(row, threat_rows.get(&row.id).copied());
            TechniqueCell {
                id: row.id.to_string(),
                address: context.links.to(TECHNIQUE.at([&row.id.to_string()])),
                // The label contains the visible text, so that voice control finds the cell.
                label: SafeText::of(&format!(
                    "{}{}, {}: {}",
                    row.name,
                    if below.is_empty() {
                        String::new()
                    } else {
                        format!(" +{}", below.len())
                    },
                    row.id,
                    values.label(view, below.len())
                )),
                step: view.step(values.value(view)),
                name: row.name.split_inclusive('/').map(SafeText::of).collect(),
                more: if below.is_empty() {
                    String::new()
                } else {
                    format!("+{}", below.len())
                },
                rung: values.rung,
                number: values.print(view),
                data: values.data(),
                below,
            }
        };
        let column = |tactic: &model::Tactic| {
            let mut cells = Vec::new();
            for (id, rows) in &families {
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
        };
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
