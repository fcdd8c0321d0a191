//! The plan: what to do next, step by step.

use questions::plan;

use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::pages::elements::empty;
use crate::pages::{LOG_SOURCE, RESOURCE, technique};

pub(super) fn steps(context: &PageContext<'_>, plan: &plan::Answer) -> Vec<Block> {
    if plan.steps.is_empty() {
        return vec![no_step()];
    }
    let rows = plan.steps.iter().enumerate().map(|(at, step)| {
        let title = step.title.as_deref().unwrap_or(&step.what);
        let (action, link) = match step.action {
            plan::Action::Deploy => ("Deploy", context.link(title, RESOURCE.at([&step.what]))),
            plan::Action::SwitchOn => (
                "Switch on",
                context.link(title, LOG_SOURCE.at([&step.what])),
            ),
            plan::Action::Test => ("Test", context.link(title, RESOURCE.at([&step.what]))),
        };
        let raises = step
            .raises
            .iter()
            .take(6)
            .map(|(id, rung)| technique::link(context, &format!("{id} to {rung}"), *id));
        step_row(
            at + 1,
            action,
            link,
            raises.collect(),
            [step.closes, step.left],
        )
    });
    let words = format!(
        "These steps close {:.2} of {:.2}; each closes the most after those before it.",
        plan.gap - plan.left,
        plan.gap
    );
    vec![
        Block::Text(SafeText::of(&words)),
        plan_table(rows.collect()),
    ]
}

pub(super) fn no_step() -> Block {
    empty("No step of the catalogue closes any more of the gap.")
}

/// A step: its number, what to do with what, the techniques that it raises, how much it closes and leaves.
pub(super) fn step_row(
    number: usize,
    action: &str,
    what: Link,
    raises: Vec<Link>,
    closes_and_leaves: [f64; 2],
) -> TableRow {
    let mut cells = vec![
        Cell::Number(number.to_string()),
        Cell::words(action),
        Cell::Link(what),
        Cell::Links(raises),
    ];
    cells.extend(closes_and_leaves.map(|gap| Cell::Number(format!("{gap:.2}"))));
    TableRow::new(cells)
}

pub(super) fn plan_table(rows: Vec<TableRow>) -> Block {
    let columns = vec![
        Column::new("Step", "n"),
        Column::new("Do", ""),
        Column::new("What", ""),
        Column::new("Raises", "mid"),
        Column::new("Closes", "n"),
        Column::new("Gap left", "n"),
    ];
    Block::Table(Table::new("Plan", columns, rows))
}
