//! CSV and TSV whose first row names the columns. The names are compared by their letters and digits alone.

use csv::StringRecord;

/// Delimiters, the usual first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A table whose rows are read one by one.
pub(crate) struct Table<'a> {
    names: Vec<String>,
    reader: csv::Reader<&'a [u8]>,
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
            None => (delimiter(text), text, 0),
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(true)
            .from_reader(text.as_bytes());
        let names = reader.headers().map(plain_names).unwrap_or_default();
        Self {
            names,
            reader,
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
        let records = self.reader.into_records().filter_map(Result::ok);
        records
            .filter(|cells| cells.iter().any(|cell| !cell.trim().is_empty()))
            .map(move |cells| Row {
                line: cells.position().map_or(0, csv::Position::line) + skipped,
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
    DELIMITERS
        .into_iter()
        .find(|&known| delimiter.as_bytes() == [known])
        .map(|known| (known, rest))
}

fn delimiter(text: &str) -> u8 {
    let header = first_line(text);
    let often = |delimiter: u8| header.bytes().filter(|&byte| byte == delimiter).count();
    let most = DELIMITERS.into_iter().map(often).max().unwrap_or(0);
    DELIMITERS
        .into_iter()
        .find(|&delimiter| often(delimiter) == most)
        .unwrap_or(b',')
}

fn plain_names(header: &StringRecord) -> Vec<String> {
    let plain = |name: &str| {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    header.iter().map(plain).collect()
}
