//! Answers on the terminal: dense, quiet, exact. Colour is data; all else is the terminal's own ink.

mod list;
mod numbers;
mod page;
mod resource;
mod table;
mod technique;
mod threat;

pub(crate) use list::{CellStyle, ListColumn, full_list, list, list_with_headings, paging_note};
pub(crate) use numbers::{reason, techniques};
pub(crate) use page::page;
pub(crate) use resource::resource;
pub(crate) use table::{Cell, ColumnFit, block, left_and_right, percent, table, two_places, wrap};
pub(crate) use technique::technique;
pub(crate) use threat::{closing_notes, followed_ids, head, name, totals, unplaced};

use crate::style::clean_lines;

/// The first line of a text that says anything.
pub(crate) fn first_line(text: &str) -> String {
    let clean = clean_lines(text);
    let first = clean.lines().find(|line| !line.trim().is_empty());
    first.unwrap_or_default().to_owned()
}
