//! Tables that people keep: a row names a control, rule or test and the techniques that go with it. In CSV, in a
//! spreadsheet or on a page of Markdown.
//!
//! Columns are known by their names, in any case and order; see [`Column`]. Other columns are passed over.

mod column;
mod page;
mod spreadsheet;

use std::collections::HashMap;

use model::{Domain, Harvest, Kind, Mapping, Problem, Resource};

pub use column::Column;
use column::Header;
pub(crate) use page::tables as markdown;

use super::text::{self, distinct};
use crate::File;

/// So many rows of one file are reported one by one; of the others, the number alone.
const REPORTED: usize = 20;

/// Titles and remarks may stand above the row with the names of the columns, but not more of them.
const ABOVE: usize = 20;

/// A row and its number in the file or sheet, from 1.
pub(crate) struct Row {
    number: u32,
    cells: Vec<String>,
}

/// What the rows of one control, rule or test are to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// Each stands for itself.
    Apart,
    /// Those with the same id are one, and a row without id and title goes on with the one above.
    Together,
}

/// Reads CSV whose rows stand for themselves into `part`.
pub(crate) fn apart(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let rows = comma_separated(file)?;
    read_table(
        file,
        "",
        &rows,
        &Table {
            part,
            rows: Rows::Apart,
        },
        harvest,
    )
}

/// Reads CSV or a spreadsheet whose rows with the same id are one control into `part`.
pub(crate) fn together(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let table = Table {
        part,
        rows: Rows::Together,
    };
    if !spreadsheet::is_one(file) {
        return read_table(file, "", &comma_separated(file)?, &table, harvest);
    }
    let mut without = Vec::new();
    for (name, rows) in spreadsheet::sheets(file)? {
        let sheet = format!("sheet `{name}`, ");
        if let Err(problem) = read_table(file, &sheet, &rows, &table, harvest) {
            without.push(problem);
        }
    }
    // Sheets of another kind are usual beside the one that matters.
    match without
        .into_iter()
        .next()
        .filter(|_| harvest.resources.is_empty())
    {
        Some(problem) if harvest.problems.is_empty() => Err(problem),
        _ => Ok(()),
    }
}

fn comma_separated(file: &File<'_>) -> Result<Vec<Row>, Problem> {
    let records = super::csv::records(file)?.into_iter();
    let rows = records.map(|(number, cells)| Row { number, cells });
    Ok(rows.collect())
}

/// What is to become of a table.
struct Table<'a> {
    part: &'a str,
    rows: Rows,
}

/// Reads the rows below the names of the columns. `sheet` stands before the number of a row in problems.
fn read_table(
    file: &File<'_>,
    sheet: &str,
    rows: &[Row],
    table: &Table<'_>,
    harvest: &mut Harvest,
) -> Result<(), Problem> {
    let header = |row: &Row| Header::of(&row.cells);
    let top = rows.iter().take(ABOVE);
    let Some((at, header)) = top
        .enumerate()
        .find_map(|(at, row)| Some((at, header(row)?)))
    else {
        return Err(file.problem(None, no_header(sheet, rows)));
    };
    let (resources, problems) = table.resources(&header, &rows[at + 1..]);
    harvest.resources.extend(resources);
    let more = problems.len().saturating_sub(REPORTED);
    for (row, what) in problems.into_iter().take(REPORTED) {
        let what = format!("{sheet}row {row}: {what}");
        harvest.problems.push(file.problem(row, what));
    }
    if more > 0 {
        let what = format!("{sheet}{more} more rows are wrong");
        harvest.problems.push(file.problem(None, what));
    }
    Ok(())
}

fn no_header(sheet: &str, rows: &[Row]) -> String {
    let first = rows
        .iter()
        .map(|row| &row.cells)
        .find(|cells| cells.iter().any(|cell| !cell.trim().is_empty()));
    let cells: Vec<&str> = first
        .into_iter()
        .flatten()
        .map(|cell| cell.trim())
        .collect();
    let names: String = cells.join(", ").chars().take(120).collect();
    format!(
        "{sheet}no row names a column `techniques` and a column `control id` or `title`; the first says: {names}"
    )
}

impl Table<'_> {
    /// The resources, and what is wrong with which row.
    fn resources(&self, header: &Header, rows: &[Row]) -> (Vec<Resource>, Vec<(u32, String)>) {
        let (mut resources, mut problems) = (Vec::<Resource>::new(), Vec::new());
        let mut places = HashMap::new();
        for row in rows.iter().filter(|row| header.has_any(&row.cells)) {
            let id = header.cell(&row.cells, Column::Id);
            let title = header.cell(&row.cells, Column::Title);
            let known = match (id, title) {
                (None, None) if self.rows == Rows::Together => resources.len().checked_sub(1),
                (Some(id), _) if self.rows == Rows::Together => places.get(id).copied(),
                _ => None,
            };
            let Some(name) = title.or(id).or(known.map(|_| "")) else {
                problems.push((row.number, "it has neither id nor title".to_owned()));
                continue;
            };
            let at = known.unwrap_or_else(|| {
                resources.push(self.begun(id, name, row.number));
                resources.len() - 1
            });
            if let Some(id) = id {
                places.insert(id, at);
            }
            for what in fill(&mut resources[at], header, row) {
                problems.push((row.number, what));
            }
        }
        (resources, problems)
    }

    fn begun(&self, id: Option<&str>, name: &str, line: u32) -> Resource {
        let mut resource = Resource {
            id: id.map(str::to_owned),
            ..Resource::new(self.part, Kind::Control, name)
        };
        resource.place.line = Some(line);
        resource
    }
}

/// Adds what the row says, and tells what of it cannot be understood.
fn fill(resource: &mut Resource, header: &Header, row: &Row) -> Vec<String> {
    let cell = |column| header.cell(&row.cells, column);
    let owned = |column| cell(column).map(str::to_owned);
    let mut wrong = Vec::new();
    if let Some(written) = cell(Column::Techniques) {
        let ids = techniques(written);
        if ids.is_empty() && !says_none(written) {
            wrong.push(format!("`{}` names no technique", shortened(written)));
        }
        for id in ids {
            if resource
                .mappings
                .iter()
                .all(|mapping| mapping.written != id)
            {
                resource.mappings.push(Mapping::plain(id).at(row.number));
            }
        }
    }
    for word in cell(Column::Domain).into_iter().flat_map(words) {
        match domain(word) {
            Some(domain) if resource.domains.contains(&domain) => (),
            Some(domain) => resource.domains.push(domain),
            None => wrong.push(format!("`{}` is no domain of ATT&CK", shortened(word))),
        }
    }
    let level = owned(Column::Level);
    resource.level = resource.level.or(level.as_deref().and_then(text::level));
    resource.level_written = resource.level_written.take().or(level);
    resource.description = resource.description.take().or(owned(Column::Description));
    resource.query = resource.query.take().or(owned(Column::Query));
    resource.references.extend(owned(Column::Link));
    resource.references = distinct(std::mem::take(&mut resource.references));
    let platforms = cell(Column::Platforms).into_iter().flat_map(words);
    resource.platforms.extend(platforms.map(str::to_owned));
    resource.platforms = distinct(std::mem::take(&mut resource.platforms));
    wrong
}

/// `enterprise`, `Enterprise ATT&CK`, `ics-attack`, `mitre-enterprise`.
pub(super) fn domain(word: &str) -> Option<Domain> {
    let lower = word.trim().to_ascii_lowercase();
    let name = lower.strip_prefix("mitre-").unwrap_or(&lower);
    name.split([' ', '-']).next()?.parse().ok()
}

/// The items of a list that ends where people end it.
fn words(list: &str) -> impl Iterator<Item = &str> {
    let words = list.split([',', ';', '\n']).map(str::trim);
    words.filter(|word| !word.is_empty())
}

fn says_none(written: &str) -> bool {
    let word = written.trim().to_ascii_lowercase();
    matches!(
        word.as_str(),
        "-" | "–" | "n/a" | "na" | "none" | "no" | "0" | "nan" | "not mappable"
    )
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short + "…"
    } else {
        short
    }
}

/// The ids in a cell, as they are written there: `T1059, T1003.001`, `['T1059', 'T1003']`, `T1059: Command and …`,
/// `https://attack.mitre.org/techniques/T1059/001`. Words that look like no id are names, and are passed over.
fn techniques(cell: &str) -> Vec<String> {
    let between = |letter: char| letter.is_whitespace() || ",;|()[]{}<>\"'`".contains(letter);
    let mut ids = Vec::new();
    for word in cell.split(between) {
        if let Some((_, page)) = word.split_once("techniques/") {
            ids.push(page.trim_matches('/').replace('/', "."));
        } else if !word.contains("://") {
            let parts = word
                .split([':', '/', '&', '+'])
                .map(|part| part.trim_end_matches('.'));
            ids.extend(parts.filter(|part| is_like_an_id(part)).map(str::to_owned));
        }
    }
    distinct(ids)
}

/// One or two letters and then a number: also a tactic, a group and a slip such as `T1O59`, so that they are reported
/// and not lost. ATLAS has a prefix before its own.
fn is_like_an_id(word: &str) -> bool {
    let word = word.strip_prefix("AML.").unwrap_or(word);
    let number = word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = word.len() - number.len();
    matches!(letters, 1 | 2)
        && number.starts_with(|letter: char| letter.is_ascii_digit())
        && word.len() >= 4
}

#[cfg(test)]
mod tests {
    use super::techniques;

    #[test]
    fn ids_are_found_however_they_are_listed() {
        for (cell, ids) in [
            ("T1059", &["T1059"][..]),
            (
                "T1059, T1003.001;T1021\nT1020",
                &["T1059", "T1003.001", "T1021", "T1020"],
            ),
            ("['T1059', 'T1003']", &["T1059", "T1003"]),
            ("T1059: Command and Scripting Interpreter", &["T1059"]),
            ("Rundll32 (T1218.011)", &["T1218.011"]),
            (
                "[T1059.001](https://attack.mitre.org/techniques/T1059/001/)",
                &["T1059.001"],
            ),
            ("T1O59 TA0001 AML.T0051", &["T1O59", "TA0001", "AML.T0051"]),
            ("none of them", &[]),
        ] {
            assert_eq!(techniques(cell), ids, "{cell}");
        }
    }
}
