//! A file as it is edited: line by line, each line of the old file with what stands in its place.

use catalogue::DriftRow;
use model::TechniqueId;

use super::line;
use super::list;
use super::table;

/// A file, and what became of its lines.
pub(super) struct FileEdit {
    syntax: Option<Syntax>,
    lines: Lines,
}

/// For each line of the old file the lines that stand there now: none where it is left out.
pub(super) type Lines = Vec<Vec<String>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
}

pub(super) const NOT_FOUND: &str = "its line was not found";

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
        }
    }

    pub(super) fn text(&self) -> String {
        self.lines.iter().flatten().map(String::as_str).collect()
    }

    /// Writes `new` instead of the words of the row.
    pub(super) fn retag(
        &mut self,
        row: &DriftRow,
        old: TechniqueId,
        new: &str,
    ) -> Result<(), &'static str> {
        let syntax = self.syntax.ok_or("the file is neither YAML nor TOML")?;
        let at = self.find(row).ok_or(NOT_FOUND)?;
        if syntax == Syntax::Toml && table::is_of_technique(&self.lines, at) {
            let to = row.to.first().ok_or(NOT_FOUND)?;
            return table::retag(&mut self.lines, at, (old, to), new);
        }
        list::replace(&mut self.lines, at, &row.written, &[new])
    }

    /// The line of the words: as the source states it, else the only line that has them.
    fn find(&self, row: &DriftRow) -> Option<usize> {
        let holds = |at: &usize| {
            let line = self.lines.get(*at).and_then(|lines| lines.first());
            line.is_some_and(|line| line::find(line, &row.written).is_some())
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
}
