//! The templates of an alignment, which the browser fills on a static site.

use super::steps::{plan_table, step_row};
use super::{assumptions, no_row_left, tabs};
use crate::context::PageContext;
use crate::html::templates::{Content, NamedTemplate};
use crate::pages::alignment::steps::no_step;
use crate::pages::rows::RowLayout;
use crate::pages::templates::{exports, filled_link, grid, of_every_page, statistics, techniques};

/// Of a threat against a stack, with its plan.
pub(in crate::pages) fn of_threat(context: &PageContext<'_>) -> Vec<NamedTemplate> {
    let blank = step_row(1, "", filled_link(), vec![filled_link()], [0.0, 0.0]);
    let mut all = of_all(context, RowLayout::Gap);
    all.extend([
        ("plan", Content::Block(plan_table(vec![blank]))),
        ("no-step", Content::Block(no_step())),
    ]);
    all
}

/// Of the look-up by controls.
pub(in crate::pages) fn of_controls(context: &PageContext<'_>) -> Vec<NamedTemplate> {
    of_all(context, RowLayout::Total)
}

fn of_all(context: &PageContext<'_>, layout: RowLayout) -> Vec<NamedTemplate> {
    let mut all = of_every_page();
    all.extend([
        grid(),
        statistics(),
        techniques(context, layout),
        ("no-technique", Content::Block(no_row_left())),
        ("tabs", Content::Block(tabs(context, layout))),
        ("menus", Content::Menus(vec![exports()])),
        ("assumed", Content::Section(assumptions(&[]))),
    ]);
    all
}
