//! A file as it is edited: line by line, each line of the old file with what stands in its place.

use std::collections::HashMap;

use catalogue::{DriftRow, DriftSubject, TechniqueSummary};
use model::TechniqueId;

use super::line;
use super::list;
use super::table;

/// A file, and what became of its lines.
pub(super) struct FileEdit {
    syntax: Option<Syntax>,
    lines: Lines,
    /// What words became, by their line: a pair of a tactic and a technique is edited twice.
    became: HashMap<(usize, String), String>,
    /// Words of techniques that stay as they are.
    left: Vec<String>,
    /// Whether a tactic of a file of tables stays as it is: so do the tags that say the same.
    tactic_left: bool,
}

/// For each line of the old file the lines that stand there now: none where it is left out.
pub(super) type Lines = Vec<Vec<String>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
}

pub(super) const NOT_FOUND: &str = "its line was not found";

/// More places, or fewer, than the file has for it.
pub(super) const OTHER_PLACE: &str = "its place in the file would change";

impl FileEdit {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let path = path.to_ascii_lowercase();
        let syntax = match path.rsplit('.').next() {
            Some("yml" | "yaml") => Some(Syntax::Yaml),
            Some("toml") => Some(Syntax::Toml),
            _ => None,
        };
        let lines = text.split_inclusive('\n');
        Self {
            syntax,
            lines: lines.map(|line| vec![line.to_owned()]).collect(),
            became: HashMap::new(),
            left: Vec::new(),
            tactic_left: false,
        }
    }

    pub(super) fn text(&self) -> String {
        self.lines.iter().flatten().map(String::as_str).collect()
    }

    /// Notes that the words of the row stay as they are.
    pub(super) fn leave(&mut self, row: &DriftRow) {
        match row.subject {
            DriftSubject::Technique => self.left.push(row.written.clone()),
            DriftSubject::Tactic => self.tactic_left |= self.syntax == Some(Syntax::Toml),
        }
    }

    /// Writes `new`, the words of the technique `to`, instead of the words of the row.
    pub(super) fn retag_technique(
        &mut self,
        row: &DriftRow,
        (old, to): (TechniqueId, &TechniqueSummary),
        new: &str,
    ) -> Result<(), &'static str> {
        // The tests of a file may all be of the technique that its head names.
        let stated = row.line.and_then(|line| (line as usize).checked_sub(1));
        if stated.is_some_and(|at| self.became.contains_key(&(at, row.written.clone()))) {
            return Ok(());
        }
        let (syntax, at) = self.find(row)?;
        if syntax == Syntax::Toml && table::is_of(table::TECHNIQUE, &self.lines, at) {
            return self.retag_tables(row, (old, to), new);
        }
        list::replace(&mut self.lines, at, &row.written, &[new])?;
        let key = (at, row.written.clone());
        self.became.insert(key, new.to_owned());
        Ok(())
    }

    /// A technique may stand under several tactics: all of its tables or none.
    fn retag_tables(
        &mut self,
        row: &DriftRow,
        (old, to): (TechniqueId, &TechniqueSummary),
        new: &str,
    ) -> Result<(), &'static str> {
        let mut lines = self.lines.clone();
        for at in 0..lines.len() {
            let has = lines[at]
                .first()
                .is_some_and(|line| line::find(line, &row.written).is_some());
            if has && table::is_of(table::TECHNIQUE, &lines, at) {
                table::retag_technique(&mut lines, at, (old, to), new)?;
            }
        }
        self.lines = lines;
        Ok(())
    }

    /// Writes the tactics of the row instead of its words; none takes them out.
    pub(super) fn retag_tactic(&mut self, row: &DriftRow) -> Result<(), &'static str> {
        let (syntax, at) = self.find(row)?;
        if syntax == Syntax::Toml && table::is_of(table::TACTIC, &self.lines, at) {
            return match row.to_tactics.as_slice() {
                [to] => table::retag_tactic(&mut self.lines, at, to, &self.left),
                _ => Err(OTHER_PLACE),
            };
        }
        if self.tactic_left {
            return Err("a tactic of its rule is left");
        }
        let words = self.words(at, row).to_owned();
        let new: Vec<String> = row
            .to_tactics
            .iter()
            .map(|to| beside_technique(&to.written, &words))
            .collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        list::replace(&mut self.lines, at, &words, &new)
    }

    /// The line of the words: as the source states it, else the only line that has them.
    fn find(&self, row: &DriftRow) -> Result<(Syntax, usize), &'static str> {
        let syntax = self.syntax.ok_or("the file is neither YAML nor TOML")?;
        let holds = |at: &usize| {
            let line = self.lines.get(*at).and_then(|lines| lines.first());
            line.is_some_and(|line| line::find(line, self.words(*at, row)).is_some())
        };
        let stated = row
            .line
            .and_then(|line| (line as usize).checked_sub(1))
            .filter(holds);
        let found = stated.or_else(|| {
            let mut all = (0..self.lines.len()).filter(holds);
            all.next().filter(|_| all.next().is_none())
        });
        Ok((syntax, found.ok_or(NOT_FOUND)?))
    }

    /// The words of the row as they stand in this line by now.
    fn words<'a>(&'a self, at: usize, row: &'a DriftRow) -> &'a str {
        let now = self.became.get(&(at, row.written.clone()));
        now.map_or(&row.written, String::as_str)
    }
}

/// The tactic of a pair, `TA0112:T1562.008`, with the technique that stands there by now.
fn beside_technique(written: &str, now: &str) -> String {
    match (written.split_once(':'), now.split_once(':')) {
        (Some((tactic, old)), Some((_, id))) if old.parse::<TechniqueId>().is_ok() => {
            format!("{tactic}:{id}")
        }
        _ => written.to_owned(),
    }
}
