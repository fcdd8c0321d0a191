//! The plan: what to do next, step by step.

use questions::plan;

use crate::context::PageContext;
use crate::html::block::{Block, Cell, Column, Table, TableRow};
use crate::html::safe::SafeText;
use crate::pages::elements::empty;
use crate::pages::{LOG_SOURCE, RESOURCE, technique};

pub(super) fn steps(context: &PageContext<'_>, plan: &plan::Answer) -> Vec<Block> {
    if plan.steps.is_empty() {
        return vec![empty(
            "No step of the catalogue closes any more of the gap.",
        )];
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
        TableRow::new(vec![
            Cell::Number((at + 1).to_string()),
            Cell::words(action),
            Cell::Link(link),
            Cell::Links(raises.collect()),
            Cell::Number(format!("{:.2}", step.closes)),
            Cell::Number(format!("{:.2}", step.left)),
        ])
    });
    let columns = vec![
        Column::new("Step", "n"),
        Column::new("Do", ""),
        Column::new("What", ""),
        Column::new("Raises", "mid"),
        Column::new("Closes", "n"),
        Column::new("Gap left", "n"),
    ];
    let words = format!(
        "These steps close {:.2} of {:.2}; each closes the most after those before it.",
        plan.gap - plan.left,
        plan.gap
    );
    vec![
        Block::Text(SafeText::of(&words)),
        Block::Table(Table::new("Plan", columns, rows.collect())),
    ]
}
