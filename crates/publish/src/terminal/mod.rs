//! Answers on the terminal: dense, quiet, exact. Colour is data; all else is the terminal's own ink.

mod list;
mod numbers;
mod page;
mod resource;
mod table;
mod technique;
mod threat;

use catalogue::CatalogueSummary;
use questions::Answer;

pub(crate) use list::{CellStyle, ListColumn, full_list, list, list_with_headings, paging_note};
pub(crate) use numbers::{block, percent, reason, techniques, two_places};
pub(crate) use page::page;
pub(crate) use resource::resource;
pub(crate) use table::{Cell, ColumnFit, left_and_right, table, wrap};
pub(crate) use technique::technique;
pub(crate) use threat::{closing_notes, followed_ids, head, name, totals, unplaced};

use crate::answers;
use crate::format::{Error, Layout, Options, Output};
use crate::style::{Style, clean_lines};

/// The answer for people at a terminal.
pub(crate) fn write(answer: &Answer, options: &Options) -> Result<Output, Error> {
    if options.layout == Layout::Classic {
        let page = answers::markdown(answer, Layout::Classic);
        return page
            .map(Output::Text)
            .ok_or(Error::FormatUnavailable(options.format));
    }
    let style = options.style;
    let text = answers::terminal(answer, options);
    let from = style.dim(catalogue_line(answer.catalogue(), style));
    Ok(Output::Text(format!("{text}\n{from}\n")))
}

/// The first line of a text that says anything.
pub(crate) fn first_line(text: &str) -> String {
    let clean = clean_lines(text);
    let first = clean.lines().find(|line| !line.trim().is_empty());
    first.unwrap_or_default().to_owned()
}

/// Where the answer comes from.
fn catalogue_line(about: &CatalogueSummary, style: Style) -> String {
    let words = if about.facts_only {
        "facts only"
    } else {
        "with texts"
    };
    let read = if about.date.is_empty() {
        "unknown"
    } else {
        &about.date
    };
    let attack = if about.attack.is_empty() {
        "no release of ATT&CK".to_owned()
    } else {
        format!("ATT&CK {}", about.attack)
    };
    [attack, format!("sources read {read}"), words.to_owned()].join(style.dot())
}
