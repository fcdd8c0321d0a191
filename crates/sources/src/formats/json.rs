//! The JSON files of a tree. The items of long lists are read one by one, so that an odd one does not spoil the others, and
//! each knows its line.

use documents::json;
use documents::text::{Lines, offset_of};
use model::{Harvest, Problem};
use serde::Deserialize;

use super::text;
use crate::File;

/// So many items of one list are reported one by one; of the others, the number alone.
const REPORTED: usize = 20;

/// A list whose items are not read yet.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Items<'tree>(#[serde(borrow)] json::Items<'tree>);

/// The document of the file.
pub(crate) fn parse<'tree, T: Deserialize<'tree>>(file: &File<'tree>) -> Result<T, Problem> {
    json::parse(text::small(file)?).map_err(|error| problem(file, 1, error))
}

impl<'tree> Items<'tree> {
    /// The items that can be read, with their lines; the others are problems of the file.
    pub(crate) fn read<T: Deserialize<'tree>>(
        &self,
        file: &File<'tree>,
        harvest: &mut Harvest,
    ) -> Vec<(u32, T)> {
        let Ok(content) = file.text() else {
            return Vec::new();
        };
        let (lines, mut items, mut wrong) = (Lines::new(content), Vec::new(), 0);
        for item in self.0.read() {
            let line = offset_of(item.text, content)
                .and_then(|offset| lines.line_at(offset))
                .unwrap_or(1);
            match item.read {
                Ok(read) => items.push((line, read)),
                Err(error) => {
                    wrong += 1;
                    if wrong <= REPORTED {
                        harvest.problems.push(problem(file, line, error));
                    }
                }
            }
        }
        if let Some(more @ 1..) = wrong.checked_sub(REPORTED) {
            let what = format!("{more} more of its items cannot be read");
            harvest.problems.push(file.problem(None, what));
        }
        items
    }
}

/// The error counts its lines from the one at which its text stands in the file.
pub(crate) fn problem(file: &File<'_>, first: u32, error: documents::Error) -> Problem {
    let before = u64::from(first.saturating_sub(1));
    let line = error.line.unwrap_or(1).saturating_add(before);
    let error = documents::Error {
        line: Some(line),
        ..error
    };
    text::unexpected(file, "JSON", &error)
}
