//! JSON under a limit of size. The items of long lists are read one by one, so that an odd one does not spoil the
//! others, and each knows its line.

use model::{Harvest, Problem};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::text::{self, Lines};
use crate::File;

/// So many items of one list are reported one by one; of the others, the number alone.
const REPORTED: usize = 20;

/// A list whose items are not read yet.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Items<'tree>(#[serde(borrow)] Vec<&'tree RawValue>);

/// The document of the file.
pub(crate) fn one<'tree, T: Deserialize<'tree>>(file: &File<'tree>) -> Result<T, Problem> {
    serde_json::from_str(text::small(file)?).map_err(|error| problem(file, 1, &error))
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
        for raw in &self.0 {
            let offset = raw.get().as_ptr().addr() - content.as_ptr().addr();
            let line = lines.line_at(offset).unwrap_or(1);
            match serde_json::from_str(raw.get()) {
                Ok(item) => items.push((line, item)),
                Err(error) => {
                    wrong += 1;
                    if wrong <= REPORTED {
                        harvest.problems.push(problem(file, line, &error));
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

/// `error` counts its lines from the one at which its text stands in the file.
fn problem(file: &File<'_>, first: u32, error: &serde_json::Error) -> Problem {
    let line = u32::try_from(error.line()).unwrap_or(0);
    let what = error.to_string();
    let what = what
        .rsplit_once(" at line ")
        .map_or(&*what, |(what, _)| what);
    file.problem(
        first.saturating_add(line.saturating_sub(1)),
        format!("is not the JSON expected here: {}", text::first_line(what)),
    )
}
