//! A list as one table.

use std::borrow::Cow;

use askama::Template;
use questions::Answer;

use super::Shell;
use super::face::number;
use super::safe::Link;
use crate::table::Table;

/// A list on a page of its own.
#[derive(Template)]
#[template(path = "list.html", whitespace = "minimize")]
pub(super) struct List {
    shell: Shell,
    /// How many there are, and how many of them are here.
    count: String,
    columns: Vec<String>,
    rows: Vec<Vec<Link>>,
}

impl List {
    pub(super) fn of(answer: &Answer, table: &Table) -> Self {
        let rows: Vec<_> = table.written().collect();
        let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let (title, total) = match answer {
            Answer::Search(list) => ("Search", list.total),
            Answer::Resources(list) => ("Resources", list.total),
            Answer::Problems(list) => ("Problems", list.total),
            Answer::Drift(list) => ("Drift", list.total),
            Answer::Sources(_) => ("Sources", shown),
            Answer::Notices(_) => ("Notices", shown),
            Answer::Matrix(answer) => ("Matrix", answer.list.total),
            Answer::Align(answer) => ("Alignment", answer.list.total),
            Answer::Gaps(answer) => ("Gaps", answer.list.total),
            Answer::Plan(_) => ("Plan", shown),
            Answer::Telemetry(answer) => ("Telemetry", answer.list.total),
            Answer::Compare(answer) => ("Comparison", answer.list.total),
            Answer::Fit(answer) => ("Fitting adversaries", answer.list.total),
            Answer::Adversaries(list) => ("Adversaries", list.total),
            Answer::Categories(list) => ("Categories of adversaries", list.total),
            Answer::Adversary(_) => ("Adversary", shown),
            Answer::Software(_) => ("Software", shown),
            Answer::Campaign(_) => ("Campaign", shown),
            Answer::Control(_) => ("Control", shown),
            Answer::LogSource(answer) => ("Log source", answer.list.total),
            Answer::Page(_) | Answer::Technique(_) | Answer::Resource(_) => ("", shown),
        };
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
