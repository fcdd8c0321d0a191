//! A list as one table.

use std::borrow::Cow;

use askama::Template;
use publish::Table;
use questions::Answer;

use super::format::number;
use super::safe::Link;
use super::shell::Shell;

/// A list on a page of its own.
#[derive(Template)]
#[template(path = "list.html", whitespace = "minimize")]
pub(crate) struct List {
    shell: Shell,
    /// How many there are, and how many of them are here.
    count: String,
    columns: Vec<String>,
    rows: Vec<Vec<Link>>,
}

impl List {
    pub(crate) fn of(answer: &Answer, title: &str, table: &Table) -> Self {
        let rows: Vec<_> = table.text_rows().collect();
        let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let total = answer.total().unwrap_or(shown);
        let filled: Vec<usize> = (0..table.columns().len())
            .filter(|&at| rows.iter().any(|row| !row[at].is_empty()))
            .collect();
        let cells = |row: &Vec<Cow<'_, str>>| filled.iter().map(|&at| cell(&row[at])).collect();
        Self {
            shell: Shell::new(title, answer.catalogue()),
            count: if shown == total {
                format!("{} in all", number(total))
            } else {
                format!("{} of {}", number(shown), number(total))
            },
            rows: rows.iter().map(cells).collect(),
            columns: filled
                .iter()
                .map(|&at| table.columns()[at].heading())
                .collect(),
        }
    }
}

/// A cell that is an address leads to it.
fn cell(text: &str) -> Link {
    Link::new(text, Some(text))
}
