//! Drift as a patch: the same files with the ids of the chosen release, as a unified diff.
//!
//! Only what is certain and keeps the shape of the file is written; the rest is for its authors.

mod file_edit;
mod line;
mod list;
mod table;

use std::collections::BTreeMap;

use catalogue::{DriftRow, DriftSubject};
use model::{MappingState, TechniqueId};
use similar::TextDiff;

use file_edit::FileEdit;

/// A patch, and what it leaves to the authors.
#[derive(Debug, Default)]
pub struct Patch<'a> {
    /// The unified diff; empty where nothing can be retagged.
    pub diff: String,
    /// How many mappings it writes anew.
    pub retagged: usize,
    /// Mappings that it leaves as they are, each with the reason.
    pub left: Vec<(&'a DriftRow, &'static str)>,
}

/// The patch of these rows, which are of one source; `text` gives the text of a file. Paths of the patch begin with
/// `prefix`, the way from the root of the repository to the files.
pub fn patch<'a>(
    rows: &'a [DriftRow],
    prefix: &str,
    text: impl Fn(&str) -> Option<String>,
) -> Patch<'a> {
    let mut files: BTreeMap<&str, Vec<&DriftRow>> = BTreeMap::new();
    for row in rows {
        files.entry(&row.path).or_default().push(row);
    }
    let mut patch = Patch::default();
    for (path, rows) in files {
        let Some(old) = text(path) else {
            let left = rows.into_iter().map(|row| (row, "its file is not at hand"));
            patch.left.extend(left);
            continue;
        };
        let mut file = FileEdit::new(path, &old);
        // What is beside a tactic says whether it can be retagged.
        let (tactics, techniques): (Vec<&DriftRow>, Vec<&DriftRow>) = rows
            .into_iter()
            .partition(|row| row.subject == DriftSubject::Tactic);
        for row in techniques.into_iter().chain(tactics) {
            match retag(&mut file, row) {
                Ok(()) => patch.retagged += 1,
                Err(why) => {
                    file.leave(row);
                    patch.left.push((row, why));
                }
            }
        }
        patch.diff += &diff(&format!("{prefix}{path}"), &old, &file.text());
    }
    patch
}

fn retag(file: &mut FileEdit, row: &DriftRow) -> Result<(), &'static str> {
    match row.subject {
        DriftSubject::Technique => retag_technique(file, row),
        DriftSubject::Tactic => retag_tactic(file, row),
    }
}

fn retag_technique(file: &mut FileEdit, row: &DriftRow) -> Result<(), &'static str> {
    let to = match (row.state, row.to.as_slice()) {
        (MappingState::Followed | MappingState::OtherDomain, [to]) => to,
        (MappingState::Ambiguous, _) => return Err("it is ambiguous"),
        (MappingState::Deprecated, _) => return Err("ATT&CK withdrew it without successor"),
        _ if row.technique_written.is_none() => return Err("it is no technique of ATT&CK"),
        _ => return Err("nothing stands for it"),
    };
    let old = row.technique_written.ok_or(NOT_ALONE)?;
    let new = with_new_id(&row.written, old, to.id).ok_or(NOT_ALONE)?;
    file.retag_technique(row, (old, to), &new)
}

fn retag_tactic(file: &mut FileEdit, row: &DriftRow) -> Result<(), &'static str> {
    match row.state {
        MappingState::Followed | MappingState::Deprecated => file.retag_tactic(row),
        MappingState::Ambiguous => Err("its techniques do not say which tactic it is"),
        _ => Err("it is no tactic of ATT&CK"),
    }
}

const NOT_ALONE: &str = "its words are not the id alone";

fn diff(path: &str, old: &str, new: &str) -> String {
    if new == old {
        return String::new();
    }
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

/// `attack.t1562.001` as `attack.t1685`: the letter stays as small as it was.
fn with_new_id(written: &str, old: TechniqueId, new: TechniqueId) -> Option<String> {
    let at = written.to_ascii_uppercase().find(&old.to_string())?;
    let (before, rest) = written.split_at(at);
    let (id, after) = rest.split_at(old.to_string().len());
    let mut new_id = new.to_string();
    if id.starts_with('t') {
        new_id = new_id.to_lowercase();
    }
    Some(format!("{before}{new_id}{after}"))
}

#[cfg(test)]
mod tests;
