//! CSV and TSV whose first row names the columns. The names are compared by their letters and digits alone.

use documents::csv::{self, Records, StringRecord};

/// A table whose rows are read one by one.
pub(crate) struct Table<'a> {
    names: Vec<String>,
    rows: Records<'a>,
    /// The lines above the header.
    skipped: u64,
}

/// A row: its line and its cells.
pub(crate) struct Row {
    pub(crate) line: u64,
    cells: StringRecord,
}

impl<'a> Table<'a> {
    /// The text as a table. Whether it is meant to be one, its columns tell.
    pub(crate) fn open(text: &'a str) -> Self {
        let (delimiter, text, skipped) = match separator(text) {
            Some((delimiter, rest)) => (delimiter, rest, 1),
            None => (csv::delimiter(text), text, 0),
        };
        let mut rows = csv::records(text, delimiter);
        let header = rows.next().and_then(Result::ok);
        Self {
            names: header.map_or(Vec::new(), |(_, header)| plain_names(&header)),
            rows,
            skipped,
        }
    }

    /// The column of the first of these names that there is.
    pub(crate) fn column(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.names.iter().position(|found| found == name))
    }

    /// The rows that can be read and are not empty.
    pub(crate) fn rows(self) -> impl Iterator<Item = Row> {
        let skipped = self.skipped;
        self.rows
            .filter_map(Result::ok)
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
            .map(move |(line, cells)| Row {
                line: line + skipped,
                cells,
            })
    }
}

impl Row {
    /// The cell of a column, if there is something in it.
    pub(crate) fn get(&self, column: Option<usize>) -> Option<&str> {
        let cell = self.cells.get(column?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }
}

/// The first line that has text.
pub(crate) fn first_line(text: &str) -> &str {
    text.lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("")
}

/// Excel writes `sep=;` above the header.
fn separator(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let delimiter = first.trim_end_matches('\r').strip_prefix("sep=")?;
    csv::DELIMITERS
        .into_iter()
        .find(|&known| delimiter.as_bytes() == [known])
        .map(|known| (known, rest))
}

fn plain_names(header: &StringRecord) -> Vec<String> {
    let plain = |name: &str| {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    header.iter().map(plain).collect()
}
