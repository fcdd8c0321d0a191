//! Drift as a patch: the same files with the ids of the chosen release, as a unified diff.
//!
//! Only what is certain and keeps the shape of the file is written; the rest is for its authors.

use std::collections::BTreeMap;

use catalogue::DriftRow;
use model::{MappingState, TechniqueId};
use similar::TextDiff;

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

/// The patch of these rows, which are of one source; `text` gives the text of a file.
pub fn patch(rows: &[DriftRow], text: impl Fn(&str) -> Option<String>) -> Patch<'_> {
    let mut files: BTreeMap<&str, Vec<&DriftRow>> = BTreeMap::new();
    for row in rows {
        files.entry(&row.path).or_default().push(row);
    }
    let mut patch = Patch::default();
    for (path, rows) in files {
        let Some(old) = text(path) else {
            patch
                .left
                .extend(rows.into_iter().map(|row| (row, "its file is not at hand")));
            continue;
        };
        let mut file = FileEdit::new(path, &old);
        for row in rows {
            match file.retag(row) {
                Ok(()) => patch.retagged += 1,
                Err(why) => patch.left.push((row, why)),
            }
        }
        patch.diff += &file.diff(&old);
    }
    patch
}

/// A file, line by line; a line that is left out is none.
struct FileEdit<'a> {
    path: &'a str,
    lines: Vec<Option<String>>,
}

impl<'a> FileEdit<'a> {
    fn new(path: &'a str, text: &str) -> Self {
        let lines = text.split_inclusive('\n').map(|line| Some(line.to_owned()));
        Self {
            path,
            lines: lines.collect(),
        }
    }

    fn retag(&mut self, row: &DriftRow) -> Result<(), &'static str> {
        let is = |ending: &str| self.path.to_ascii_lowercase().ends_with(ending);
        let (yaml, toml) = (is(".yml") || is(".yaml"), is(".toml"));
        let ([to], Some(old), true) = (row.to.as_slice(), row.technique_written, yaml || toml)
        else {
            return Err(match row.state {
                MappingState::Ambiguous => "it is ambiguous",
                MappingState::Followed | MappingState::OtherDomain if yaml || toml => {
                    "its words are not the id alone"
                }
                MappingState::Followed | MappingState::OtherDomain => {
                    "the file is neither YAML nor TOML"
                }
                _ => "nothing stands for it",
            });
        };
        if !matches!(
            row.state,
            MappingState::Followed | MappingState::OtherDomain
        ) {
            return Err("nothing stands for it");
        }
        let new = with_new_id(&row.written, old, to.id).ok_or("its words are not the id alone")?;
        let at = self
            .find(row, &row.written)
            .ok_or("its line was not found")?;
        if toml {
            return self.retag_table(at, row, &new, to);
        }
        let old_line = self.lines[at].clone().unwrap_or_default();
        let line = replace_word(&old_line, &row.written, &new).ok_or("its line was not found")?;
        // A file that names both already needs no second line.
        let again = |other: &Option<String>| {
            other
                .as_deref()
                .is_some_and(|other| other.trim() == line.trim())
        };
        self.lines[at] = if line.trim_start().starts_with("- ") && self.lines.iter().any(again) {
            None
        } else {
            Some(line)
        };
        Ok(())
    }

    /// The line of the text: as the source states it, else the only line that contains it.
    fn find(&self, row: &DriftRow, written: &str) -> Option<usize> {
        let holds = |at: &usize| {
            let line = self.lines.get(*at).and_then(Option::as_ref);
            line.is_some_and(|line| replace_word(line, written, "").is_some())
        };
        let stated = row
            .line
            .and_then(|line| (line as usize).checked_sub(1))
            .filter(holds);
        stated.or_else(|| {
            let mut all = (0..self.lines.len()).filter(holds);
            all.next().filter(|_| all.next().is_none())
        })
    }

    /// In a table, an id is next to its name and its address; the table of a sub-technique is nested in that of its technique.
    fn retag_table(
        &mut self,
        at: usize,
        row: &DriftRow,
        new: &str,
        to: &catalogue::TechniqueSummary,
    ) -> Result<(), &'static str> {
        let old = row
            .technique_written
            .ok_or("its words are not the id alone")?;
        if old.parent() != to.id.parent() || old.is_sub_technique() != to.id.is_sub_technique() {
            return Err("its place in the file would change");
        }
        let line = self.lines[at].clone().unwrap_or_default();
        self.lines[at] =
            Some(replace_word(&line, &row.written, new).ok_or("its line was not found")?);
        let ends = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('[');
        let key = |line: &str| line.split('=').next().unwrap_or_default().trim().to_owned();
        let around = |lines: &[Option<String>], range: Vec<usize>| -> Vec<usize> {
            let in_table = |at: &usize| lines[*at].as_deref().is_some_and(|line| !ends(line));
            range.into_iter().take_while(in_table).collect()
        };
        let mut table = around(&self.lines, (0..at).rev().collect());
        table.extend(around(&self.lines, (at + 1..self.lines.len()).collect()));
        for other in table {
            let Some(line) = self.lines[other].as_mut() else {
                continue;
            };
            match key(line).as_str() {
                "name" => *line = with_value(line, "name", &to.name),
                "reference" => *line = with_value(line, "reference", &(to.id.url() + "/")),
                _ => {}
            }
        }
        Ok(())
    }

    fn diff(&self, old: &str) -> String {
        let new: String = self.lines.iter().flatten().map(String::as_str).collect();
        if new == old {
            return String::new();
        }
        TextDiff::from_lines(old, &new)
            .unified_diff()
            .header(&format!("a/{}", self.path), &format!("b/{}", self.path))
            .to_string()
    }
}

/// The line of a key with another value; its indentation and line ending stay.
fn with_value(line: &str, key: &str, value: &str) -> String {
    let indent = &line[..line.len() - line.trim_start().len()];
    let end = &line[line.trim_end().len()..];
    format!("{indent}{key} = {}{end}", quoted(value))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
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

/// The line with the text replaced where it is a whole word, not a part of a longer id; none if there is no such place.
fn replace_word(line: &str, words: &str, new: &str) -> Option<String> {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let mut from = 0;
    while let Some(found) = line[from..].find(words) {
        let (start, end) = (from + found, from + found + words.len());
        let mut after = line[end..].chars();
        let goes_on = match after.next() {
            Some('.') => after.next().is_some_and(part),
            Some(letter) => part(letter),
            None => false,
        };
        if !goes_on && !line[..start].ends_with(part) {
            return Some(format!("{}{new}{}", &line[..start], &line[end..]));
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, line: Option<u32>, written: &str, old: &str, to: &str) -> DriftRow {
        DriftRow {
            source: "acme".to_owned(),
            part: "acme".to_owned(),
            key: format!("acme:{path}"),
            title: "A rule".to_owned(),
            path: path.to_owned(),
            line,
            written: written.to_owned(),
            technique_written: old.parse().ok(),
            state: MappingState::Followed,
            to: vec![catalogue::TechniqueSummary {
                id: to.parse().unwrap(),
                name: "The \"New\" Name".to_owned(),
                active: true,
                successor: None,
            }],
            reason: "it moved".to_owned(),
        }
    }

    fn check(rows: &[DriftRow], text: &str) -> String {
        let patch = patch(rows, |_| Some(text.to_owned()));
        let left: Vec<&str> = patch.left.iter().map(|(_, why)| *why).collect();
        format!("{}left: {}", patch.diff, left.join(", "))
    }

    #[test]
    fn a_tag_is_written_anew_and_not_twice() {
        let text = "tags:\n    - attack.t1562.001\n    - attack.t1562.0012\n    - attack.t1562.001 # why\nlevel: low\n";
        assert_eq!(
            check(
                &[row(
                    "a.yml",
                    Some(2),
                    "attack.t1562.001",
                    "T1562.001",
                    "T1685"
                )],
                text
            ),
            "--- a/a.yml\n+++ b/a.yml\n@@ -1,5 +1,5 @@\n tags:\n-    - attack.t1562.001\n+    - attack.t1685\n     - attack.t1562.0012\n     - attack.t1562.001 # why\n level: low\nleft: "
        );
        let both = "tags:\n    - attack.t1685\n    - attack.t1562.001\n";
        assert_eq!(
            check(
                &[row("a.yml", None, "attack.t1562.001", "T1562.001", "T1685")],
                both
            ),
            "--- a/a.yml\n+++ b/a.yml\n@@ -1,3 +1,2 @@\n tags:\n     - attack.t1685\n-    - attack.t1562.001\nleft: "
        );
    }

    #[test]
    fn a_table_gets_its_name_and_address_too() {
        let text = "[[rule.threat.technique]]\nid = \"T1086\"\nname = \"PowerShell\"\nreference = \"https://attack.mitre.org/techniques/T1086/\"\n\nname = \"other\"\n";
        let changed = check(&[row("a.toml", Some(2), "T1086", "T1086", "T1059")], text);
        assert!(changed.contains("+id = \"T1059\"\n+name = \"The \\\"New\\\" Name\"\n+reference = \"https://attack.mitre.org/techniques/T1059/\"\n"), "{changed}");
        assert!(!changed.contains("-name = \"other\""));
        let moved = check(
            &[row("a.toml", Some(2), "T1086", "T1086", "T1059.001")],
            text,
        );
        assert_eq!(moved, "left: its place in the file would change");
    }

    #[test]
    fn a_line_keeps_its_place_and_its_end() {
        assert_eq!(
            with_value("  name = \"x\"\r\n", "name", "y"),
            "  name = \"y\"\r\n"
        );
        assert_eq!(
            check(&[row("a.yml", Some(0), "T1086", "T1086", "T1059")], "x\n"),
            "left: its line was not found"
        );
    }

    #[test]
    fn what_is_not_certain_is_left() {
        assert_eq!(
            check(
                &[row("a.yml", Some(1), "T1485.A002", "T1485.A002", "T1485")],
                "T1485.A002\n"
            ),
            "left: its words are not the id alone"
        );
        let mut ambiguous = row("a.yml", Some(1), "T1562", "T1562", "T1685");
        ambiguous.state = MappingState::Ambiguous;
        ambiguous.to.push(ambiguous.to[0].clone());
        assert_eq!(check(&[ambiguous], "T1562\n"), "left: it is ambiguous");
        assert_eq!(
            check(
                &[row("a.md", Some(1), "T1086", "T1086", "T1059.001")],
                "T1086\n"
            ),
            "left: the file is neither YAML nor TOML"
        );
        assert_eq!(
            check(
                &[row("a.yml", Some(9), "T1086", "T1086", "T1059.001")],
                "T1086 and T1086\n- T1086\n"
            ),
            "left: its line was not found"
        );
    }
}
