//! What could not be read or understood.

use catalogue::SourceProblem;
use questions::problems::Answer;
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{LINE, PATH, SOURCE, WHAT};
use crate::options::Options;
use crate::style::clean;
use crate::table::{Field, Table};
use crate::terminal::{paging_note, wrap};

impl Publish for question::Problems {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Problems",
        table: |answer| Table::of(COLUMNS, &answer.items),
    });

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        if answer.items.is_empty() {
            return "No problems: every file that was asked for could be read.\n".to_owned();
        }
        let mut text = String::new();
        for row in &answer.items {
            text += &wrap(&clean(&format!("{}:{}", row.source, place(row))), 0, style);
            text += &wrap(&clean(&row.problem.what), 4, style);
        }
        text + &paging_note(answer, style)
    }
}

/// ` rules/lamp.yml:3`; nothing where a problem is that of the whole source.
fn place(row: &SourceProblem) -> String {
    let problem = &row.problem;
    match problem.line {
        _ if problem.path.is_empty() => String::new(),
        Some(line) => format!(" {}:{line}", problem.path),
        None => format!(" {}", problem.path),
    }
}

const COLUMNS: &[Field<SourceProblem>] = &[
    (SOURCE, |row| (&row.source).into()),
    (PATH, |row| (&row.problem.path).into()),
    (LINE, |row| row.problem.line.into()),
    (WHAT, |row| (&row.problem.what).into()),
];
